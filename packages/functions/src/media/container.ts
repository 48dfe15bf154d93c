/** Types of pictures whose end is known. */
type PictureType = "image/png" | "image/jpeg" | "image/webp";

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const hasSignature = (bytes: Uint8Array, signature: readonly number[], at = 0): boolean =>
  signature.every((byte, offset) => bytes[at + offset] === byte);
/** Finds the end of the picture; undefined if it is truncated. Nothing may follow: see {@link isAlso}. */
export function endOf(bytes: Uint8Array, type: PictureType): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type === "image/png") return endOfPng(view);
  if (type === "image/webp") return endOfWebp(view);
  return endOfJpegs(bytes, view);
}

function endOfPng(view: DataView): number | undefined {
  let at = PNG.length;
  while (at + 12 <= view.byteLength) {
    const isLast = view.getUint32(at + 4) === 0x49454e44;
    at += 12 + view.getUint32(at);
    if (isLast) return at <= view.byteLength ? at : undefined;
  }
  return undefined;
}

/** Number of frames of a PNG: that of its animation, or 1. */
export function countApngFrames(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // The animation's header comes before the first image data.
  for (let at = PNG.length; at + 12 <= view.byteLength; at += 12 + view.getUint32(at)) {
    const type = view.getUint32(at + 4);
    if (type === 0x49444154) return 1;
    if (type === 0x6163544c) return Math.max(1, view.getUint32(at + 8));
  }
  return 1;
}

function endOfWebp(view: DataView): number | undefined {
  const size = 8 + view.getUint32(4, true);
  const padded = size + (size % 2);
  return size > view.byteLength ? undefined : Math.min(padded, view.byteLength);
}

/** Cameras append more JPEGs (previews, depth, gain maps); the end is that of the last one. */
function endOfJpegs(bytes: Uint8Array, view: DataView): number | undefined {
  let end = endOfJpeg(bytes, view, 0);
  while (end !== undefined && hasSignature(bytes, [0xff, 0xd8, 0xff], end)) {
    const next = endOfJpeg(bytes, view, end);
    if (next === undefined) return end;
    end = next;
  }
  return end;
}

function endOfJpeg(bytes: Uint8Array, view: DataView, from: number): number | undefined {
  let at = from + 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xd9) return at + 2;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    at += 2 + view.getUint16(at + 2);
    if (marker === 0xda) at = skipScan(bytes, at);
  }
  return at + 2 === bytes.length && bytes[at] === 0xff && bytes[at + 1] === 0xd9 ? bytes.length : undefined;
}

/** Finds the next marker after the compressed data of a scan; stuffed zeros and restart markers belong to the data. */
function skipScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}
