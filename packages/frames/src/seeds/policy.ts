/**
 * Which seed each frame of a batch gets.
 *
 * - `fixed`: the same seed for all frames.
 * - `increment`: `seed` plus `step` (default 1) for each frame number after the batch's first; it wraps around at the limit.
 * - `perFrame`: unrelated seeds that depend only on `seed` and the frame number.
 * - `table`: a seed for each frame number.
 *
 * A frame that is rendered again gets the same seed, whatever other frames its batch has; with `increment`, as long as the
 * first frame stays the same.
 */
export type SeedPolicy =
  | { readonly kind: "fixed"; readonly seed: number }
  | { readonly kind: "increment"; readonly seed: number; readonly step?: number }
  | { readonly kind: "perFrame"; readonly seed: number }
  | { readonly kind: "table"; readonly seeds: Readonly<Record<number, number>> };

/**
 * Default limit of seeds, 2^53 − 1. ComfyUI takes seeds up to 2^64 − 1, but larger integers lose digits when a client
 * reads JSON into 64-bit floating point.
 */
export const MAX_SEED = Number.MAX_SAFE_INTEGER;
