import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import {
  chooseSeed,
  evaluateKeys,
  formatFrameName,
  formatPattern,
  groupSequences,
  listKeptFrames,
  listWindowFrames,
  orderFrames,
  parseFrameRange,
  parseSequencePattern,
  placeWindows,
  type FrameRange,
  type Interpolation,
  type KeyValue,
  type SeedPolicy,
  type WindowOptions,
} from "../src/index.ts";

const page = readFileSync(path.join(import.meta.dirname, "../../../docs/how-to/frames.md"), "utf8");

/** Rows of the table that begins with a heading, as texts without backquotes. Empty if the page has no such table. */
function listRows(...heading: string[]): string[][] {
  const rows = page.split("\n\n").map((block) => block.trim().split("\n").map(splitRow));
  const tables = rows.filter(([first = []]) => heading.every((name, index) => first[index] === name));
  return tables.flatMap(([, , ...body]) => body);
}

const splitRow = (line: string): string[] =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll("`", ""));

const parse = (text: string): FrameRange => {
  const parsed = parseFrameRange(text);
  if ("problem" in parsed) throw new Error(parsed.problem.message);
  return parsed.range;
};

test("every table of the page is read by a test", () => {
  const headings = page.split("\n").filter((line, index, all) => /^\| -/.test(all[index + 1] ?? "") && line !== "");
  expect(headings).toHaveLength(8);
});

test("ranges", () => {
  const rows = listRows("range", "frames");
  for (const [range = "", frames] of rows) expect(parse(range).frames.join(", "), range).toBe(frames);
  expect(rows).toHaveLength(8);
});

test("refused ranges", () => {
  const rows = listRows("refused");
  for (const [range = "", code, remedy] of rows)
    expect(parseFrameRange(range), range).toMatchObject({ problem: { code, remedy } });
  expect(rows).toHaveLength(8);
});

test("coarse to fine", () => {
  const [, last, distance, ordered] = /Frames 1 to (\d+), with a distance of (\d+): (.*)\./.exec(page) ?? [];
  expect(orderFrames(parse(`1-${last}`).frames, { coarseToFine: Number(distance) }).join(", ")).toBe(ordered);
});

test("keys", () => {
  const rows = listRows("keys");
  for (const [keys = "", interpolation, frame, value = ""] of rows) {
    const list = (JSON.parse(`[${keys}]`) as [number, KeyValue][]).map(([frame, value]) => ({ frame, value }));
    const keyed = { interpolation: interpolation as Interpolation, keys: list };
    expect(evaluateKeys(keyed, Number(frame)), keys).toBe(JSON.parse(value));
  }
  expect(rows).toHaveLength(5);
});

test("seeds", () => {
  const rows = listRows("policy");
  for (const [policy = "", first, frame, seed] of rows)
    expect(chooseSeed(JSON.parse(policy) as SeedPolicy, Number(frame), Number(first))).toEqual({ seed: Number(seed) });
  expect(rows).toHaveLength(5);
});

test("windows and chains", () => {
  const show = (frames: readonly number[]) => `${frames[0]}-${frames.at(-1)}`;
  const rows = listRows("range", "options");
  for (const [index, [range = "", options = "", windows]] of rows.entries()) {
    const given = JSON.parse(options) as WindowOptions;
    const placed = placeWindows(parse(range).frames, { ...given, isChain: index >= 4 });
    const shown =
      "windows" in placed &&
      placed.windows.map((one) => `${show(listWindowFrames(one))} keeps ${show(listKeptFrames(one))}`).join(", ");
    expect(shown, options).toBe(windows);
  }
  expect(rows).toHaveLength(6);
});

test("patterns", () => {
  const rows = listRows("pattern");
  for (const [text = "", name] of rows) {
    const parsed = parseSequencePattern(text);
    expect("pattern" in parsed && formatFrameName(parsed.pattern, 7), text).toBe(name);
  }
  expect(rows).toHaveLength(7);
});

test("files of a folder", () => {
  const rows = listRows("files");
  for (const [files = "", patterns = ""] of rows) {
    const { sequences, problems } = groupSequences(files.split(" "));
    const found = sequences.map(({ pattern }) => formatPattern(pattern));
    expect(found, files).toEqual(patterns === "none" ? [] : patterns.split(" and "));
    expect(problems.map(({ code }) => code)).toEqual(found.length > 1 ? ["paddings_differ"] : []);
  }
  expect(rows).toHaveLength(7);
});
