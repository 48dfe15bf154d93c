/** A line of the brush, in pixels of the picture. */
export interface Stroke {
  kind: "brush" | "eraser";
  /** Diameter. */
  size: number;
  points: readonly (readonly [x: number, y: number])[];
}

/** One change of the mask. */
export type Change = Stroke | { kind: "invert" } | { kind: "clear" };

/** All changes, of which those from `at` on are undone. The mask is drawn from them: they need less memory than pictures. */
export interface History {
  changes: readonly Change[];
  at: number;
}

export const emptyHistory: History = { changes: [], at: 0 };

export const add = ({ changes, at }: History, change: Change): History => ({
  changes: [...changes.slice(0, at), change],
  at: at + 1,
});
export const undo = ({ changes, at }: History): History => ({ changes, at: Math.max(0, at - 1) });
export const redo = ({ changes, at }: History): History => ({ changes, at: Math.min(changes.length, at + 1) });

/** The changes that make up the mask: those since it was last cleared. */
export function listVisible({ changes, at }: History): readonly Change[] {
  const done = changes.slice(0, at);
  return done.slice(done.findLastIndex(({ kind }) => kind === "clear") + 1);
}
