import { expect, test } from "vitest";
import { findSequence } from "./find-sequence.ts";

const pick = (...paths: string[]) =>
  paths.map((path) => ({ path, file: new File(["x"], path.split("/").at(-1) ?? "") }));
const folder = (...paths: string[]) => findSequence({ files: pick(...paths), isFolder: true });
const number = (count: number, name: (frame: string) => string) =>
  Array.from({ length: count }, (_, index) => name(String(index + 1).padStart(4, "0")));

test("a folder is one sequence, with its frames and gaps", () => {
  const found = folder(
    "plates/.DS_Store",
    "plates/p.0005.png",
    "plates/p.0001.png",
    "plates/p.0002.png",
    "plates/p.0003.png",
    "plates/notes.txt",
  );
  expect(found).toMatchObject({
    folder: "plates",
    pattern: "p.####.png",
    frames: "1-3, 5",
    missing: [{ first: 4, last: 4 }],
    missingCount: 1,
  });
  const files = found && "files" in found ? found.files : [];
  expect(files.map(({ frame, file }) => [frame, file.name])).toEqual([
    [1, "p.0001.png"],
    [2, "p.0002.png"],
    [3, "p.0003.png"],
    [5, "p.0005.png"],
  ]);
  expect(folder("shot/refs/board.png", "shot/plates/p.1.exr", "shot/plates/p.2.exr")).toMatchObject({ frames: "1, 2" });
});

test("a folder that is no sequence says why, and what to do", () => {
  const problemOf = (...paths: string[]) => {
    const found = folder(...paths);
    return found && "problem" in found ? found : undefined;
  };
  expect(problemOf("b/a.1.png", "b/a.2.png", "b/a.0003.png", "b/a.0004.png")).toMatchObject({
    name: "b",
    problem: expect.stringMatching(/different padding.*Rename the files to one padding/),
  });
  expect(problemOf("c/a.-001.png", "c/a.-0001.png", "c/a.0002.png")?.problem).toMatch(/Frame -1 has 2 files.*Keep one/);
  expect(problemOf("d/x/a.1.png", "d/x/a.2.png", "d/y/a.1.png", "d/y/a.2.png")?.problem).toMatch(
    /2 image sequences: d\/x\/a\.#\.png, d\/y\/a\.#\.png\. Select the files of one/,
  );
  expect(problemOf("e/plate.png")?.problem).toMatch(/no image sequence\. Name its files/);
  expect(problemOf(...number(10_001, (frame) => `f/a.${frame}.png`))?.problem).toMatch(/10,001 files.*at most 10,000/);
});

test("more than 20 files of one pattern are a sequence; fewer, or other names, are files of their own", () => {
  const files = (...names: string[]) => findSequence({ files: pick(...names), isFolder: false });
  const plates = number(21, (frame) => `a.${frame}.png`);
  expect(files(...plates)).toMatchObject({ folder: "", pattern: "a.####.png", frames: "1-21" });
  expect(files(...plates.slice(1))).toBeUndefined();
  expect(files(...plates, "notes.png")).toBeUndefined();
  expect(files(...plates, ...number(9, (frame) => `b.${frame}.png`))).toBeUndefined();
  expect(files(...plates, "a.7.png")).toMatchObject({ name: "a.####.png", problem: expect.stringMatching(/padding/) });
});
