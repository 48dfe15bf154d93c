import sharp from "sharp";
import * as Input from "@pegbar/core/input";

// One picture at a time; the cache would only keep tenants' pictures in memory.
sharp.cache(false);

const FORMATS: Record<string, string> = { png: "image/png", jpeg: "image/jpeg", webp: "image/webp" };
export const THUMBNAIL = 512;
const DECODE_SECONDS = 30;

export interface Picture {
  contentType: string;
  width: number;
  height: number;
  /** WebP, at most 512 pixels a side. */
  thumbnail: Uint8Array;
}

/** Why bytes are no usable picture. */
export class NotAPicture extends Error {
  readonly code: "input_not_a_picture" | "input_dimensions_too_large";
  constructor(code: NotAPicture["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** Decodes a whole picture, by content and not by name. Its dimensions are judged before any pixel is decoded. */
export async function decode(bytes: Uint8Array): Promise<Picture> {
  const header = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => undefined);
  const contentType = FORMATS[header?.format ?? ""];
  if (!header || contentType === undefined) {
    throw new NotAPicture(
      "input_not_a_picture",
      "The content is no PNG, JPEG or WebP picture. Export the picture again in one of these.",
    );
  }
  // As it is seen, and as ComfyUI loads it: turned the way its EXIF data say.
  const { width, height } = header.autoOrient;
  if (width * height > Input.MAX_PIXELS) {
    throw new NotAPicture(
      "input_dimensions_too_large",
      `The picture has ${width} × ${height} pixels, more than ${Input.MAX_PIXELS / 1e6} million. Scale it down.`,
    );
  }
  const thumbnail = await sharp(bytes, { limitInputPixels: Input.MAX_PIXELS, failOn: "error" })
    .timeout({ seconds: DECODE_SECONDS })
    .rotate()
    .resize(THUMBNAIL, THUMBNAIL, { fit: "inside", withoutEnlargement: true })
    .webp({ quality: 80 })
    .toBuffer()
    .catch(() => undefined);
  if (!thumbnail) {
    throw new NotAPicture("input_not_a_picture", "The picture is damaged and cannot be decoded. Export it again.");
  }
  return { contentType, width, height, thumbnail };
}
