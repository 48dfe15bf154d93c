import { open } from "node:fs/promises";
import { visit } from "jsonc-parser";
import * as z from "zod";
import { findDuplicateName } from "../json/duplicate-name.ts";

/** Size of the header's length field in bytes. */
const LENGTH_BYTES = 8;
/** Maximum size of the header in bytes, as in the reference implementation. */
const MAX_HEADER_BYTES = 100_000_000;
/** Maximum nesting depth of serde_json, which the reference implementation uses. */
const MAX_DEPTH = 127;
const U64_MAX = 2n ** 64n - 1n;
const METADATA = "__metadata__";

/** Bits per element. */
const BITS = {
  F4: 4n,
  F6_E2M3: 6n,
  F6_E3M2: 6n,
  BOOL: 8n,
  U8: 8n,
  I8: 8n,
  F8_E5M2: 8n,
  F8_E4M3: 8n,
  F8_E8M0: 8n,
  F8_E4M3FNUZ: 8n,
  F8_E5M2FNUZ: 8n,
  I16: 16n,
  U16: 16n,
  F16: 16n,
  BF16: 16n,
  I32: 32n,
  U32: 32n,
  F32: 32n,
  C64: 64n,
  F64: 64n,
  I64: 64n,
  U64: 64n,
} as const;

const Metadata = z.record(z.string(), z.string()).nullable();
const Description = z.object({
  dtype: z.string(),
  shape: z.array(z.number()),
  data_offsets: z.tuple([z.number(), z.number()]),
});

interface Tensor {
  name: string;
  dtype: string;
  shape: readonly bigint[];
  begin: bigint;
  end: bigint;
}

/** The header violates a rule of the format; the message names it. */
class FormatError extends Error {}

/**
 * Finds out why a file is not in the safetensors format; undefined if it is. The rules are those of the reference
 * implementation: the header describes tensors that fill the rest of the file without gaps, so that nothing else can be
 * hidden in it. Stricter than the reference, as the documentation of the format requires: the header begins with `{`,
 * and names are unique. A file without tensors is refused too.
 * @see https://huggingface.co/docs/safetensors#format
 * @see https://github.com/huggingface/safetensors/blob/main/safetensors/src/tensor.rs
 */
export async function findSafetensorsError(file: string): Promise<string | undefined> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    if (size < LENGTH_BYTES) return `it has ${size} bytes, too few for a header`;
    const { buffer: head } = await handle.read(Buffer.alloc(LENGTH_BYTES), 0, LENGTH_BYTES, 0);
    const length = head.readBigUInt64LE();
    if (length > MAX_HEADER_BYTES)
      return `its header has ${length} bytes, more than the ${MAX_HEADER_BYTES} that the format allows`;
    const dataBytes = size - LENGTH_BYTES - Number(length);
    if (dataBytes < 0) return `its header has ${length} bytes, more than the rest of the file`;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Number(length)), 0, Number(length), LENGTH_BYTES);
    if (bytesRead !== Number(length)) throw new Error(`${file} became shorter while it was read`);
    return findHeaderError(buffer, dataBytes);
  } finally {
    await handle.close();
  }
}

/** Checks the header of a file with `dataBytes` bytes after it. @returns the problem, if any */
export function findHeaderError(header: Uint8Array, dataBytes: number): string | undefined {
  try {
    const tensors = readHeader(header);
    if (tensors.length === 0) return "it has no tensors";
    const end = checkTensors(tensors);
    return end === BigInt(dataBytes)
      ? undefined
      : `its tensors end at byte ${end} of the data, which has ${dataBytes} bytes`;
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
}

/** @throws FormatError */
function readHeader(header: Uint8Array): Tensor[] {
  const text = decode(header);
  if (!text.startsWith("{")) throw new FormatError("its header does not begin with {");
  const value = parse(text);
  checkValue(value, 0);
  const duplicate = findDuplicateName(text);
  if (duplicate) throw new FormatError(`its header has the name ${quote(String(duplicate.at(-1)))} twice`);
  const numbers = findNumbers(text);
  const tensors: Tensor[] = [];
  for (const [name, item] of Object.entries(value)) {
    if (name === METADATA) {
      if (!Metadata.safeParse(item).success) throw new FormatError(`its ${METADATA} contains values other than texts`);
      continue;
    }
    const description = Description.safeParse(item).data;
    if (!description) throw new FormatError(`tensor ${quote(name)} lacks a dtype, shape or data_offsets`);
    const parseIntegers = (field: "shape" | "data_offsets") =>
      description[field].map((_, index) => {
        const source = numbers.get(name)?.[field][index] ?? "";
        const number = /^(?:0|[1-9]\d{0,19})$/.test(source) ? BigInt(source) : undefined;
        if (number !== undefined && number <= U64_MAX) return number;
        throw new FormatError(`the ${field} of tensor ${quote(name)} is not made of whole numbers below 2^64`);
      });
    const [begin = 0n, end = 0n] = parseIntegers("data_offsets");
    tensors.push({ name, dtype: description.dtype, shape: parseIntegers("shape"), begin, end });
  }
  return tensors;
}

/**
 * Checks that the tensors follow each other from byte 0 on, each as long as its shape and type demand.
 * @returns where the last one ends
 * @throws FormatError
 */
function checkTensors(tensors: readonly Tensor[]): bigint {
  let expected = 0n;
  for (const { name, dtype, shape, begin, end } of tensors.toSorted(compareOffsets)) {
    if (begin !== expected || end < begin)
      throw new FormatError(
        `tensor ${quote(name)} is at bytes ${begin} to ${end} of the data, but byte ${expected} comes next: ` +
          "tensors must not overlap or leave gaps",
      );
    expected = end;
    const bytes = countBytes(name, dtype, shape);
    if (end - begin !== bytes)
      throw new FormatError(
        `tensor ${quote(name)} has ${end - begin} bytes, but its dtype ${dtype} and shape need ${bytes}`,
      );
  }
  return expected;
}

function compareOffsets(a: Tensor, b: Tensor): number {
  if (a.begin !== b.begin) return a.begin < b.begin ? -1 : 1;
  return a.end === b.end ? 0 : a.end < b.end ? -1 : 1;
}

/** @throws FormatError */
function countBytes(name: string, dtype: string, shape: readonly bigint[]): bigint {
  const bitsOfOne = Object.entries(BITS).find(([known]) => known === dtype)?.[1];
  if (bitsOfOne === undefined) throw new FormatError(`tensor ${quote(name)} has the unknown dtype ${quote(dtype)}`);
  // Like the reference, in this order: a shape with a zero may still overflow before it.
  const bits = [...shape, bitsOfOne].reduce((product, factor) => {
    if (product * factor <= U64_MAX) return product * factor;
    throw new FormatError(`the shape of tensor ${quote(name)} is too large`);
  }, 1n);
  if (bits % 8n !== 0n)
    throw new FormatError(`tensor ${quote(name)} has ${bits} bits by its dtype ${dtype} and shape, not whole bytes`);
  return bits / 8n;
}

function decode(header: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(header);
  } catch (cause) {
    throw new FormatError("its header is not UTF-8", { cause });
  }
}

function parse(text: string): object {
  try {
    // An object: the text begins with a brace.
    return JSON.parse(text) as object;
  } catch (cause) {
    throw new FormatError("its header is not JSON", { cause });
  }
}

/** Rejects JSON that `JSON.parse` accepts but the reference implementation does not. @throws FormatError */
function checkValue(value: unknown, depth: number): void {
  if (typeof value === "string" && !value.isWellFormed())
    throw new FormatError("its header has half of a surrogate pair");
  if (typeof value === "number" && !Number.isFinite(value)) throw new FormatError("its header has an infinite number");
  if (typeof value !== "object" || value === null) return;
  if (depth >= MAX_DEPTH) throw new FormatError(`its header is nested deeper than ${MAX_DEPTH}`);
  for (const [name, item] of Object.entries(value)) {
    checkValue(name, depth);
    checkValue(item, depth + 1);
  }
}

/** The literals of shapes and offsets by tensor, because a JavaScript number cannot distinguish 1 from 1.0. */
function findNumbers(text: string): Map<string, Record<"shape" | "data_offsets", string[]>> {
  const found = new Map<string, Record<"shape" | "data_offsets", string[]>>();
  visit(text, {
    onLiteralValue(value, offset, length, _line, _character, findPath) {
      if (typeof value !== "number") return;
      const path = findPath();
      const [tensor, field] = path;
      if (path.length !== 3 || typeof tensor !== "string" || (field !== "shape" && field !== "data_offsets")) return;
      const numbers = found.get(tensor) ?? { shape: [], data_offsets: [] };
      found.set(tensor, numbers);
      numbers[field].push(text.slice(offset, offset + length));
    },
  });
  return found;
}

const quote = (name: string): string => JSON.stringify(name.slice(0, 80));
