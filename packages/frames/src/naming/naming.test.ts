import fc from "fast-check";
import { expect, test } from "vitest";
import { formatFileName, type NamedFile } from "./format.ts";
import { parseNamingScheme } from "./parse.ts";
import { DEFAULT_NAMING, namingFields } from "./scheme.ts";

const file: NamedFile = {
  show: "HARBOR",
  sequence: "sq010",
  shot: "sh020",
  name: "paint",
  version: 3,
  frame: 12,
  ext: "png",
};
const format = (text: string, over: Partial<NamedFile> = {}) => {
  const parsed = parseNamingScheme(text);
  if ("problem" in parsed) throw new Error(parsed.problem.message);
  return formatFileName(parsed.scheme, { ...file, ...over });
};
const problemOf = (text: string) => {
  const parsed = parseNamingScheme(text);
  return "problem" in parsed ? parsed.problem : undefined;
};

test("the default", () => {
  expect(format(DEFAULT_NAMING)).toBe("sq010_sh020_paint.v003.0012.png");
  expect(format(DEFAULT_NAMING, { frame: -12, version: 1000 })).toBe("sq010_sh020_paint.v1000.-0012.png");
  expect(format(DEFAULT_NAMING, { frame: 123_456 })).toBe("sq010_sh020_paint.v003.123456.png");
});

test("a file without a frame has no place for it", () => {
  expect(format(DEFAULT_NAMING, { frame: null, ext: "mp4" })).toBe("sq010_sh020_paint.v003.mp4");
  expect(format("{shot}_{name}-f{frame:04}_v{version:02}.{ext}", { frame: null })).toBe("sh020_paint-_v03.png");
  expect(format("{frame}_{shot}_{name}_v{version}.{ext}", { frame: null })).toBe("sh020_paint_v3.png");
});

test("other studios' schemes", () => {
  expect(format("{show}_{sequence}_{shot}_comp_{name}_v{version:04}.{frame:05}.{ext}")).toBe(
    "HARBOR_sq010_sh020_comp_paint_v0003.00012.png",
  );
  expect(format("{shot}-{name}_{version}x{frame:04}.{ext}")).toBe("sh020-paint_3x0012.png");
});

test.each([
  ["{shot}_{name}.v{version:03}.{ext}", "{frame} is missing."],
  ["{shot}.v{version:03}.{frame:04}.{ext}", "{name} is missing."],
  ["{shot}_{name}.{version}{frame}.{ext}", "A number stands directly behind another one."],
  ["{shot}_{name}.v2{version}.{frame}.{ext}", "A number stands directly behind another one."],
  ["{shot}_{name}.v{version}.{frame}0.{ext}", "A digit stands directly behind a number."],
  ["{shot}/{name}.v{version}.{frame}.{ext}", '"/" cannot be in a file name on every system.'],
  [".{shot}_{name}.v{version}.{frame}.{ext}", "The name begins with .."],
  ["{shot}_{name}.v{version}.{frame}{ext}", "The name does not end with .{ext}."],
  ["{shot}_{name}.v{version}.{frame}.{ext}.bak", "The name goes on after {ext}."],
  ["{shot}_{name}_{shot}.v{version}.{frame}.{ext}", "{shot} is there twice."],
  ["{shot}_{task}.v{version}.{frame}.{ext}", "There is no field {task}."],
  ["{shot:03}_{name}.v{version}.{frame}.{ext}", "{shot} is no number."],
  ["{shot}_{name}.v{version:3}.{frame}.{ext}", '"3" is no number of digits.'],
  ["{shot}_{name}.v{version.{frame}.{ext}", "A brace has no partner."],
  ["", "{shot}, {name}, {version}, {frame}, {ext} are missing."],
])("refuses %s", (text, message) => {
  expect(problemOf(text)).toMatchObject({ code: "naming_invalid", message });
});

test("an accepted scheme gives different files different names, and any text an answer", () => {
  const piece = fc.oneof(
    fc.constantFrom(...namingFields.map((field) => `{${field}}`), "{version:03}", "{frame:04}", ".", "_", "v"),
    fc.string({ maxLength: 3 }),
  );
  const scheme = fc.array(piece, { maxLength: 14 }).map((all) => all.join(""));
  const shuffled = fc
    .shuffledSubarray(["{shot}", "{name}", "{version:03}", "{frame:04}"], { minLength: 4 })
    .map((all) => `${all.join("_")}.{ext}`);
  const frame = fc.integer({ min: -500, max: 20_000 });
  const other = fc.record({ version: fc.integer({ min: 1, max: 2000 }), frame });
  fc.assert(
    fc.property(fc.oneof(scheme, shuffled), other, other, (text, one, two) => {
      const parsed = parseNamingScheme(text);
      if ("problem" in parsed) return;
      const isSame = one.version === two.version && one.frame === two.frame;
      const names = [one, two].map((over) => formatFileName(parsed.scheme, { ...file, ...over }));
      expect(names[0] === names[1]).toBe(isSame);
    }),
    { numRuns: 2000 },
  );
});
