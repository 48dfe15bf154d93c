import sharp from "sharp";
import { MAX_PIXELS } from "@pegbar/core/catalog/input/limits.ts";
import { endOf, detectType } from "./container.ts";
import { createPlaceholder } from "./placeholder.ts";
import { isAlso } from "./polyglot.ts";

// One picture at a time; the cache would only keep tenants' pictures in memory.
sharp.cache(false);

export const THUMBNAIL = 512;
const DECODE_SECONDS = 30;

export interface Picture {
  contentType: string;
  width: number;
  height: number;
  /** WebP, at most 512 pixels a side. */
  thumbnail: Uint8Array;
  /** ThumbHash of the thumbnail, in base64. */
  placeholder: string;
}

/** The file is not a usable picture. */
export class NotAPicture extends Error {
  readonly code: "input_not_a_picture" | "input_dimensions_too_large";
  constructor(code: NotAPicture["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** Decodes a whole picture by its content, not its name. Checks the dimensions before decoding any pixel. */
export async function decode(bytes: Uint8Array): Promise<Picture> {
  const contentType = detectType(bytes);
  if (contentType === undefined)
    throw createNotAPictureError(
      "The file is not a PNG, JPEG or WebP picture. Export the picture in one of these formats.",
    );
  const end = endOf(bytes, contentType);
  if (end === undefined) throw createDamagedError();
  if (end < bytes.length)
    throw createNotAPictureError(
      `${bytes.length - end} bytes follow the picture's end. Export it again, without whatever is hidden there.`,
    );
  const other = isAlso(bytes);
  if (other) throw createNotAPictureError(`The file is both a picture and ${other}. Export the picture only.`);
  const header = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    // The error below says that the file is damaged; the decoder's message does not help users.
    .catch(() => undefined);
  if (!header) throw createDamagedError();
  // Rotated by its EXIF data, as ComfyUI loads it.
  const { width, height } = header.autoOrient;
  if (width * height > MAX_PIXELS) {
    throw new NotAPicture(
      "input_dimensions_too_large",
      `The picture has ${width} × ${height} pixels, more than ${MAX_PIXELS / 1e6} million. Scale it down.`,
    );
  }
  const thumbnail = await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: "error" })
    .timeout({ seconds: DECODE_SECONDS })
    .rotate()
    .resize(THUMBNAIL, THUMBNAIL, { fit: "inside", withoutEnlargement: true })
    .webp({ quality: 80 })
    .toBuffer()
    // Damaged, or too slow to decode: reported below.
    .catch(() => undefined);
  if (!thumbnail) throw createDamagedError();
  return { contentType, width, height, thumbnail, placeholder: await createPlaceholder(thumbnail) };
}

const createNotAPictureError = (message: string) => new NotAPicture("input_not_a_picture", message);
const createDamagedError = () =>
  createNotAPictureError("The picture is damaged and cannot be decoded. Export it again.");
