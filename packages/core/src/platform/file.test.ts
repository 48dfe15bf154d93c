import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createFile, replaceFile } from "./file.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "pegbar-file-"))));
afterEach(() => rmSync(folder, { recursive: true }));

it("replaces a file by another inode with the new contents and mode, and leaves nothing else", () => {
  const file = path.join(folder, "secrets.json");
  replaceFile(file, "old");
  const before = statSync(file);
  chmodSync(file, 0o644);
  replaceFile(file, "new", { mode: 0o600 });
  expect(readFileSync(file, "utf8")).toBe("new");
  expect(statSync(file).ino).not.toBe(before.ino);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["secrets.json"]);
});

it("creates a file once: a second call fails and changes nothing", () => {
  const file = path.join(folder, "key.pem");
  createFile(file, "first", { mode: 0o600 });
  expect(() => createFile(file, "second")).toThrow(expect.objectContaining({ code: "EEXIST" }));
  expect(readFileSync(file, "utf8")).toBe("first");
  expect(readdirSync(folder)).toEqual(["key.pem"]);
});
