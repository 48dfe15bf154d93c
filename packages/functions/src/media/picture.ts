import sharp, { type Metadata } from "sharp";
import { MAX_ANIMATION_PIXELS, MAX_PIXELS, type ContentType } from "@pegbar/core/catalog/input/limits.ts";
import { NO_FACTS, type MediaFacts, type MediaWarning } from "@pegbar/core/schema/media-facts.ts";
import { countApngFrames, endOf } from "./container.ts";
import { detectContentType, HEAD_BYTES } from "./detect.ts";
import type { Inspected } from "./inspect.ts";
import { InputError } from "./input-error.ts";
import { createPlaceholder } from "./placeholder.ts";
import { isAlso } from "./polyglot.ts";
import { readProfileName } from "./profile.ts";
import { isJpegTiff } from "./tiff.ts";
import {
  createAnimationWarning,
  createPagesWarning,
  createProfileWarning,
  JPEG_IN_TIFF,
  SIXTEEN_BIT_GREY,
} from "./warnings.ts";

// One picture at a time; the cache would only keep tenants' pictures in memory.
sharp.cache(false);

export const THUMBNAIL = 512;
const DECODE_SECONDS = 30;

type PictureType = Extract<ContentType, `image/${string}`>;
/** Types that sharp decodes. */
const DECODED: readonly string[] = ["image/png", "image/jpeg", "image/webp", "image/gif", "image/avif", "image/tiff"];

/** Decodes a whole picture by its content, not its name. Checks the dimensions before decoding any pixel. */
export async function decode(bytes: Uint8Array): Promise<Inspected> {
  const contentType = detectContentType(bytes.subarray(0, HEAD_BYTES));
  if (contentType === undefined || !DECODED.includes(contentType))
    throw new InputError("input_type_not_supported", "The file is not a picture. Export it as PNG, JPEG or WebP.");
  assertNothingElse(bytes, contentType as PictureType);
  const header = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    // The error below says that the file is damaged; the decoder's message does not help users.
    .catch(() => undefined);
  if (!header) throw createDamagedError(contentType);
  // Rotated by its EXIF data, as ComfyUI loads it.
  const { width, height } = header.autoOrient;
  const frames = contentType === "image/png" ? countApngFrames(bytes) : (header.pages ?? 1);
  assertSize(width, height, contentType === "image/tiff" ? 1 : frames);
  const thumbnail = await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: "error" })
    .timeout({ seconds: DECODE_SECONDS })
    .rotate()
    .resize(THUMBNAIL, THUMBNAIL, { fit: "inside", withoutEnlargement: true })
    // Effort 2 of 6 takes two thirds of the time of the default 4, for 8 % more bytes.
    .webp({ quality: 80, effort: 2 })
    .toBuffer()
    // Damaged, or too slow to decode: reported below.
    .catch(() => undefined);
  if (!thumbnail) throw createDamagedError(contentType);
  const facts = describe(header, contentType as PictureType, frames, isJpegTiff(bytes));
  return { contentType, width, height, facts, thumbnail, placeholder: await createPlaceholder(thumbnail) };
}

/** A file with hidden content could pass the check as a picture and be used as something else. */
function assertNothingElse(bytes: Uint8Array, contentType: PictureType): void {
  if (contentType === "image/png" || contentType === "image/jpeg" || contentType === "image/webp") {
    const end = endOf(bytes, contentType);
    if (end === undefined) throw createDamagedError(contentType);
    if (end < bytes.length)
      throw new InputError(
        "input_damaged",
        `${bytes.length - end} bytes follow the picture's end. Export it again, without whatever is hidden there.`,
      );
  }
  const other = isAlso(bytes);
  if (other) throw new InputError("input_damaged", `The file is both a picture and ${other}. Export the picture only.`);
}

function assertSize(width: number, height: number, frames: number): void {
  if (width * height > MAX_PIXELS)
    throw new InputError(
      "input_dimensions_too_large",
      `The picture has ${width} × ${height} pixels, more than ${MAX_PIXELS / 1e6} million. Scale it down.`,
    );
  if (width * height * frames > MAX_ANIMATION_PIXELS)
    throw new InputError(
      "input_dimensions_too_large",
      `The animation has ${frames} frames of ${width} × ${height} pixels, together more than ${MAX_ANIMATION_PIXELS / 1e6} million, ` +
        "which ComfyUI loads at once. Upload it as a video, or scale it down.",
    );
}

function describe(header: Metadata, contentType: PictureType, count: number, isJpeg: boolean): MediaFacts {
  const isTiff = contentType === "image/tiff";
  const frames = isTiff ? 1 : count;
  const profile = header.icc && (readProfileName(header.icc) ?? "unnamed");
  const warnings: (MediaWarning | undefined)[] = [
    profile !== undefined && !/sRGB|^s?grey|^gray/i.test(profile) ? createProfileWarning(profile) : undefined,
    header.space === "grey16" ? SIXTEEN_BIT_GREY : undefined,
    frames > 1 ? createAnimationWarning(frames) : undefined,
    isTiff && count > 1 ? createPagesWarning(count) : undefined,
    isTiff && isJpeg ? JPEG_IN_TIFF : undefined,
  ];
  return {
    ...NO_FACTS,
    frames,
    durationMs: frames > 1 && header.delay ? header.delay.reduce((sum, one) => sum + one, 0) : null,
    channels: header.channels ?? null,
    bitDepth: DEPTHS[header.depth ?? ""] ?? null,
    colourProfile: profile ?? null,
    warnings: warnings.filter((one) => one !== undefined),
  };
}

const DEPTHS: Readonly<Record<string, number>> = {
  uchar: 8,
  char: 8,
  ushort: 16,
  short: 16,
  uint: 32,
  float: 32,
  double: 64,
};

const createDamagedError = (contentType: ContentType) =>
  new InputError(
    "input_damaged",
    contentType === "image/avif"
      ? "The AVIF is damaged, or animated, which ComfyUI does not load. Export it again as a still picture."
      : "The picture is damaged and cannot be decoded. Export it again.",
  );
