import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EventQueue } from "./event-queue.ts";

let folder: string;
let handled: string[];
let lines: string[];
const queues: EventQueue[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "pegbar-queue-"));
  [handled, lines] = [[], []];
});
afterEach(async () => {
  await Promise.all(queues.splice(0).map((queue) => queue.stop()));
  rmSync(folder, { recursive: true, force: true });
});

const create = (handle: (body: string) => Promise<void>) => {
  const queue = new EventQueue({ folder, handle, log: (line) => lines.push(line), firstWaitMs: 20 });
  queues.push(queue);
  return queue;
};
const list = () => readdirSync(folder).filter((name) => name !== "failed");

test("events are handled one after the other and removed", async () => {
  let open = 0;
  const queue = create(async (body) => {
    expect(++open).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    open--;
    handled.push(body);
  });
  await Promise.all(["a", "b", "c"].map((id) => queue.add(id, id)));
  await expect.poll(() => handled.toSorted()).toEqual(["a", "b", "c"]);
  await expect.poll(list).toEqual([]);
});

test("a failed event is tried again while others continue", async () => {
  let failures = 0;
  const queue = create(async (body) => {
    if (body === "bad" && ++failures < 3) throw new Error("Kitsu does not respond");
    handled.push(body);
  });
  await queue.add("1", "bad");
  await queue.add("2", "good");
  await expect.poll(() => handled).toEqual(["good", "bad"]);
  expect(
    lines.filter((line) => line.includes("1.json failed, next attempt in 0 s: Kitsu does not respond")),
  ).toHaveLength(2);
  await expect.poll(list).toEqual([]);
});

test("a restart continues with what is left", async () => {
  const failing = create(async () => {
    throw new Error("stopped");
  });
  await failing.add("1", "left");
  await expect.poll(() => lines.length).toBeGreaterThan(0);
  await failing.stop();
  expect(list()).toEqual(["1.json"]);
  const next = create(async (body) => void handled.push(body));
  next.run();
  await expect.poll(() => handled).toEqual(["left"]);
});

test("after two days an event is moved to failed", async () => {
  const file = path.join(folder, "old.json");
  writeFileSync(file, "old");
  const before = new Date(Date.now() - 49 * 3_600_000);
  utimesSync(file, before, before);
  const queue = create(async () => {
    throw new Error("No more retakes allowed on this task");
  });
  queue.run();
  await expect.poll(() => readdirSync(path.join(folder, "failed"))).toEqual(["old.json"]);
  expect([list(), lines]).toEqual([[], ["old.json is given up: No more retakes allowed on this task"]]);
});

test("an id cannot leave the folder", async () => {
  const queue = create(async () => {
    throw new Error("stays");
  });
  await queue.add("../../etc/x", "{}");
  expect(list()).toEqual(["______etc_x.json"]);
});
