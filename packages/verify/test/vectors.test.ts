import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import {
  encodeCanonical,
  formatVerifierKey,
  fold,
  decodeBase64,
  hashLeaf,
  openCheckpoint,
  parseEntries,
  parseNote,
  parseTilePath,
  parseVerifierKey,
  listPeaks,
  computeRootOfPeaks,
  runOf,
  verifyConsistency,
  verifyInclusion,
} from "../src/index.ts";
import { algorithms } from "../src/key.ts";
import { readTimestamp } from "../src/cosignature.ts";

/** Public test vectors; each file names its repository and commit (scripts/vectors.ts). */
const vectors = <T extends z.ZodType>(name: string, schema: T): z.output<T> =>
  schema.parse(JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8")));
const bytes = (text: string): Uint8Array => decodeBase64(text) ?? new Uint8Array();

describe("Merkle proofs of transparency-dev/merkle", () => {
  const common = { what: z.string(), proof: z.array(z.string()), valid: z.boolean() };
  const { inclusion, consistency } = vectors(
    "merkle",
    z.object({
      inclusion: z.array(
        z.object({ ...common, leafIdx: z.number(), treeSize: z.number(), leafHash: z.string(), root: z.string() }),
      ),
      consistency: z.array(
        z.object({ ...common, size1: z.number(), size2: z.number(), root1: z.string(), root2: z.string() }),
      ),
    }),
  );
  test("are all present", () => expect([inclusion.length, consistency.length]).toEqual([98, 98]));
  test.each(inclusion)("$what", ({ leafIdx, treeSize, leafHash: leaf, root, proof, valid }) => {
    expect(verifyInclusion(bytes(leaf), leafIdx, treeSize, proof.map(bytes), bytes(root))).toBe(valid);
  });
  test.each(consistency)("$what", ({ size1, size2, root1, root2, proof, valid }) => {
    expect(verifyConsistency(size1, size2, proof.map(bytes), bytes(root1), bytes(root2))).toBe(valid);
  });
});

describe("the log of transparency-dev/tessera", () => {
  const log = vectors(
    "tiles",
    z.object({
      key: z.string(),
      checkpoints: z.record(z.string(), z.string()),
      files: z.record(z.string(), z.string()),
    }),
  );
  const key = parseVerifierKey(log.key);
  test.each(Object.entries(log.checkpoints))(
    "checkpoint %s is signed, and its root is that of the tile",
    (size, note) => {
      if (!key) throw new Error("the key of the vectors is none");
      const opened = openCheckpoint(note, [key]);
      if ("reason" in opened) throw new Error(opened.reason);
      expect(opened.signedBy).toHaveLength(1);
      expect(opened.checkpoint.size).toBe(Number(size));
      const tile = bytes(log.files[`tile/0/000.p/${size}`] ?? "");
      const hash = (at: number) => tile.slice(32 * at, 32 * at + 32);
      const root = computeRootOfPeaks(
        listPeaks(Number(size)).map((node) => {
          const { start, count } = runOf(node);
          return fold(Array.from({ length: count }, (_, at) => hash(start + at)));
        }),
      );
      expect(opened.checkpoint.root).toEqual(root);
    },
  );
  test.each(Object.keys(log.files))("%s has a valid path", (file) => {
    const address = parseTilePath(file);
    if (address?.level !== "entries") return expect(address).toMatchObject({ level: 0, index: 0 });
    const records = parseEntries(bytes(log.files[file] ?? ""));
    expect(records).toHaveLength(address.width);
    const hashes = bytes(log.files[file.replace("entries", "0")] ?? "");
    records?.forEach((record, at) => expect(hashLeaf(record)).toEqual(hashes.slice(32 * at, 32 * at + 32)));
  });
});

describe("canonical JSON of cyberphone/json-canonicalization", () => {
  const { cases, numbers } = vectors(
    "canonical",
    z.object({
      cases: z.record(z.string(), z.object({ input: z.string(), output: z.string() })),
      numbers: z.array(z.tuple([z.string(), z.string()])),
    }),
  );
  const text = (value: unknown) => new TextDecoder().decode(encodeCanonical(value));
  test.each(Object.entries(cases))("%s", (name, { input, output }) => {
    const value: unknown = JSON.parse(input);
    // It contains 1E30, which only a string represents exactly here.
    if (name === "values.json") return expect(() => text(value)).toThrow("2^53");
    expect(text(value)).toBe(output);
  });
  test.each(numbers)("the double %s is %s", (ieee, shown) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, BigInt(`0x${ieee}`));
    const value = view.getFloat64(0);
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) expect(() => text(value)).toThrow("2^53");
    else expect(text(value)).toBe(shown);
  });
});

/** A key whose id differs from that of C2SP tlog-cosignature; implementations of it ignore the id. */
const OTHER_ID = "test+5893dc2c";

describe("notes and keys of C2SP and transparency-dev/formats", () => {
  const found = vectors(
    "notes",
    z.object({
      key: z.string(),
      note: z.string(),
      keys: z.array(z.object({ what: z.string(), key: z.string(), valid: z.boolean() })),
      timestamp: z.object({ base64: z.string(), seconds: z.number() }),
    }),
  );
  test("parses the example, whose signature has its key's name and id", () => {
    const parsed = parseNote(found.note);
    const key = parseVerifierKey(found.key);
    expect(parsed).toMatchObject({
      text: "This is an example message.\n",
      signatures: [{ name: key?.name, id: key?.id }],
    });
    // It is not a checkpoint.
    expect(key && openCheckpoint(found.note, [key])).toMatchObject({
      reason: expect.stringContaining("malformed") as string,
    });
  });
  test.each(found.keys)("$what", ({ key, valid }) => {
    const parsed = parseVerifierKey(key);
    if (key.startsWith(OTHER_ID)) {
      expect(parsed).toBeUndefined();
      return expect(parseVerifierKey(key.replace(OTHER_ID, "test+31236897"))).toMatchObject({
        algorithm: "mldsa44-cosignature",
      });
    }
    expect(parsed !== undefined).toBe(valid);
    if (parsed) expect(formatVerifierKey(parsed)).toBe(key);
  });
  test("reads a cosignature's time", () => {
    const cosignature = bytes(found.timestamp.base64).slice(4);
    expect(cosignature).toHaveLength(algorithms["ed25519-cosignature"].signature);
    const key = found.keys
      .map((one) => parseVerifierKey(one.key))
      .find((one) => one?.algorithm === "ed25519-cosignature");
    expect(key && readTimestamp(key, cosignature)).toBe(found.timestamp.seconds);
  });
});
