import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { findHeaderError, findSafetensorsError } from "./safetensors.ts";

/** Installed by `npm run safetensors:install`, or the Python on the path if it has the package. */
const OWN = path.join(import.meta.dirname, "../../../../.tools/safetensors/bin/python");
const python = existsSync(OWN) ? OWN : "python3";
const hasReference = spawnSync(python, ["-c", "import safetensors"]).status === 0;
if (!hasReference)
  console.warn("skipped: no Python with safetensors here. `npm run safetensors:install` installs the package.");

const folder = mkdtempSync(path.join(tmpdir(), "pegbar-safetensors-"));
afterAll(() => rmSync(folder, { recursive: true }));

const tensor = (dtype: string, shape: readonly unknown[], begin: unknown, end: unknown) => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});
const a = tensor("F32", [4], 0, 16);
const b = tensor("U8", [2, 3], 16, 22);

/** A header, the bytes after it, and the expected problem; undefined if the file is valid. */
type Case = [name: string, header: string | Uint8Array, dataBytes: number, error: string | undefined];

const same: Case[] = [
  ["one tensor", JSON.stringify({ a }), 16, undefined],
  ["tensors in any order", JSON.stringify({ b, a }), 22, undefined],
  ["spaces behind the header", `${JSON.stringify({ a })}   `, 16, undefined],
  ["metadata", JSON.stringify({ __metadata__: { format: "pt" }, a }), 16, undefined],
  ["metadata that is null", JSON.stringify({ __metadata__: null, a }), 16, undefined],
  ["an unknown field", JSON.stringify({ a: { ...a, note: [1.5] } }), 16, undefined],
  ["a scalar", JSON.stringify({ a: tensor("F64", [], 0, 8) }), 8, undefined],
  ["an empty tensor between others", JSON.stringify({ e: tensor("F32", [0], 16, 16), a, b }), 22, undefined],
  ["4 bits in whole bytes", JSON.stringify({ a: tensor("F4", [2], 0, 1) }), 1, undefined],
  ["6 bits in whole bytes", JSON.stringify({ a: tensor("F6_E2M3", [4], 0, 3) }), 3, undefined],
  ["a name that is __proto__", '{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', 1, undefined],
  [
    "a zero in front of a large number",
    `{"a":{"dtype":"U8","shape":[0,${2n ** 63n}],"data_offsets":[0,0]}}`,
    0,
    undefined,
  ],
  ["half a byte", JSON.stringify({ a: tensor("F4", [3], 0, 2) }), 2, "has 12 bits"],
  ["6 bits that end within a byte", JSON.stringify({ a: tensor("F6_E3M2", [1], 0, 1) }), 1, "has 6 bits"],
  ["a hole", JSON.stringify({ a, b: tensor("U8", [6], 17, 23) }), 23, "byte 16 comes next"],
  ["a hole at the start", JSON.stringify({ a: tensor("U8", [1], 1, 2) }), 2, "byte 0 comes next"],
  ["an overlap", JSON.stringify({ a, b: tensor("U8", [6], 15, 21) }), 21, "byte 16 comes next"],
  ["an end before the begin", JSON.stringify({ a, b: tensor("U8", [0], 16, 15) }), 16, "byte 16 comes next"],
  ["data behind the last tensor", JSON.stringify({ a }), 17, "end at byte 16"],
  ["data that is missing", JSON.stringify({ a }), 15, "end at byte 16"],
  ["a shape that needs more", JSON.stringify({ a: tensor("F32", [5], 0, 16) }), 16, "need 20"],
  ["a type that needs less", JSON.stringify({ a: tensor("F16", [4], 0, 16) }), 16, "need 8"],
  ["an unknown type", JSON.stringify({ a: tensor("F128", [1], 0, 16) }), 16, 'unknown dtype "F128"'],
  ["a type that is a property of objects", JSON.stringify({ a: tensor("toString", [1], 0, 16) }), 16, "unknown dtype"],
  ["a shape that overflows", `{"a":{"dtype":"U8","shape":[${2n ** 63n},2],"data_offsets":[0,0]}}`, 0, "too large"],
  ["a size that overflows", `{"a":{"dtype":"U64","shape":[${2n ** 60n}],"data_offsets":[0,0]}}`, 0, "too large"],
  ["an overflow before a zero", `{"a":{"dtype":"U8","shape":[${2n ** 63n},2,0],"data_offsets":[0,0]}}`, 0, "too large"],
  ["a number over 64 bits", `{"a":{"dtype":"U8","shape":[${2n ** 64n},0],"data_offsets":[0,0]}}`, 0, "below 2^64"],
  [
    "a number that 53 bits cannot tell",
    `{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,${2n ** 53n + 1n}]}}`,
    0,
    "need 0",
  ],
  ["a fraction", '{"a":{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}}', 1, "whole numbers"],
  ["an exponent", '{"a":{"dtype":"U8","shape":[1e0],"data_offsets":[0,1]}}', 1, "whole numbers"],
  ["a negative number", JSON.stringify({ a: tensor("U8", [-1], 0, 1) }), 1, "whole numbers"],
  ["a negative zero", '{"a":{"dtype":"U8","shape":[0],"data_offsets":[-0,0]}}', 0, "whole numbers"],
  ["three offsets", JSON.stringify({ a: { ...a, data_offsets: [0, 16, 16] } }), 16, "lacks"],
  ["no shape", JSON.stringify({ a: { dtype: "U8", data_offsets: [0, 1] } }), 1, "lacks"],
  ["a text for a shape", JSON.stringify({ a: { ...a, shape: "4" } }), 16, "lacks"],
  ["null for a tensor", JSON.stringify({ a, b: null }), 16, "lacks"],
  ["metadata that is not a text", JSON.stringify({ __metadata__: { format: 1 }, a }), 16, "__metadata__"],
  ["metadata that is a tensor", JSON.stringify({ __metadata__: a }), 16, "__metadata__"],
  ["metadata twice", `{"__metadata__":{},"__metadata__":{},"a":${JSON.stringify(a)}}`, 16, "__metadata__"],
  ["a field twice", '{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}', 1, '"dtype" twice'],
  ["an array for a header", JSON.stringify([a]), 16, "begin with {"],
  ["a byte order mark", `\uFEFF${JSON.stringify({ a })}`, 16, "begin with {"],
  ["no header", "", 0, "begin with {"],
  ["something behind the header", `${JSON.stringify({ a })} x`, 16, "not JSON"],
  ["a comma too many", `{"a":${JSON.stringify(a)},}`, 16, "not JSON"],
  ["a comment", `{/* a */"a":${JSON.stringify(a)}}`, 16, "not JSON"],
  ["bytes that are not UTF-8", Buffer.from('{"\xff":1}', "latin1"), 0, "not UTF-8"],
  ["half of a surrogate pair", `{"\\ud800":${JSON.stringify(a)}}`, 16, "surrogate"],
  ["an infinite number", `{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"x":1e400}}`, 1, "infinite"],
  ["127 levels", `{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"x":${nest(125)}}}`, 1, undefined],
  ["128 levels", `{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"x":${nest(126)}}}`, 1, "nested deeper"],
  ["200 000 levels", `{"a":${nest(200_000)}}`, 1, "nested deeper"],
];

/** Files that the reference implementation accepts and this code does not. */
const stricter: Case[] = [
  ["no tensors", "{}", 0, "no tensors"],
  ["only metadata", '{"__metadata__":{"a":"b"}}', 0, "no tensors"],
  ["a space before the header", ` ${JSON.stringify({ a })}`, 16, "begin with {"],
  ["a tensor twice", `{"a":${JSON.stringify(a)},"a":${JSON.stringify(a)}}`, 16, '"a" twice'],
  ["a name that is escaped twice", `{"a":${JSON.stringify(a)},"\\u0061":${JSON.stringify(a)}}`, 16, '"a" twice'],
  ["metadata with a name twice", `{"__metadata__":{"x":"1","x":"2"},"a":${JSON.stringify(a)}}`, 16, '"x" twice'],
  ["a tensor that is an array", '{"a":["U8",[1],[0,1]]}', 1, "lacks"],
];

test.each([...same, ...stricter])("%s", (_name, header, dataBytes, error) => {
  const found = findHeaderError(Buffer.from(header), dataBytes);
  if (error === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(error);
});

describe("a file", () => {
  const file = path.join(folder, "file.safetensors");
  const check = (bytes: Uint8Array) => {
    writeFileSync(file, bytes);
    return findSafetensorsError(file);
  };

  test("is valid", async () => {
    expect(await check(fileOf(JSON.stringify({ a }), 16))).toBeUndefined();
  });

  test.each<[string, Uint8Array, string]>([
    ["that is empty", new Uint8Array(), "0 bytes, too few"],
    ["of 7 bytes", new Uint8Array(7), "7 bytes, too few"],
    ["whose header is longer than the rest", fileOf(JSON.stringify({ a }), 0).subarray(0, 30), "more than the rest"],
    ["whose header is longer than the format allows", lengthOf(100_000_001n), "more than the 100000000"],
    ["whose header is longer than any number", lengthOf(2n ** 64n - 1n), "18446744073709551615 bytes"],
    ["that is a pickle", Buffer.from("80025d7100".repeat(9), "hex"), "more than the 100000000"],
    ["that is a zip archive", Buffer.from("504b030414000000".repeat(9), "hex"), "its header has"],
  ])("%s", async (_name, bytes, error) => {
    expect(await check(bytes)).toContain(error);
  });
});

describe.skipIf(!hasReference)("the reference implementation", () => {
  test("accepts and refuses the same files", () => {
    const files = same.map(([, header, dataBytes]) => fileOf(header, dataBytes));
    expect(Object.fromEntries(askReference(files).map((isValid, index) => [same[index]?.[0], isValid]))).toEqual(
      Object.fromEntries(same.map(([name, , , error]) => [name, error === undefined])),
    );
  });

  test("is less strict only where the documentation of the format is stricter", () => {
    const files = stricter.map(([, header, dataBytes]) => fileOf(header, dataBytes));
    expect(askReference(files)).toEqual(stricter.map(() => true));
  });

  test("agrees on 6000 generated files", { timeout: 60_000 }, () => {
    const cases = fc.sample(generated, { numRuns: 6000, seed: 18 });
    const verdicts = askReference(cases.map(([header, dataBytes]) => fileOf(header, dataBytes)));
    const differ = cases.filter(
      ([header, dataBytes], index) =>
        (findHeaderError(Buffer.from(header), dataBytes) === undefined) !== verdicts[index],
    );
    expect(differ).toEqual([]);
    const valid = verdicts.filter(Boolean).length;
    expect(valid).toBeGreaterThan(500);
    expect(valid).toBeLessThan(5500);
  });
});

const DTYPES = ["F4", "F6_E2M3", "F6_E3M2", "BOOL", "U8", "F8_E4M3", "F8_E8M0", "BF16", "I32", "C64", "U64"];
/** Bits of types that do not have 8. */
const bitsOf: Record<string, number> = { F4: 4, F6_E2M3: 6, F6_E3M2: 6, BF16: 16, I32: 32, C64: 64, U64: 64 };

/** Headers of complete tensors, some changed in one place, with the length of their data. */
const generated = fc
  .record({
    tensors: fc.array(
      fc.record({
        dtype: fc.constantFrom(...DTYPES),
        shape: fc.array(fc.nat({ max: 5 }), { maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    change: fc.constantFrom("none", "none", "none", "begin", "end", "dimension", "dtype", "data", "text"),
    target: fc.nat(),
    by: fc.integer({ min: -9, max: 9 }),
    text: fc.constantFrom("0", "1.0", "-0", "1e1", "null", "[]", " ", ",", '"', "}", "18446744073709551616"),
    metadata: fc.option(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.string(), fc.string(), fc.nat()))),
  })
  .map(({ tensors, change, target, by, text, metadata }): [header: string, dataBytes: number] => {
    let end = 0;
    const described = tensors.map(({ dtype, shape }) => {
      const bits = shape.reduce((product, dimension) => product * dimension, bitsOf[dtype] ?? 8);
      const begin = end;
      end += Math.ceil(bits / 8);
      return { dtype, shape: [...shape], data_offsets: [begin, end] };
    });
    const dataBytes = Math.max(0, change === "data" ? end + by : end);
    const chosen = described[target % described.length];
    if (chosen && change === "begin") chosen.data_offsets[0] = (chosen.data_offsets[0] ?? 0) + by;
    if (chosen && change === "end") chosen.data_offsets[1] = (chosen.data_offsets[1] ?? 0) + by;
    if (chosen && change === "dimension") chosen.shape[target % 3] = Math.abs(by);
    if (chosen && change === "dtype") chosen.dtype = by > 0 ? "F32" : "f32";
    const named = Object.fromEntries(described.map((one, index) => [`t${index}`, one]));
    const header = JSON.stringify({ ...(metadata ? { __metadata__: metadata } : {}), ...named });
    // Not at the start: this code requires the brace, and the reference accepts spaces before it.
    const at = 1 + (target % (header.length - 1));
    return [change === "text" ? header.slice(0, at) + text + header.slice(at + (by > 0 ? 1 : 0)) : header, dataBytes];
  })
  // Setting a dimension after the last one leaves null in the shape, which both refuse. The reference accepts duplicate
  // names.
  .filter(([header, dataBytes]) => !(findHeaderError(Buffer.from(header), dataBytes) ?? "").includes("twice"));

function nest(levels: number): string {
  return "[".repeat(levels) + "]".repeat(levels);
}

function lengthOf(bytes: bigint): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(bytes);
  return length;
}

function fileOf(header: string | Uint8Array, dataBytes: number): Buffer {
  const bytes = Buffer.from(header);
  return Buffer.concat([lengthOf(BigInt(bytes.length)), bytes, Buffer.alloc(dataBytes)]);
}

const PROGRAM = `
import base64, sys
from safetensors import deserialize
for line in sys.stdin:
    try:
        deserialize(base64.b64decode(line))
        print("valid")
    except Exception as error:
        print("invalid", type(error).__name__)
`;

/** Whether the reference implementation reads each file. */
function askReference(files: readonly Uint8Array[]): boolean[] {
  const input = files.map((bytes) => `${Buffer.from(bytes).toString("base64")}\n`).join("");
  const { stdout, stderr } = spawnSync(python, ["-c", PROGRAM], {
    input,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const lines = stdout.trimEnd().split("\n");
  if (lines.length !== files.length) throw new Error(`the reference implementation failed: ${stderr}`);
  return lines.map((line) => line === "valid");
}
