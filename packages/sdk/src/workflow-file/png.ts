import { inflate } from "./inflate.ts";
import { decodeLatin, decodeText, type FileSource, fileLimits, FoundTexts, readExactly, viewOf } from "./source.ts";

/** Chunks with a text. Animated PNGs of ComfyUI have `comf` in place of `tEXt`, after the pictures. */
const textChunks = new Set(["tEXt", "comf", "iTXt", "zTXt"]);

/** Index after the next zero byte. */
const afterZero = (bytes: Uint8Array, from: number): number => {
  const at = bytes.indexOf(0, from);
  return at === -1 ? bytes.length : at + 1;
};

/** The text of a chunk, after its keyword. */
async function readText(type: string, bytes: Uint8Array, start: number): Promise<string> {
  if (type === "zTXt") return decodeText(await inflate(bytes.subarray(start + 1)));
  if (type !== "iTXt") return decodeText(bytes.subarray(start));
  const isCompressed = bytes[start] === 1;
  const text = bytes.subarray(afterZero(bytes, afterZero(bytes, start + 2)));
  return decodeText(isCompressed ? await inflate(text) : text);
}

/** PNG: chunks `length, type, data, checksum`; a text chunk is `keyword, 0, text`. */
export async function readPng(source: FileSource, found: FoundTexts): Promise<void> {
  let offset = 8;
  for (let count = 0; count < fileLimits.parts && offset + 12 <= source.size && !found.isComplete; count++) {
    const header = await readExactly(source, offset, 8);
    const length = viewOf(header).getUint32(0);
    const type = decodeLatin(header.subarray(4));
    if (textChunks.has(type) && length > 0) {
      const keyword = decodeLatin(await source.read(offset + 8, Math.min(length, 20))).split("\0")[0] ?? "";
      if (FoundTexts.isWanted(keyword)) {
        const bytes = await readExactly(source, offset + 8, length);
        found.add(keyword, await readText(type, bytes, keyword.length + 1));
      }
    }
    if (type === "IEND") return;
    offset += 12 + length;
  }
}
