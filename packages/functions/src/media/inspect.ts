import { readFile } from "node:fs/promises";
import { FILE_TYPES, getFileKind, MAX_LOCAL_BYTES, type ContentType } from "@pegbar/core/catalog/input/limits.ts";
import type { MediaFacts } from "@pegbar/core/schema/media-facts.ts";
import { readHead, type ByteSource } from "./byte-source.ts";
import { detectContentType, HEAD_BYTES } from "./detect.ts";
import { InputError } from "./input-error.ts";

/** What the check of an uploaded file found. */
export interface Inspected {
  contentType: ContentType;
  width: number | null;
  height: number | null;
  facts: MediaFacts;
  /** WebP, at most 512 pixels a side. */
  thumbnail?: Uint8Array;
  /** ThumbHash of the thumbnail, in base64. */
  placeholder?: string;
}

const SUPPORTED =
  "PNG, JPEG, WebP, GIF, AVIF, TIFF, EXR, HDR, MP4, MOV, WebM, WAV, FLAC, MP3, Opus, GLB and ComfyUI's .latent";

/**
 * Checks an uploaded file by its content. Reads only what it needs of video and audio.
 * @param file path of a local copy; large files have none
 * @throws {InputError} if it cannot be used
 */
export async function inspect(source: ByteSource, file: string | undefined): Promise<Inspected> {
  const contentType = detectContentType(await readHead(source, HEAD_BYTES));
  if (contentType === undefined)
    throw new InputError(
      "input_type_not_supported",
      `The file's content has no supported type. Export it as one of ${SUPPORTED}.`,
    );
  const { maxBytes } = FILE_TYPES[contentType];
  if (source.bytes > maxBytes)
    throw new InputError(
      "input_too_large",
      `The file has ${source.bytes} bytes; a file of type ${contentType} can have at most ${maxBytes}. Export it smaller.`,
    );
  const kind = getFileKind(contentType);
  if (kind === "video" || kind === "audio") {
    const { inspectMedia } = await import("./inspect-media.ts");
    return inspectMedia(source, contentType);
  }
  if (file === undefined || source.bytes > MAX_LOCAL_BYTES) throw new Error("a file of this kind is checked locally");
  switch (contentType) {
    case "image/x-exr":
      return (await import("./inspect-exr.ts")).inspectExr(await readFile(file));
    case "image/vnd.radiance":
      return (await import("./inspect-hdr.ts")).inspectHdr(await readFile(file));
    case "model/gltf-binary":
      return (await import("./inspect-glb.ts")).inspectGlb(await readFile(file));
    case "application/x-safetensors":
      return (await import("./inspect-latent.ts")).inspectLatent(file);
    default:
      return (await import("./picture.ts")).decode(await readFile(file));
  }
}
