import type { FileHandle } from "node:fs/promises";

/** Ids of elements (RFC 9559). */
const EBML_HEADER = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const TAGS = 0x1254c367;
const VOID = 0xec;

/** First bytes of a WebM or Matroska file. */
export const MATROSKA = Buffer.from("1a45dfa3", "hex");

interface Element {
  id: number;
  start: number;
  /** Start of its content, and its end. */
  content: number;
  end: number;
}

/**
 * Replaces the tags of a WebM or Matroska file by empty space of the same length, so that nothing else in the file moves.
 * Does nothing where sizes are unknown, as in live streams.
 */
export async function removeTags(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  for await (const outer of listElements(file, 0, size)) {
    if (outer.id === EBML_HEADER) continue;
    if (outer.id !== SEGMENT) return;
    for await (const inner of listElements(file, outer.content, outer.end))
      if (inner.id === TAGS) await writeVoid(file, inner);
  }
}

/** More than a film of several hours has. The file is not trusted, and each element is one read. */
const MAX_ELEMENTS = 100_000;

async function* listElements(file: FileHandle, start: number, end: number): AsyncGenerator<Element> {
  let at = start;
  for (let count = 0; at < end && count < MAX_ELEMENTS; count++) {
    const element = await readElement(file, at);
    if (!element || element.end > end) return;
    yield element;
    at = element.end;
  }
}

/** An id of at most 4 bytes, then a size of at most 8 bytes. */
async function readElement(file: FileHandle, start: number): Promise<Element | undefined> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(12), 0, 12, start);
  const bytes = buffer.subarray(0, bytesRead);
  const idLength = measureNumber(bytes[0]);
  const sizeLength = measureNumber(bytes[idLength]);
  if (idLength > 4 || sizeLength > 8 || bytes.length < idLength + sizeLength) return undefined;
  let value = (bytes[idLength] ?? 0) & (0xff >> sizeLength);
  let isUnknown = value === 0xff >> sizeLength;
  for (const byte of bytes.subarray(idLength + 1, idLength + sizeLength)) {
    value = value * 256 + byte;
    isUnknown &&= byte === 0xff;
  }
  const content = start + idLength + sizeLength;
  if (isUnknown || !Number.isSafeInteger(content + value)) return undefined;
  return { id: bytes.readUIntBE(0, idLength), start, content, end: content + value };
}

/** Length of a number of variable length, by the position of the first 1 in its first byte; 9 if there is none. */
const measureNumber = (byte = 0): number => Math.clz32(byte) - 23;

const ZEROS = Buffer.alloc(64 * 1024);

/** Overwrites an element by one without content of the same length, which is at least 5 bytes. */
async function writeVoid(file: FileHandle, { start, end }: Element): Promise<void> {
  const length = end - start;
  const head = Buffer.alloc(length > 9 ? 9 : 2);
  head[0] = VOID;
  if (head.length === 2) head[1] = 0x80 | (length - head.length);
  else {
    head[1] = 0x01;
    head.writeUIntBE(length - head.length, 3, 6);
  }
  await file.write(head, 0, head.length, start);
  for (let at = start + head.length; at < end; at += ZEROS.length)
    await file.write(ZEROS, 0, Math.min(ZEROS.length, end - at), at);
}
