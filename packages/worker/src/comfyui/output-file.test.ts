import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ComfyUnavailable } from "@pegbar/comfyui";
import { BadOutput } from "../bad-output.ts";
import { openOutput } from "./output-file.ts";

let dir: string;
let output: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "pegbar-output-"));
  output = path.join(dir, "output");
  await mkdir(path.join(output, "att_1"), { recursive: true });
  await mkdir(path.join(dir, "private"));
  await writeFile(path.join(dir, "private", "3_00001_.png"), "this worker's token");
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const ref = (more: { filename?: string; subfolder?: string } = {}) => ({
  nodeId: "3",
  kind: "images",
  type: "output",
  subfolder: "att_1",
  filename: "3_00001_.png",
  ...more,
});
const inAttempt = (name = "3_00001_.png") => path.join(output, "att_1", name);

test("reads what was written, as long as it is open", async () => {
  await writeFile(inAttempt(), "a picture");
  const file = await openOutput(output, ref());
  expect(await readFile(file.path, "utf8")).toBe("a picture");
  await file.close();
});

test("a missing output is a file that ComfyUI lost", async () => {
  await expect(openOutput(output, ref())).rejects.toBeInstanceOf(ComfyUnavailable);
});

describe("a hostile node cannot pass off this worker's files as its output", () => {
  test("by a link", async () => {
    await symlink(path.join(dir, "private", "3_00001_.png"), inAttempt());
    await expect(openOutput(output, ref())).rejects.toBeInstanceOf(BadOutput);
  });

  test("by a link in place of its folder", async () => {
    await rm(path.join(output, "att_1"), { recursive: true });
    await symlink(path.join(dir, "private"), path.join(output, "att_1"));
    await expect(openOutput(output, ref())).rejects.toBeInstanceOf(BadOutput);
  });

  test.each(["../private", "att_1/../../private", "/etc"])("by the folder %s", async (subfolder) => {
    await expect(openOutput(output, ref({ subfolder }))).rejects.toBeInstanceOf(BadOutput);
  });

  test.skipIf(process.platform !== "linux")("by an exchange once it is open", async () => {
    await writeFile(inAttempt(), "a picture");
    const file = await openOutput(output, ref());
    await rename(path.join(dir, "private", "3_00001_.png"), inAttempt());
    expect(await readFile(file.path, "utf8")).toBe("a picture");
    await file.close();
  });

  test("by a pipe, which would block forever", async () => {
    execFileSync("mkfifo", [inAttempt()]);
    await expect(openOutput(output, ref())).rejects.toBeInstanceOf(BadOutput);
  });

  test("by a folder", async () => {
    await mkdir(inAttempt());
    await expect(openOutput(output, ref())).rejects.toBeInstanceOf(BadOutput);
  });
});
