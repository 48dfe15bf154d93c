/** Codes of problems of frames, for which a batch is refused before submit. They do not change, because clients use them. */
export type FrameProblemCode =
  | "range_empty"
  | "range_syntax"
  | "number_too_large"
  | "step_zero"
  | "step_direction"
  | "frame_repeated"
  | "parts_interleave"
  | "too_many_frames"
  | "keys_empty"
  | "too_many_keys"
  | "key_frame_invalid"
  | "keys_not_ascending"
  | "key_value_invalid"
  | "key_types_differ"
  | "key_needs_hold"
  | "seed_invalid"
  | "seed_missing"
  | "window_invalid"
  | "window_length_not_allowed"
  | "overlap_too_long"
  | "range_too_short"
  | "frames_uneven"
  | "chain_without_overlap"
  | "chain_with_handles"
  | "axis_empty"
  | "axis_value_invalid"
  | "axis_value_repeated"
  | "grid_too_large"
  | "pattern_without_frame"
  | "pattern_with_two_frames"
  | "pattern_not_supported"
  | "paddings_differ"
  | "frame_twice"
  | "frames_missing"
  | "naming_invalid";

/** A problem of frames, for the user: what is wrong and what to do, in full sentences. */
export interface FrameProblem {
  readonly code: FrameProblemCode;
  readonly message: string;
  readonly remedy: string;
  /** Where, as an offset into the text in UTF-16 code units. */
  readonly at?: number;
}

/** A number with thousands separators, for messages. */
export const formatCount = (count: number): string => count.toLocaleString("en-US");

/** A user's text in quotes, truncated and without control characters, for messages. */
export function quoteText(text: string): string {
  const shown = text.replaceAll(/[\p{Cc}\p{Cf}]/gu, "\uFFFD");
  return `"${shown.length > 60 ? `${shown.slice(0, 59)}…` : shown}"`;
}
