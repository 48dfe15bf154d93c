import sharp, { type Sharp } from "sharp";
import { detectContentType, HEAD_BYTES } from "../detect.ts";
import { decodeExrFile } from "../inspect-exr.ts";
import { encodeSrgb } from "../linear-thumbnail.ts";
import type { Size } from "./frame-size.ts";
import type { Raster } from "./raster.ts";
import { RenditionError, type ReadBytes, type RenditionFrame } from "./task.ts";

/** More than any film frame. */
const MAX_PIXELS = 268_000_000;
const DECODE_SECONDS = 60;
/** Bytes in one request to the parent process. */
const READ_BYTES = 16 * 2 ** 20;
const BLACK = { r: 0, g: 0, b: 0 };

/** Reads the file of a frame; undefined if it has none. */
export async function readFile(read: ReadBytes, { source }: RenditionFrame): Promise<Uint8Array | undefined> {
  if (!source) return undefined;
  const { start, bytes } = source;
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes; at += READ_BYTES)
    parts.push(await read(start + at, start + Math.min(bytes, at + READ_BYTES)));
  return parts.length === 1 ? parts[0] : Buffer.concat(parts);
}

/**
 * Size of the first picture that can be decoded.
 * @throws {RenditionError} if there is none
 */
export async function findFirstSize(read: ReadBytes, frames: readonly RenditionFrame[]): Promise<Size> {
  for (const frame of frames) {
    const file = await readFile(read, frame);
    const size = file && (await readSize(file));
    if (size) return size;
  }
  throw new RenditionError("No frame of this version has a picture that can be decoded.");
}

/** Width and height of a picture as it is shown; undefined for a file that is no picture that can be decoded. */
async function readSize(file: Uint8Array): Promise<Size | undefined> {
  try {
    const { autoOrient } = await (await open(file)).metadata();
    return { width: autoOrient.width, height: autoOrient.height };
  } catch {
    // Damaged, or no picture: the frame is shown as unreadable.
    return undefined;
  }
}

/**
 * Decodes a picture to sRGB over black, within `box` and then extended to `size` by repeating its last column and row. A
 * picture of another shape gets black bars.
 * @returns undefined for a file that cannot be decoded
 */
export async function decodePicture(file: Uint8Array, box: Size, size: Size = box): Promise<Raster | undefined> {
  try {
    const { data } = await (
      await open(file)
    )
      .autoOrient()
      .flatten({ background: BLACK })
      .resize({ ...box, fit: "contain", background: BLACK })
      .extend({ right: size.width - box.width, bottom: size.height - box.height, extendWith: "copy" })
      .toColourspace("srgb")
      .removeAlpha()
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    return { ...size, rgb: data };
  } catch {
    // Damaged, too large or too slow: the frame is shown as unreadable.
    return undefined;
  }
}

/** Opens a picture that sharp decodes, or the pixels of an EXR with linear light. */
async function open(file: Uint8Array): Promise<Sharp> {
  if (detectContentType(file.subarray(0, HEAD_BYTES)) === "image/x-exr") {
    const { pixels, width, height } = await decodeExrFile(file);
    return sharp(encodeSrgb(pixels), { raw: { width, height, channels: 3 } });
  }
  return sharp(file, { limitInputPixels: MAX_PIXELS, failOn: "error" }).timeout({ seconds: DECODE_SECONDS });
}
