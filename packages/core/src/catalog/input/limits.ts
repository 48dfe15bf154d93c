import type { FileKind } from "@pegbar/comfyui/file-kinds";

const MIB = 1024 * 1024;

interface FileType {
  kind: FileKind;
  /** Maximum size of a file, in bytes. */
  maxBytes: number;
}

/** Types of files that can be uploaded, detected by content. */
export const FILE_TYPES = {
  "image/png": { kind: "image", maxBytes: 64 * MIB },
  "image/jpeg": { kind: "image", maxBytes: 64 * MIB },
  "image/webp": { kind: "image", maxBytes: 64 * MIB },
  "image/gif": { kind: "image", maxBytes: 64 * MIB },
  "image/avif": { kind: "image", maxBytes: 64 * MIB },
  "image/tiff": { kind: "image", maxBytes: 256 * MIB },
  "image/x-exr": { kind: "image", maxBytes: 256 * MIB },
  "image/vnd.radiance": { kind: "image", maxBytes: 256 * MIB },
  "video/mp4": { kind: "video", maxBytes: 20e9 },
  "video/quicktime": { kind: "video", maxBytes: 20e9 },
  "video/webm": { kind: "video", maxBytes: 20e9 },
  "audio/wav": { kind: "audio", maxBytes: 4096 * MIB },
  "audio/flac": { kind: "audio", maxBytes: 4096 * MIB },
  "audio/mpeg": { kind: "audio", maxBytes: 4096 * MIB },
  "audio/ogg": { kind: "audio", maxBytes: 4096 * MIB },
  "model/gltf-binary": { kind: "3d", maxBytes: 256 * MIB },
  "application/x-safetensors": { kind: "latent", maxBytes: 256 * MIB },
} as const satisfies Record<string, FileType>;

export type ContentType = keyof typeof FILE_TYPES;
export const CONTENT_TYPES = Object.keys(FILE_TYPES) as [ContentType, ...ContentType[]];
/** Maximum size of any input, in bytes. */
export const MAX_BYTES = Math.max(...Object.values(FILE_TYPES).map(({ maxBytes }) => maxBytes));
/** Files up to this size, in bytes, are checked from a local copy; larger ones are streamed from the store. */
export const MAX_LOCAL_BYTES = 256 * MIB;
/** Maximum number of pixels of a frame. Larger images are refused before they are decoded. */
export const MAX_PIXELS = 100_000_000;
/** Maximum number of pixels of all frames of an animated image, because ComfyUI loads all of them at once. */
export const MAX_ANIMATION_PIXELS = 1_000_000_000;
/** Maximum number of channels of an EXR file. */
export const MAX_CHANNELS = 64;
/** Maximum duration of audio, in seconds, because ComfyUI loads all of it into memory as 32-bit floats. */
export const MAX_AUDIO_SECONDS = 2 * 3600;

export const getFileKind = (contentType: string): FileKind | undefined =>
  Object.hasOwn(FILE_TYPES, contentType) ? FILE_TYPES[contentType as ContentType].kind : undefined;
