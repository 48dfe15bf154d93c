import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findSequence } from "./find-sequence.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "pegbar-find-"));
});
afterAll(() => rm(root, { recursive: true }));

const fill = async (folder: string, ...names: string[]) => {
  await mkdir(path.join(root, folder));
  for (const name of names) await writeFile(path.join(root, folder, name), name);
  return path.join(root, folder);
};
const find = async (target: string) => {
  const { pattern, files, step, missing } = await findSequence(target);
  return { pattern, frames: files.map(({ frame }) => frame), step, missing };
};

it("finds the files of a pattern in any spelling, and of a folder", async () => {
  const folder = await fill("a", "p.0001.png", "p.0003.png", "p.0007.png", ".DS_Store", "notes.txt", "q.png");
  const wanted = { pattern: "p.####.png", frames: [1, 3, 7], step: 2, missing: [{ first: 5, last: 5 }] };
  for (const name of ["p.####.png", "p.%04d.png", "p.$F4.png"])
    expect(await find(path.join(folder, name))).toEqual(wanted);
  expect(await find(folder)).toEqual(wanted);
  const [first] = (await findSequence(folder)).files;
  expect(first?.path).toBe(path.join(folder, "p.0001.png"));
});

it("refuses what is no sequence, and says what to do", async () => {
  const paddings = await fill("b", "a.1.png", "a.2.png", "a.0003.png", "a.0004.png");
  const twice = await fill("c", "a.-001.png", "a.-0001.png", "a.0002.png");
  const two = await fill("d", "a.1.png", "a.2.png", "b.1.png", "b.2.png");
  const none = await fill("e", "notes.txt", "plate.png");
  for (const [target, code, message] of [
    [paddings, "paddings_differ", /different padding/],
    [path.join(paddings, "a.#.png"), "paddings_differ", /Rename the files/],
    [twice, "frame_twice", /Frame -1 has 2 files/],
    [two, "sequence_ambiguous", /2 sequences: a\.#\.png, b\.#\.png\. Choose one/],
    [none, "sequence_missing", /contains no image sequence/],
    [path.join(two, "a.####.png"), "sequence_missing", /Did you mean a\.#\.png\?/],
    [path.join(two, "x.####.png"), "sequence_missing", /Check the folder/],
    [path.join(two, "a.*.png"), "pattern_not_supported", /####/],
    [path.join(two, "a.png"), "pattern_without_frame", /no place for the frame number/],
  ] as const)
    await expect(findSequence(target), target).rejects.toMatchObject({
      code: "sequence_invalid",
      message: expect.stringMatching(message),
      errors: [{ code }],
    });
  await expect(findSequence(path.join(root, "missing/a.#.png"))).rejects.toMatchObject({ code: "ENOENT" });
});
