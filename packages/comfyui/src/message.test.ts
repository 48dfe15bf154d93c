import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseBinary, parseText } from "./message.ts";

const frame = (type: string, data: unknown) => parseText(JSON.stringify({ type, data }));
const binary = (...parts: (number | Uint8Array)[]) => {
  const bytes = parts.map((part) => {
    if (typeof part !== "number") return part;
    const word = new Uint8Array(4);
    new DataView(word.buffer).setUint32(0, part);
    return word;
  });
  return new Uint8Array(Buffer.concat(bytes));
};
const text = (value: string) => new TextEncoder().encode(value);

describe("text frames", () => {
  test("an executing message without a node is the end of a prompt", () => {
    expect(frame("executing", { node: null, prompt_id: "p" })).toEqual({
      type: "executing",
      promptId: "p",
      node: undefined,
    });
  });
  test("accepts progress of versions that send no prompt id", () => {
    expect(frame("progress", { value: 3, max: 20 })).toEqual({
      type: "progress",
      promptId: undefined,
      node: undefined,
      value: 3,
      max: 20,
    });
  });
  test("accepts executed without an output", () => {
    expect(frame("executed", { node: "9", output: null, prompt_id: "p" })).toEqual({
      type: "executed",
      promptId: "p",
      node: "9",
      output: {},
    });
  });
  test("distinguishes unknown types from malformed frames", () => {
    expect(frame("crystools.monitor", { cpu: 1 })).toEqual({ type: "other", name: "crystools.monitor" });
    expect(parseText("{")).toBeUndefined();
    expect(parseText("[1]")).toBeUndefined();
  });
  test("never throws", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.record({ type: fc.string(), data: fc.jsonValue() }).map((x) => JSON.stringify(x)),
        ),
        (x) => void parseText(x),
      ),
    );
  });
});

describe("binary frames", () => {
  const jpeg = Uint8Array.of(0xff, 0xd8, 0xff);
  test("reads a plain preview", () => {
    expect(parseBinary(binary(1, 1, jpeg))).toMatchObject({
      type: "preview",
      format: "image/jpeg",
      bytes: jpeg,
      promptId: undefined,
    });
    expect(parseBinary(binary(1, 2, jpeg))).toMatchObject({ format: "image/png" });
  });
  test("reads the prompt id of a preview with metadata", () => {
    const metadata = text(JSON.stringify({ image_type: "image/png", prompt_id: "p" }));
    expect(parseBinary(binary(4, metadata.length, metadata, jpeg))).toMatchObject({
      type: "preview",
      format: "image/png",
      promptId: "p",
      bytes: jpeg,
    });
  });
  test("rejects wrong lengths, unknown events and short frames", () => {
    expect(parseBinary(binary(4, 9999, jpeg))).toBeUndefined();
    expect(parseBinary(binary(77, 0))).toEqual({ type: "other", name: "binary 77" });
    expect(parseBinary(Uint8Array.of(0, 0))).toBeUndefined();
  });
  test("never throws", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void parseBinary(bytes)));
  });
});
