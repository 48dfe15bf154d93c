/**
 * Frames that a temporal model renders at once. Frames are kept by one window each; `first` to `last` is the window without
 * its handles, and `handleFirst` to `handleLast` is all that the model renders:
 * handleFirst ≤ first ≤ keepFirst ≤ keepLast ≤ last ≤ handleLast.
 */
export interface Window {
  readonly first: number;
  readonly last: number;
  readonly keepFirst: number;
  readonly keepLast: number;
  readonly handleFirst: number;
  readonly handleLast: number;
}

/** Properties of a workflow version that renders several frames at once. */
export interface WindowOptions {
  /** Frames that the model renders at once, with handles. */
  readonly length: number;
  /** Frames that neighbouring windows share, at least; default 0. */
  readonly overlap?: number;
  /** Frames at each end of every window that give the model context and are never kept; default 0. */
  readonly handles?: number;
  /**
   * Lengths that the model takes besides `length`, if shorter: multiples of `of` plus `plus`, such as 4n + 1. Without it,
   * every window has the full length.
   */
  readonly multiple?: { readonly of: number; readonly plus: number };
}
