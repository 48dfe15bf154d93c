import { expect, test } from "vitest";
import { normalizeSubfolder, parseFileName, toKey } from "./file-name.ts";

test.each([
  ["a.png", "input/a.png"],
  ["job/a.png", "input/job/a.png"],
  ["job\\a.png [output]", "output/job/a.png"],
  ["a.png [temp]", "temp/a.png"],
  ["./x/../a.png", "input/a.png"],
])("reads %j", (text, key) => {
  const name = parseFileName(text);
  expect(name && toKey(name)).toBe(key);
});

test.each(["../a.png", "/etc/passwd", "C:\\a.png", "a\0.png", "", "folder/", "x/../../a.png [output]"])(
  "refuses %j, which leads out of the folder or names no file",
  (text) => {
    expect(parseFileName(text)).toBeUndefined();
  },
);

test("normalizes subfolders", () => {
  expect(normalizeSubfolder("")).toBe("");
  expect(normalizeSubfolder("a//b/./c/..")).toBe("a/b");
  expect(normalizeSubfolder("a/../..")).toBeUndefined();
});
