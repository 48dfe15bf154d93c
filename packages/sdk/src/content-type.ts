import type { paths } from "./schema.ts";

/** Types of files that the API accepts. */
export type ContentType = paths["/v1/inputs"]["post"]["requestBody"]["content"]["application/json"]["contentType"];

/** Bytes from the start of a file that {@link guessContentType} needs. */
export const HEAD_BYTES = 64;

/**
 * Guesses a file's type by its first bytes, and by its name where they do not tell; undefined for a type that the API
 * does not accept. The API checks the whole file.
 */
export function guessContentType(head: Uint8Array, name = ""): ContentType | undefined {
  const text = (from: number, to: number) => String.fromCharCode(...head.subarray(from, to));
  const starts = (signature: string) => text(0, signature.length) === signature;
  const found = SIGNATURES.find(([signature]) => starts(signature))?.[1];
  if (found !== undefined) return found;
  if (starts("RIFF") || starts("RF64")) return CHUNKS[text(8, 12)];
  if (text(4, 8) === "ftyp") {
    const brand = text(8, 12);
    if (/^avi[fs]$/.test(brand)) return "image/avif";
    return brand === "qt  " ? "video/quicktime" : "video/mp4";
  }
  if (/^(moov|mdat|wide)$/.test(text(4, 8))) return "video/quicktime";
  if (starts("\u001a\u0045\u00df\u00a3")) return text(0, HEAD_BYTES).includes("webm") ? "video/webm" : undefined;
  return ENDINGS[/\.(\w+)$/.exec(name.toLowerCase())?.[1] ?? ""];
}

const SIGNATURES: readonly (readonly [signature: string, type: ContentType])[] = [
  ["\u0089PNG\r\n\u001a\n", "image/png"],
  ["\u00ff\u00d8\u00ff", "image/jpeg"],
  ["GIF8", "image/gif"],
  ["II*\0", "image/tiff"],
  ["MM\0*", "image/tiff"],
  ["\u0076\u002f\u0031\u0001", "image/x-exr"],
  ["#?RADIANCE", "image/vnd.radiance"],
  ["#?RGBE", "image/vnd.radiance"],
  ["fLaC", "audio/flac"],
  ["OggS", "audio/ogg"],
  ["ID3", "audio/mpeg"],
  ["glTF", "model/gltf-binary"],
];
const CHUNKS: Readonly<Record<string, ContentType>> = { WEBP: "image/webp", WAVE: "audio/wav" };
/** Types without a signature of their own. */
const ENDINGS: Readonly<Record<string, ContentType>> = { mp3: "audio/mpeg", latent: "application/x-safetensors" };
