import { mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeFolder } from "./make-folder.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "pegbar-folder-"));
});
afterAll(() => rm(root, { recursive: true }));

it("creates a folder with its parents, and accepts one that exists", async () => {
  const folder = path.join(root, "a/b/c");
  await Promise.all([makeFolder(folder), makeFolder(folder), makeFolder(path.join(root, "a/b/d"))]);
  await makeFolder(folder);
  expect((await stat(folder)).isDirectory()).toBe(true);
  expect((await stat(path.join(root, "a/b/d"))).isDirectory()).toBe(true);
});

it("creates folders with common parents at the same time", async () => {
  for (let round = 0; round < 50; round++) {
    const folders = Array.from({ length: 8 }, (_, at) => path.join(root, `round-${round}/a/b/c/${at}`));
    await Promise.all(folders.map((folder) => makeFolder(folder)));
    expect((await Promise.all(folders.map((folder) => stat(folder)))).every((one) => one.isDirectory())).toBe(true);
  }
});

it("explains why a folder cannot be created", async () => {
  const file = path.join(root, "file");
  await writeFile(file, "");
  await expect(makeFolder(file)).rejects.toMatchObject({ code: "EEXIST" });
  await expect(makeFolder(path.join(file, "x"))).rejects.toMatchObject({ code: "ENOTDIR" });
  const link = path.join(root, "link");
  await symlink(path.join(root, "nowhere/at/all"), link);
  await expect(makeFolder(path.join(link, "x"))).rejects.toMatchObject({ code: "EEXIST" });
});

it.runIf(process.platform === "linux")("explains it on a file system without folders", async () => {
  await expect(makeFolder("/sys/pegbar/x")).rejects.toMatchObject({
    code: expect.stringMatching(/EPERM|EACCES|EROFS/),
  });
});
