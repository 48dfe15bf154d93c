/** Largest picture that may be uploaded, in bytes. */
export const MAX_BYTES = 64 * 1024 * 1024;
/** Pictures above this are refused before they are decoded. */
export const MAX_PIXELS = 100_000_000;
export const CONTENT_TYPES = ["image/png", "image/jpeg", "image/webp"] as const;
