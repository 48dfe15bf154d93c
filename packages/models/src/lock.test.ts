import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { withLock } from "./lock.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "pegbar-lock-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

it("runs one process at a time", async () => {
  const count = path.join(dir, "count");
  await writeFile(count, "0");
  const add = () =>
    withLock(path.join(dir, "lock"), async () => {
      const before = Number(await readFile(count, "utf8"));
      await wait(5);
      await writeFile(count, String(before + 1));
    });
  await Promise.all(Array.from({ length: 10 }, add));
  expect(await readFile(count, "utf8")).toBe("10");
  expect(await readdir(dir)).toEqual(["count"]);
});

it("takes the lock of a killed process after a while", async () => {
  const lock = path.join(dir, "lock");
  await writeFile(lock, "dead");
  const began = performance.now();
  await withLock(lock, () => Promise.resolve(), undefined, 300);
  expect(performance.now() - began).toBeGreaterThanOrEqual(300);
  expect(await readdir(dir)).toEqual([]);
});

it("can be cancelled while waiting", async () => {
  const lock = path.join(dir, "lock");
  await writeFile(lock, "other");
  await expect(withLock(lock, () => Promise.resolve(), AbortSignal.timeout(100))).rejects.toThrow();
  expect(await readFile(lock, "utf8")).toBe("other");
});
