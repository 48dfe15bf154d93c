import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { Overrun, Sandbox, type Limits } from "./sandbox.ts";

let folder: string;
let small: string;
let large: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pegbar-sandbox-"));
  [small, large] = [path.join(folder, "small.png"), path.join(folder, "large.png")];
  const flat = (side: number) => sharp({ create: { width: side, height: side, channels: 3, background: "teal" } });
  await writeFile(small, await flat(64).png().toBuffer());
  await writeFile(large, await flat(9000).png({ compressionLevel: 1 }).toBuffer());
});
afterAll(() => rm(folder, { recursive: true }));

function sandbox(limits: Partial<Limits> = {}): Sandbox {
  const made = new Sandbox({ seconds: 20, bytes: 2 ** 31, ...limits });
  onTestFinished(() => made.stop());
  return made;
}
/** Processes of files that were tested before in this process; they stop when they are idle. */
let earlier: readonly string[] = [];
beforeAll(async () => {
  earlier = await children();
});
const children = async (): Promise<string[]> => (await listChildren()).filter((pid) => !earlier.includes(pid));
const listChildren = async (): Promise<string[]> => {
  const found: string[] = [];
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const [stat, line] = await Promise.all([
      readFile(`/proc/${pid}/stat`, "utf8").catch(() => ""),
      readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => ""),
    ]);
    if (line.includes("sandboxed.ts") && stat.split(" ")[3] === String(process.pid)) found.push(pid);
  }
  return found;
};

test("opens several files one after the other in one process", async () => {
  const box = sandbox();
  const found = await Promise.all([1, 2, 3].map(() => box.run({ kind: "input", file: small })));
  expect(found).toMatchObject(
    Array.from({ length: 3 }, () => ({ kind: "input", found: { width: 64, contentType: "image/png" } })),
  );
  expect(await children()).toHaveLength(1);
});

test("stops an idle process, and starts a new one for the next file", async () => {
  const box = new Sandbox({ seconds: 20, bytes: 2 ** 31 }, { idleMs: 50 });
  onTestFinished(() => box.stop());
  for (let i = 0; i < 2; i++) {
    expect(await box.run({ kind: "input", file: small })).toMatchObject({ kind: "input" });
    await vi.waitFor(async () => expect(await children()).toEqual([]), { timeout: 10_000 });
  }
});

test("does not pass on the environment", async () => {
  process.env["PEGBAR_SECRET_OF_THE_TEST"] = "x";
  const box = sandbox();
  await box.run({ kind: "input", file: small });
  const [pid] = await children();
  expect(await readFile(`/proc/${pid}/environ`, "utf8")).not.toContain("PEGBAR_SECRET_OF_THE_TEST");
});

test("ends for a file that takes too much memory or time, and the next file is opened", async () => {
  const lean = sandbox({ bytes: 130 * 2 ** 20 });
  await expect(lean.run({ kind: "input", file: large })).rejects.toThrow(Overrun);
  await expect(lean.run({ kind: "input", file: large })).rejects.toThrow(/130 MiB/);
  const quick = sandbox({ seconds: 0.01 });
  await expect(quick.run({ kind: "input", file: large })).rejects.toThrow(/0.01 s/);
  // A killed process ends a moment after its task.
  await expect.poll(children).toEqual([]);
  const box = sandbox();
  expect(await box.run({ kind: "input", file: small })).toMatchObject({ kind: "input" });
});

test("reports the end of the process as an Overrun, without affecting other files", async () => {
  const box = sandbox();
  await expect(box.run({ kind: "input", file: path.join(folder, "missing") })).rejects.toThrow(/ended the process/);
  expect(await box.run({ kind: "input", file: small })).toMatchObject({ kind: "input" });
});
