import { describe, expect, test } from "vitest";
import { findByName, formatFps, getProjectName, getTaskTypeName, parseNames } from "./mapping.ts";

describe("names", () => {
  test("are read from pairs, and wrong parts are returned", () => {
    expect(parseNames(" paint = Compositing,lines=Layout, *=A=B ,")).toEqual({
      found: { paint: "Compositing", lines: "Layout", "*": "A=B" },
      wrong: [],
    });
    expect(parseNames("paint,=Layout,lines=")).toEqual({ found: {}, wrong: ["paint", "=Layout", "lines="] });
  });

  test("are those of the mapping, or the same in Kitsu", () => {
    const mapping = {
      projects: { HARBOR: "The Harbor Lights" },
      taskTypes: { "*": "Compositing", lines: "Layout" },
      statuses: { approved: "done", retake: "retake" },
    };
    expect(["HARBOR", "COMET"].map((show) => getProjectName(mapping, show))).toEqual(["The Harbor Lights", "COMET"]);
    expect(["lines", "paint"].map((name) => getTaskTypeName(mapping, name))).toEqual(["Layout", "Compositing"]);
  });

  test("are found exactly, or without regard to case if that is unambiguous", () => {
    const find = (names: string[], name: string) => findByName(names, name, (one) => one);
    expect(find(["shA010", "sh_010"], "sh_010")).toBe("sh_010");
    expect(find(["shA010"], "sh_010")).toBeUndefined();
    expect(find(["SH010", "sh010"], "sh010")).toBe("sh010");
    expect(find(["SH010"], "sh010")).toBe("SH010");
    expect(find(["SH010", "Sh010"], "sh010")).toBeUndefined();
    expect(findByName([{ code: null }], "HARBOR", ({ code }) => code)).toBeUndefined();
  });
});

test("frame rates have three decimals at most", () => {
  expect(["24", "24000/1001", "30000/1001", "25", "12"].map(formatFps)).toEqual(["24", "23.976", "29.97", "25", "12"]);
});
