/** Maximum size of an uploaded image, in bytes. */
export const MAX_BYTES = 64 * 1024 * 1024;
/** Maximum number of pixels. Larger images are refused before they are decoded. */
export const MAX_PIXELS = 100_000_000;
export const CONTENT_TYPES = ["image/png", "image/jpeg", "image/webp"] as const;
