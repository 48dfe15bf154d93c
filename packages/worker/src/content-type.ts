import { open } from "node:fs/promises";
import { fileTypeFromFile } from "file-type";
import { hasErrorCode } from "@pegbar/comfyui";

const SAMPLE_BYTES = 64 * 1024;

/** File name extension → MIME type, for text and for binary files without a magic number. */
const byExtension: Readonly<Record<string, string>> = {
  csv: "text/csv",
  gltf: "model/gltf+json",
  json: "application/json",
  md: "text/markdown",
  obj: "model/obj",
  ply: "model/ply",
  srt: "application/x-subrip",
  stl: "model/stl",
  vtt: "text/vtt",
};

/**
 * Detects the MIME type of a file from its content. The name decides only between types with similar content, and never
 * selects an active type (HTML, SVG).
 */
export async function detectContentType(file: string, filename: string): Promise<string> {
  const own = await detectOwnType(file);
  if (own !== undefined) return own;
  const type = await fileTypeFromFile(file);
  if (type && !ACTIVE.test(type.mime)) return type.mime;
  const extension = /\.([A-Za-z0-9]{1,8})$/.exec(filename)?.[1]?.toLowerCase() ?? "";
  const known = Object.hasOwn(byExtension, extension) ? byExtension[extension] : undefined;
  if (await isText(file)) return known ?? "text/plain";
  return known !== undefined && BINARY.test(known) ? known : "application/octet-stream";
}

/** Types that the library does not know: OpenEXR, Radiance HDR, and safetensors, which ComfyUI's latents are. */
async function detectOwnType(file: string): Promise<string | undefined> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
    const head = buffer.subarray(0, bytesRead);
    if (head.subarray(0, 4).equals(Buffer.from("762f3101", "hex"))) return "image/x-exr";
    if (/^#\?(RADIANCE|RGBE)\n/.test(head.toString("latin1"))) return "image/vnd.radiance";
    const isSafetensors =
      bytesRead >= 10 && head.readBigUInt64LE() < 100_000_000n && head.toString("latin1", 8, 10) === '{"';
    return isSafetensors ? "application/x-safetensors" : undefined;
  } finally {
    await handle.close();
  }
}

/** Types that a browser would execute; they are stored as plain text. */
const ACTIVE = /xml|html|javascript/;
const BINARY = /^model\/(stl|ply)$/;

async function isText(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
    const sample = buffer.subarray(0, bytesRead);
    if (sample.includes(0)) return false;
    // The sample may end in the middle of a character.
    new TextDecoder("utf-8", { fatal: true }).decode(sample, { stream: bytesRead === SAMPLE_BYTES });
    return true;
  } catch (error) {
    if (!hasErrorCode(error, "ERR_ENCODING_INVALID_ENCODED_DATA")) throw error;
    return false;
  } finally {
    await handle.close();
  }
}
