import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseFrameRange } from "../src/range/parse.ts";

/** Installed by `npm run openjd:install`, or the Python on the path if it has the package. */
const OWN = path.join(import.meta.dirname, "../../../.tools/openjd/bin/python");
const python = existsSync(OWN) ? OWN : "python3";
const VERSION = "0.13.0";
const script = `
import importlib.metadata, json, sys
assert importlib.metadata.version("openjd-model") == "${VERSION}"
from openjd.model import IntRangeExpr
answers = []
for text in json.load(sys.stdin):
    try:
        answers.append(list(IntRangeExpr.from_str(text)))
    except Exception as error:
        answers.append(f"{type(error).__name__}: {error}")
json.dump(answers, sys.stdout)
`;

/** What openjd-model reads in each text: the frames in its order, or its error. */
function readByReference(texts: readonly string[]): (number[] | string)[] {
  const { status, stdout, stderr } = spawnSync(python, ["-c", script], {
    input: JSON.stringify(texts),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as (number[] | string)[];
}

const hasReference = spawnSync(python, ["-c", script], { input: "[]", encoding: "utf8" }).status === 0;
if (!hasReference)
  console.warn(`skipped: no Python with openjd-model ${VERSION} here. \`npm run openjd:install\` installs it.`);

const space = fc.constantFrom("", "", "", "", " ", "  ", "\t", "\n", "\u00A0");
const integer = (min: number, max: number) =>
  fc
    .tuple(fc.integer({ min, max }), fc.constantFrom("", "", "", "0", "000"), space)
    .map(([value, zeros, gap]) => `${value < 0 ? `-${gap}` : ""}${zeros}${Math.abs(value)}`);
const joined = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((texts) => texts.join(""));
const hyphen = fc.constant("-");
const frame = fc.oneof(integer(-30, 60), { arbitrary: integer(-100_000_000, 100_000_000), weight: 1 });
const step = integer(-6, 6);
/** A range whose step leads to its end, close to others, so that parts touch, overlap and interleave. */
const close = fc
  .tuple(fc.integer({ min: -20, max: 30 }), fc.nat(9), fc.constantFrom(1, 1, 1, 2, 2, 3, -1, -1, -2, -3), fc.boolean())
  .map(([start, length, by, isShort]) =>
    length === 0 ? `${start}` : `${start}-${start + Math.sign(by) * length}${by === 1 && isShort ? "" : `:${by}`}`,
  );
const short = (low: fc.Arbitrary<string>) =>
  fc.oneof(
    joined(space, low, space),
    joined(space, low, space, hyphen, space, low, space),
    joined(space, low, space, hyphen, space, low, space, fc.constant(":"), space, step, space),
  );
const list = (one: fc.Arbitrary<string>, maxLength: number) =>
  fc.array(one, { minLength: 1, maxLength }).map((parts) => parts.join(","));
/** Far numbers only in lists of frames: openjd-model would expand a range of them. */
const valid = fc.oneof(
  { arbitrary: list(close, 5), weight: 5 },
  { arbitrary: list(short(integer(-30, 60)), 3), weight: 3 },
  { arbitrary: list(joined(space, frame, space), 6), weight: 1 },
);
/** Up to three characters of a valid text are replaced, inserted or removed. */
const damaged = fc
  .tuple(
    fc.oneof(list(close, 2), list(short(integer(0, 60)), 2)),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(..."0159-:, +x._*()a–"), fc.nat(2)), { minLength: 1, maxLength: 3 }),
  )
  .map(([text, changes]) =>
    changes.reduce((changed, [where, character, removed]) => {
      const at = where % (changed.length + 1);
      return changed.slice(0, at) + (removed === 2 ? "" : character) + changed.slice(at + Math.min(removed, 1));
    }, text),
  )
  // A damaged number may be long; ranges up to it must stay short enough for Python.
  .filter((text) => !/[0-9]{5}/.test(text.replaceAll(/\b0+/g, "")));

describe.skipIf(!hasReference)(`openjd-model ${VERSION}`, () => {
  test("reads the same frames in the same order, or refuses too", () => {
    const texts = fc.sample(fc.oneof({ arbitrary: valid, weight: 2 }, { arbitrary: damaged, weight: 1 }), 9_000);
    const ours = texts.map((text) => parseFrameRange(text, { maxFrames: 1_000_000 }));
    const answers = readByReference(texts);
    const differences = texts.filter((_, index) => {
      const [own, answer] = [ours[index], answers[index]];
      return own && "range" in own
        ? JSON.stringify(own.range.frames) !== JSON.stringify(answer)
        : typeof answer !== "string";
    });
    expect(differences).toEqual([]);
    const read = answers.filter((answer) => typeof answer !== "string").length;
    expect(read).toBeGreaterThan(1_500);
    expect(texts.length - read).toBeGreaterThan(1_500);
  });

  test("reads our text of a range as the same frames in the same order", () => {
    const ranges = fc.sample(valid, 6_000).flatMap((text) => {
      const parsed = parseFrameRange(text);
      return "range" in parsed ? [parsed.range] : [];
    });
    expect(readByReference(ranges.map(({ text }) => text))).toEqual(ranges.map(({ frames }) => frames));
    expect(ranges.length).toBeGreaterThan(1_000);
  });
});
