import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBase64, decodeHex, toBase64, toHex } from "./bytes.ts";

test("base64 accepts one encoding per byte sequence", () => {
  expect(decodeBase64("QUI=")).toEqual(Uint8Array.of(65, 66));
  expect(decodeBase64("QUJ=")).toBeUndefined();
  expect(decodeBase64("QUI")).toBeUndefined();
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect([...(decodeBase64(toBase64(bytes)) ?? [])]).toEqual([...bytes]);
    }),
  );
});

test("base64 rejects any other encoding of the last group, and any other length", () => {
  const alphabet = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=\n "];
  for (const a of alphabet)
    for (const text of alphabet.flatMap((b) => [`A${a}${b}=`, `A${a}==`, `AAAA${a}${b}`, `${a}${b}A`])) {
      const canonical = Buffer.from(text, "base64").toString("base64") === text;
      expect(decodeBase64(text) !== undefined, text).toBe(canonical);
    }
});

test("hexadecimal survives a round trip", () => {
  expect(decodeHex("0")).toBeUndefined();
  expect(decodeHex("zz")).toBeUndefined();
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect([...(decodeHex(toHex(bytes)) ?? [])]).toEqual([...bytes]);
    }),
  );
});
