import type { ContentType } from "@pegbar/core/catalog/input/limits.ts";

/** Bytes from the start of a file that {@link detectContentType} needs. */
export const HEAD_BYTES = 4096;

/** Detects a file's type by its first bytes, never by its name; undefined for a type that cannot be uploaded. */
export function detectContentType(head: Uint8Array): ContentType | undefined {
  const text = (from: number, to: number) => Buffer.from(head.subarray(from, to)).toString("latin1");
  const is = (hex: string) => Buffer.from(head.subarray(0, hex.length / 2)).toString("hex") === hex;
  if (is("89504e470d0a1a0a")) return "image/png";
  if (is("ffd8ff")) return "image/jpeg";
  if (/^GIF8[79]a$/.test(text(0, 6))) return "image/gif";
  if (is("49492a00") || is("4d4d002a") || is("49492b00") || is("4d4d002b")) return "image/tiff";
  if (is("762f3101")) return "image/x-exr";
  if (/^#\?(RADIANCE|RGBE)\n/.test(text(0, 11))) return "image/vnd.radiance";
  if (text(0, 4) === "RIFF" && text(8, 12) === "WEBP") return "image/webp";
  if (/^(RIFF|RF64)$/.test(text(0, 4)) && text(8, 12) === "WAVE") return "audio/wav";
  if (text(0, 4) === "fLaC") return "audio/flac";
  if (text(0, 4) === "OggS") return "audio/ogg";
  if (text(0, 4) === "glTF") return "model/gltf-binary";
  if (text(4, 8) === "ftyp") return detectBrand(text(8, 12));
  // QuickTime files from before 2004 have no brand.
  if (/^(moov|mdat|wide|free|skip|pnot)$/.test(text(4, 8))) return "video/quicktime";
  if (is("1a45dfa3")) return text(0, 64).includes("webm") ? "video/webm" : undefined;
  if (text(0, 3) === "ID3" || isMp3Frame(head)) return "audio/mpeg";
  return isSafetensors(head) ? "application/x-safetensors" : undefined;
}

function detectBrand(brand: string): ContentType | undefined {
  if (/^avi[fs]$/.test(brand)) return "image/avif";
  if (/^(heic|heix|mif1|msf1|M4A |M4B )$/.test(brand)) return undefined;
  return brand === "qt  " ? "video/quicktime" : "video/mp4";
}

/** The header of an MPEG audio frame, layer III: sync word, and neither a reserved version, bit rate nor sample rate. */
function isMp3Frame([first = 0, second = 0, third = 0]: Uint8Array): boolean {
  const isLayer3 = first === 0xff && (second & 0xe6) === 0xe2 && (second & 0x18) !== 0x08;
  return isLayer3 && third >> 4 !== 0xf && third >> 4 !== 0 && (third & 0x0c) !== 0x0c;
}

/** A header length, then a JSON object. */
function isSafetensors(head: Uint8Array): boolean {
  if (head.length < 10) return false;
  const length = new DataView(head.buffer, head.byteOffset).getBigUint64(0, true);
  return length < 100_000_000n && head[8] === 0x7b;
}
