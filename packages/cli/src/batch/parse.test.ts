import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { components } from "@pegbar/sdk";
import { readGrid } from "./grid.ts";
import { readKeyframes } from "./keyframes.ts";
import { parseOrder } from "./order.ts";
import { readSeed } from "./seed.ts";
import { parseStopAfter } from "./stop-after.ts";
import { parseCsvTable, readFrameTable } from "./table-file.ts";

type Field = components["schemas"]["Workflow"]["form"]["fields"][number];

const common = { label: "", node: "1", input: "a" };
const fields: Field[] = [
  { ...common, name: "prompt", type: "string", default: "", multiline: true, maxLength: 1000 },
  { ...common, name: "strength", type: "number", minimum: 0, maximum: 1, default: 0.5 },
  { ...common, name: "seed", type: "integer", minimum: 0, maximum: 2 ** 32, step: 1, default: 0, purpose: "seed" },
];
let folder: string;
const write = async (name: string, text: string) => {
  await writeFile(path.join(folder, name), text);
  return path.join(folder, name);
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pegbar-tables-"));
});
afterAll(() => rm(folder, { recursive: true }));

it("reads keyframes: numbers are linear, texts hold, and a suffix chooses", async () => {
  expect(await readKeyframes(fields, ["strength=1:0.4,47:0.6", "prompt=1:dusk, and rain,25:night: late"])).toEqual({
    strength: {
      interpolation: "linear",
      keys: [
        { frame: 1, value: 0.4 },
        { frame: 47, value: 0.6 },
      ],
    },
    prompt: {
      interpolation: "hold",
      keys: [
        { frame: 1, value: "dusk, and rain" },
        { frame: 25, value: "night: late" },
      ],
    },
  });
  expect(await readKeyframes(fields, ["strength= 10 :1 , -5:0@ease"])).toEqual({
    strength: {
      interpolation: "ease",
      keys: [
        { frame: -5, value: 0 },
        { frame: 10, value: 1 },
      ],
    },
  });
  const file = await write("keys.csv", "frame,value\n1,0.25\n24,0.75\n");
  expect((await readKeyframes(fields, [`strength=@${file}@hold`]))["strength"]).toEqual({
    interpolation: "hold",
    keys: [
      { frame: 1, value: 0.25 },
      { frame: 24, value: 0.75 },
    ],
  });
});

it.each([
  ["strength=0.4", 'Invalid -k strength: "0.4" is not FRAME:VALUE.'],
  ["strength=one:0.4", 'Invalid -k strength: "one" is not a frame number.'],
  ["strength=1:5", "Invalid -k strength at frame 1: 5."],
  ["strength=1:0.1,1:0.2", /Invalid -k strength: .*frame 1/],
  ["prompt=1:a,2:b@linear", /Invalid -k prompt: .*cannot change gradually/],
  ["colour=1:red", 'The workflow has no parameter "colour".'],
])("refuses the keyframes %s", async (text, message) => {
  await expect(readKeyframes(fields, [text])).rejects.toThrow(message);
});

it("reads seeds", async () => {
  expect(await readSeed("7")).toEqual({ kind: "fixed", seed: 7 });
  expect(await readSeed("increment:7")).toEqual({ kind: "increment", seed: 7 });
  expect(await readSeed("increment:7:10")).toEqual({ kind: "increment", seed: 7, step: 10 });
  expect(await readSeed("per-frame:7")).toEqual({ kind: "perFrame", seed: 7 });
  const file = await write("seeds.json", '{"1": 5, "2": 9}');
  expect(await readSeed(`@${file}`)).toEqual({ kind: "table", seeds: { "1": 5, "2": 9 } });
  for (const text of ["", "-1", "1.5", "random", "increment", "per-frame:1:2", "increment:1:2:3", "increment:x"])
    await expect(readSeed(text), text).rejects.toThrow("Invalid --seed");
});

it("reads grids, also of values with commas", () => {
  expect(readGrid(fields, ["seed=1, 2,3", 'prompt=["dusk, rain","dawn"]'])).toEqual({
    seed: [1, 2, 3],
    prompt: ["dusk, rain", "dawn"],
  });
  expect(() => readGrid(fields, ["seed=1,x"])).toThrow("Invalid --grid seed: x.");
  expect(() => readGrid(fields, ['prompt=["dusk'])).toThrow("not a JSON array");
});

it("reads when a batch stops, and its order", () => {
  expect(["5", "10%", "0.5%", "never"].map(parseStopAfter)).toEqual([
    { failures: 5, share: null },
    { failures: null, share: 0.1 },
    { failures: null, share: 0.005 },
    { failures: null, share: null },
  ]);
  for (const text of ["0", "1.5", "101%", "many", ""]) expect(() => parseStopAfter(text), text).toThrow("never");
  expect([parseOrder("given"), parseOrder("coarse:8")]).toEqual(["given", { coarseToFine: 8 }]);
  for (const text of ["coarse", "coarse:1", "coarse:2000", "fine"])
    expect(() => parseOrder(text), text).toThrow("coarse:N");
});

it("reads tables of spreadsheets: other separators, quotes, a header, a byte order mark", async () => {
  expect(parseCsvTable('frame;prompt\r\n1;"dusk; ""late"""\r\n\r\n-2;night\r\n', "f")).toEqual([
    [1, 'dusk; "late"'],
    [-2, "night"],
  ]);
  expect(await readFrameTable(await write("bom.csv", "\uFEFF1,a, b\n2,c"))).toEqual([
    [1, "a, b"],
    [2, "c"],
  ]);
  for (const [text, message] of [
    ["1\n2\n", "is not FRAME,VALUE"],
    ["1,a\nx,b\n", '"x" is not a frame number'],
    ["", "has no frames"],
    ["frame,value\n", "has no frames"],
    ["{", "is not JSON"],
    ["[1]", "is not an object"],
    ['{"1": [2]}', "frame 1 has no single value"],
  ] as const)
    await expect(readFrameTable(await write("bad.csv", text)), text).rejects.toThrow(message);
});
