import { expect, test } from "vitest";
import { parseShots } from "./parse-shots.ts";

test("shots are grouped by sequence, with frames if given", () => {
  expect(parseShots(["sq010/sh010:1001-1048", "sq020/sh010", "sq010/sh020"])).toEqual([
    { code: "sq010", shots: [{ code: "sh010", frameIn: 1001, frameOut: 1048 }, { code: "sh020" }] },
    { code: "sq020", shots: [{ code: "sh010" }] },
  ]);
});

test.each(["sh010", "sq010/", "a/b/c", "sq010/sh010:1001", "sq010/sh010:x-y"])("%s is refused", (text) => {
  expect(() => parseShots([text])).toThrow(`Invalid shot "${text}"`);
});
