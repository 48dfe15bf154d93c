import { decodeLatin, decodeText, type FileSource, fileLimits, FoundTexts, readExactly, viewOf } from "./source.ts";

/** Vorbis comments of FLAC and Ogg: `length, text` each, the text being `name=value`. */
function readComments(bytes: Uint8Array, found: FoundTexts): void {
  const view = viewOf(bytes);
  if (bytes.length < 8) return;
  let offset = 4 + view.getUint32(0, true);
  if (offset + 4 > bytes.length) return;
  const count = view.getUint32(offset, true);
  offset += 4;
  for (let index = 0; index < Math.min(count, fileLimits.parts) && offset + 4 <= bytes.length; index++) {
    const length = view.getUint32(offset, true);
    const comment = bytes.subarray(offset + 4, offset + 4 + length);
    const name = decodeLatin(comment.subarray(0, 16)).split("=")[0] ?? "";
    if (FoundTexts.isWanted(name)) found.add(name, decodeText(comment.subarray(name.length + 1)));
    offset += 4 + length;
  }
}

/** FLAC: blocks `type, length, data`; type 4 has the comments, bit 7 marks the last. */
export async function readFlac(source: FileSource, found: FoundTexts): Promise<void> {
  let offset = 4;
  for (let count = 0; count < fileLimits.parts && offset + 4 <= source.size; count++) {
    const header = viewOf(await readExactly(source, offset, 4)).getUint32(0);
    const length = header & 0xffffff;
    if (((header >>> 24) & 0x7f) === 4) readComments(await readExactly(source, offset + 4, length), found);
    if (header >>> 31 === 1 || found.isComplete) return;
    offset += 4 + length;
  }
}

/** Ogg (Opus, Vorbis): the second packet has the comments; its pages are put together. */
export async function readOgg(source: FileSource, found: FoundTexts): Promise<void> {
  const parts: Uint8Array[] = [];
  let [offset, packet, bytes] = [0, 0, 0];
  while (offset + 27 <= source.size && bytes <= fileLimits.text) {
    const header = await readExactly(source, offset, 27);
    if (decodeLatin(header.subarray(0, 4)) !== "OggS") return;
    const segments = await readExactly(source, offset + 27, header[26] ?? 0);
    const body = await readExactly(
      source,
      offset + 27 + segments.length,
      segments.reduce((sum, s) => sum + s, 0),
    );
    let at = 0;
    for (const length of segments) {
      if (packet === 1) parts.push(body.subarray(at, at + length));
      bytes += packet === 1 ? length : 0;
      at += length;
      // A segment of 255 bytes continues in the next.
      if (length < 255 && packet++ === 1) return readComments(await joinComments(parts), found);
    }
    offset += 27 + segments.length + body.length;
  }
}

/** The comments of a packet, after the codec's signature. */
async function joinComments(parts: Uint8Array[]): Promise<Uint8Array> {
  const whole = new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
  if (decodeLatin(whole.subarray(0, 8)) === "OpusTags") return whole.subarray(8);
  return decodeLatin(whole.subarray(1, 7)) === "vorbis" ? whole.subarray(7) : new Uint8Array();
}

/** A size of ID3v2.4: seven bits a byte. */
const readSyncsafe = (view: DataView, at: number): number =>
  [0, 1, 2, 3].reduce((size, index) => size * 128 + (view.getUint8(at + index) & 0x7f), 0);

/** Texts of ID3 by the byte before them. */
const encodings = ["latin1", "utf-16", "utf-16be", "utf-8"] as const;

/** MP3: ID3v2 frames `TXXX`, which contain a name and a text. */
export async function readMp3(source: FileSource, found: FoundTexts): Promise<void> {
  const header = viewOf(await readExactly(source, 0, 10));
  const version = header.getUint8(3);
  const end = Math.min(10 + readSyncsafe(header, 6), source.size);
  let offset = 10;
  for (let count = 0; count < fileLimits.parts && offset + 10 <= end && !found.isComplete; count++) {
    const frame = await readExactly(source, offset, 10);
    const view = viewOf(frame);
    const length = version >= 4 ? readSyncsafe(view, 4) : view.getUint32(4);
    if (length === 0 || offset + 10 + length > end) return;
    if (decodeLatin(frame.subarray(0, 4)) === "TXXX") {
      const body = await readExactly(source, offset + 10, length);
      const text = new TextDecoder(encodings[body[0] ?? 3] ?? "utf-8").decode(body.subarray(1));
      const [name = "", value = ""] = text.replaceAll("\uFEFF", "").split("\0");
      found.add(name, value);
    }
    offset += 10 + length;
  }
}
