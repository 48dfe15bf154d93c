import fc from "fast-check";
import { expect, test } from "vitest";
import { fromBase64, fromHex, toBase64, toHex } from "./bytes.ts";

test("base64 has one spelling for each sequence of bytes", () => {
  expect(fromBase64("QUI=")).toEqual(Uint8Array.of(65, 66));
  expect(fromBase64("QUJ=")).toBeUndefined();
  expect(fromBase64("QUI")).toBeUndefined();
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect([...(fromBase64(toBase64(bytes)) ?? [])]).toEqual([...bytes]);
    }),
  );
});

test("hexadecimal goes there and back", () => {
  expect(fromHex("0")).toBeUndefined();
  expect(fromHex("zz")).toBeUndefined();
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect([...(fromHex(toHex(bytes)) ?? [])]).toEqual([...bytes]);
    }),
  );
});
