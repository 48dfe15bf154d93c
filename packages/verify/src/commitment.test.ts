import { expect, test } from "vitest";
import { commit, listCommitments } from "./commitment.ts";

const SHA256 = "ab".repeat(32);

test("a commitment is an object with one member, 64 lower-case hexadecimal digits in a string", () => {
  expect(listCommitments({ a: { commitment: SHA256 }, b: [0, { "c/~": { commitment: SHA256 } }] })).toEqual([
    "/a",
    "/b/1/c~1~0",
  ]);
  for (const other of [SHA256.toUpperCase(), SHA256.slice(1), [SHA256], null, 1])
    expect(listCommitments({ a: { commitment: other } }), JSON.stringify(other)).toEqual([]);
  expect(listCommitments({ a: { commitment: SHA256, more: 1 } })).toEqual([]);
});

test("a commitment is SHA-256 of domain, pointer, salt and canonical value", () => {
  // printf 'pegbar/commitment/1\0/generation/prompts\0' and 32 bytes of 07, then ["a lamp"], through sha256sum.
  expect(commit({ field: "/generation/prompts", salt: "07".repeat(32), value: ["a lamp"] })).toEqual({
    commitment: "35057c88051aa8853436073f71e28c6107906571534d069cce9ec91e2c28bd01",
  });
  expect(() => commit({ field: "/a", salt: "07".repeat(31), value: 1 })).toThrow("32 bytes");
});
