import { expect, test } from "vitest";
import { buildFileHeaders, readViewQuery } from "./view.ts";

test.each([
  [{ filename: "a.png" }, { type: "output", subfolder: "", filename: "a.png" }],
  [
    { filename: "b/a.png", type: "temp" },
    { type: "temp", subfolder: "", filename: "a.png" },
  ],
  [
    { filename: "a.png [input]", type: "temp", subfolder: "b/./c" },
    { type: "input", subfolder: "b/c", filename: "a.png" },
  ],
  [{}, 404],
  [{ filename: "" }, 400],
  [{ filename: "/etc/passwd" }, 400],
  [{ filename: "../a.png" }, 400],
  [{ filename: "a.png", type: "models" }, 400],
  [{ filename: "a.png", subfolder: "../b" }, 403],
  [{ filename: "a.png", subfolder: "/etc" }, 403],
])("reads the query %j", (query, expected) => {
  expect(readViewQuery(query)).toEqual(expected);
});

test.each([
  ["a.PNG", "image/png", 'filename="a.PNG"'],
  ["a.b.webp", "image/webp", 'filename="a.b.webp"'],
  ["latent", "application/octet-stream", 'filename="latent"'],
  [".png", "application/octet-stream", 'filename=".png"'],
  ['a"\\é.txt', "text/plain", 'filename="a\\"\\\\_.txt"'],
  ["a.svg", "application/octet-stream", 'attachment; filename="a.svg"'],
])("describes %s", (filename, type, disposition) => {
  expect(buildFileHeaders(filename)).toEqual({
    "content-type": type,
    "content-disposition": disposition,
    "x-content-type-options": "nosniff",
  });
});
