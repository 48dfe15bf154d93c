import { readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { makeHashReader } from "ion-hash-js";
import { dumpBinary, load, makeReader, toBase64 } from "ion-js";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { dot, hashIon, computeMerkleRoot, readRevision, isRevisionInDigest, verifyExport } from "@pegbar/qldb/verify";

/** Public test data; each file names its repository and commit (scripts/vectors.ts). */
const vectors = <T extends z.ZodType>(name: string, schema: T): z.output<T> =>
  schema.parse(JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8")));

const { summary, revision } = vectors("block", z.object({ summary: z.string(), revision: z.string() }));
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const reasonFor = (...contents: (string | Uint8Array)[]) => {
  const verdict = verifyExport(contents);
  return verdict.valid ? undefined : verdict.reason;
};

describe("Ion hash, by the tests of amazon-ion/ion-hash-test", () => {
  const { cases } = vectors(
    "ion-hash",
    z.object({
      cases: z.array(
        z.object({
          ion: z.string().optional(),
          binary: z.string().optional(),
          identity: z.string().optional(),
          md5: z.string().optional(),
        }),
      ),
    }),
  );
  const given = cases.map((one) => ({
    ...one,
    what: one.ion ?? `binary ${one.binary}`,
    source: one.ion ?? new Uint8Array(Buffer.from(`e00100ea${one.binary}`, "hex")),
  }));
  const hashed = (source: string | Uint8Array, digest: (bytes: Buffer) => Uint8Array) => {
    const reader = makeHashReader(makeReader(source), () => {
      let bytes = Buffer.alloc(0);
      return {
        update: (more) => void (bytes = Buffer.concat([bytes, more])),
        digest: () => {
          const made = digest(bytes);
          bytes = Buffer.alloc(0);
          return made;
        },
      };
    });
    reader.next();
    reader.next();
    return hex(reader.digest());
  };
  /** ion-js does not support symbols without text. QLDB refuses them, and so does this code. */
  const unreadable = given.filter(({ what }) => what.includes("$0"));

  test("are all present", () => expect([given.length, unreadable.length]).toEqual([167, 3]));
  test.each(unreadable)("$what is refused", ({ source }) => expect(() => hashIon(source)).toThrow());
  test.each(given.filter((one) => !unreadable.includes(one)))("$what", ({ source, identity, md5 }) => {
    if (identity !== undefined) expect(hashed(source, (bytes) => bytes)).toBe(identity);
    if (md5 !== undefined) expect(hashed(source, (bytes) => createHash("md5").update(bytes).digest())).toBe(md5);
    // For a scalar, the identity hash is the input of SHA-256.
    const scalar = identity !== undefined && !/^0b[bcde]/.test(identity);
    if (scalar) expect(hex(hashIon(source))).toBe(createHash("sha256").update(identity, "hex").digest("hex"));
  });
});

describe("a block of QLDB", () => {
  test("is valid with and without its revision", () => {
    const run = {
      strandId: "HbD9IggL584EPHmfwjmVz0",
      first: 3,
      last: 3,
      lastHash: "lu425dAWsmvzxuNHTbn4ID4mLo0bWKkjLP2Uel4wrPQ=",
    };
    const none = { data: 0, redacted: 0, deleted: 0, hidden: 0 };
    expect(verifyExport([summary])).toEqual({ valid: true, runs: [run], blocks: 1, revisions: { ...none, hidden: 1 } });
    expect(verifyExport([revision, summary])).toEqual({
      valid: true,
      runs: [run],
      blocks: 1,
      revisions: { ...none, data: 1 },
    });
  });

  test("is valid with the revision inside, as in exports, and in binary", () => {
    const found = { valid: true, revisions: { data: 1, hidden: 0 } };
    expect(verifyExport([exported()])).toMatchObject(found);
    expect(verifyExport([Buffer.from(exported())])).toMatchObject(found);
    expect(verifyExport([dumpBinary(load(exported()))])).toMatchObject(found);
  });

  test("does not match the revision with the name that its publisher changed", () => {
    expect(reasonFor(revision.replace("Testing new 600", "Nova"), summary)).toBe(
      "block HbD9IggL584EPHmfwjmVz0/3: a revision's hash is not that of its contents",
    );
  });

  test.each([
    ["a statement", "Testing new 600", "Testing new 601", /transactionInfo is not in entriesHashList/],
    ["a statement's time", "07:20:51.223Z", "07:20:51.224Z", /transactionInfo is not in entriesHashList/],
    ["a hash of the list", "{{LmcG", "{{LmcH", /entriesHash is not that of entriesHashList/],
    ["the entries' hash", "{{RNGQ", "{{RNGR", /entriesHash is not that of entriesHashList/],
    ["the block before", "{{pV28", "{{pV29", /blockHash is not that of the block/],
    ["the block's hash", "{{lu42", "{{lu43", /blockHash is not that of the block/],
    ["a revision's hash", /hash: \{\{vJFO/, "hash: {{vJFP", /revisions are not in entriesHashList/],
    ["a hash's length", "{{pV28aszpqJH9LOO9oMsACDmXfdzdEW7HYxzuQVIjSDU=}}", "{{pV28}}", /not 32 bytes long/],
    ["a field", "entriesHashList", "entriesHashLists", /entriesHashList is missing/],
  ])("is invalid with %s changed", (_what, from, to, reason) => {
    expect(summary).toMatch(from);
    expect(reasonFor(summary.replace(from, to))).toMatch(reason);
  });

  test("is invalid with any character changed, except where QLDB hashes nothing", () => {
    const text = exported();
    const passed = new Set<string>();
    for (let at = 0; at < text.length; at++) {
      if (/\s/.test(text[at] ?? "")) continue;
      const changed = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
      if (reasonFor(changed) !== undefined) continue;
      const line = text.slice(text.lastIndexOf("\n", at) + 1, text.indexOf("\n", at));
      // The last digit before "=" has unused bits, so the bytes are equal.
      passed.add(text.slice(at + 1, at + 4) === "=}}" ? "the same bytes" : (/\w+/.exec(line)?.[0] ?? line));
    }
    // A missing part is not checked, because QLDB's own blocks in exports have none.
    expect([...passed].toSorted()).toEqual(["blockTimestamp", "revisions", "the same bytes", "transactionInfo"]);
  });

  test("is valid with another number throughout, because no hash covers it", () => {
    expect(verifyExport([exported().replaceAll("sequenceNo: 3", "sequenceNo: 4")])).toMatchObject({
      valid: true,
      runs: [{ first: 4, last: 4 }],
    });
  });

  test("is invalid with the revision's metadata, address or transaction changed", () => {
    const transaction = summary.replace('transactionId: "0007', 'transactionId: "0008');
    expect(reasonFor(revision, transaction)).toMatch(/of another transaction/);
    expect(reasonFor(exported(revision.replace("sequenceNo: 3", "sequenceNo: 4")))).toMatch(/belongs to another block/);
    expect(reasonFor(revision.replace("version: 0", "version: 1"), summary)).toMatch(/not that of its contents/);
    expect(reasonFor(revision.replace("sequenceNo: 3", "sequenceNo: 4"), summary)).toMatch(/lacks a revision/);
  });

  test("is valid after a redaction, with the hash of the data instead", () => {
    const data = /data: (\{[^}]*\})/.exec(revision)?.[1] ?? "";
    const redact = (hash: Uint8Array) => exported(revision.replace(`data: ${data}`, `dataHash: {{${toBase64(hash)}}}`));
    expect(verifyExport([redact(hashIon(data))])).toMatchObject({ valid: true, revisions: { redacted: 1, data: 0 } });
    expect(reasonFor(redact(hashIon("{}")))).toMatch(/not that of its contents/);
    expect(reasonFor(redact(new Uint8Array()))).toMatch(/dataHash is empty/);
    expect(
      reasonFor(exported(revision.replace("data: {", `dataHash: {{${toBase64(hashIon(data))}}}, data: {`))),
    ).toMatch(/both data and dataHash/);
  });

  test("leads to its digest by a proof, and to no other", () => {
    const one = load(revision)?.get("payload", "revision");
    if (!one) throw new Error("no revision");
    const own = readRevision(one).hash;
    const [a, b, c] = ["a", "b", "c"].map((text) => hashIon(`"${text}"`));
    if (!a || !b || !c) throw new Error("no hashes");
    const digest = computeMerkleRoot([a, own, b, c]);
    const proof = [a, dot(b, c)];
    expect(isRevisionInDigest(one, proof, digest)).toBe(true);
    expect(isRevisionInDigest(one, [a, dot(c, b)], digest)).toBe(true);
    expect(isRevisionInDigest(one, proof.toReversed(), digest)).toBe(false);
    expect(isRevisionInDigest(one, [a], digest)).toBe(false);
    expect(isRevisionInDigest(one, proof, new Uint8Array())).toBe(false);
    expect(() => isRevisionInDigest(one, [new Uint8Array(31)], digest)).toThrow(/32 bytes/);
  });
});

describe("combining hashes", () => {
  const bytes = (last: number) => new Uint8Array(32).fill(0).with(31, last);
  const sha256 = (...parts: Uint8Array[]) => hex(createHash("sha256").update(Buffer.concat(parts)).digest());

  test("compares bytes as signed, from the last one", () => {
    expect(hex(dot(bytes(1), bytes(0x80)))).toBe(sha256(bytes(0x80), bytes(1)));
    const first = new Uint8Array(32).with(0, 0x7f);
    expect(hex(dot(first, bytes(1)))).toBe(sha256(first, bytes(1)));
  });

  test("moves an odd hash up, and ignores empty ones", () => {
    const [a, b, c] = [bytes(1), bytes(2), bytes(3)];
    expect(hex(computeMerkleRoot([a, b, c]))).toBe(hex(dot(dot(a, b), c)));
    expect(computeMerkleRoot([a])).toEqual(a);
    expect(computeMerkleRoot([])).toEqual(new Uint8Array());
    expect(dot(a, new Uint8Array())).toBe(a);
  });
});

test.each([
  ["nothing", ""],
  ["no block", '{keys: ["a"]}'],
  ["something else", "{a: 1}"],
  ["no Ion", "{a: "],
  ["a scalar", "5"],
])("%s is not an export", (_what, content) => expect(reasonFor(content)).toBeTypeOf("string"));

/** The block as in an export. */
function exported(details = revision): string {
  const block = /payload: (\{[^]*\})\s*\}$/.exec(summary.trim())?.[1] ?? "";
  const one = /revision: (\{[^]*\})\s*\}\s*\}$/.exec(details.trim())?.[1] ?? "";
  return block.replace(/revisionSummaries: \[[^]*?\]/, () => `revisions: [${one}]`);
}
