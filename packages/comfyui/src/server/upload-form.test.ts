import { expect, test } from "vitest";
import { listUploadNames, readUploadForm } from "./upload-form.ts";

const createForm = (name: string, fields: Record<string, string> = {}) => {
  const form = new FormData();
  form.set("image", new File(["x"], name));
  for (const [key, value] of Object.entries(fields)) form.set(key, value);
  return form;
};

test("reads where an upload goes", () => {
  expect(readUploadForm(createForm("a.png"))).toMatchObject({
    name: { type: "input", subfolder: "", filename: "a.png" },
    overwrite: false,
    subfolder: "",
  });
  expect(readUploadForm(createForm("../a.png", { type: "temp", subfolder: "b/./c", overwrite: "1" }))).toMatchObject({
    name: { type: "temp", subfolder: "b/c", filename: "..%2Fa.png" },
    overwrite: true,
    subfolder: "b/./c",
  });
});

test.each([
  ["a.png", { type: "models" }, /"type" must be/],
  ["a.png", { subfolder: "../b" }, /leaves the folder/],
  ["..", {}, /no usable name/],
])("refuses %s with %j", (name, fields, problem) => {
  expect(readUploadForm(createForm(name, fields))).toEqual({ problem: expect.stringMatching(problem) });
});

test("refuses a form without a file", () => {
  const form = new FormData();
  form.set("image", "text");
  expect(readUploadForm(form)).toHaveProperty("problem");
});

test.each([
  ["a.png", ["a.png", "a (1).png", "a (2).png"]],
  ["a.tar.gz", ["a.tar.gz", "a.tar (1).gz", "a.tar (2).gz"]],
  [".png", [".png", ".png (1)", ".png (2)"]],
])("renames %s", (name, expected) => {
  expect([...listUploadNames(name).take(3)]).toEqual(expected);
});
