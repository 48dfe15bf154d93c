import type { Asset } from "./queries.ts";

export type Marks = Pick<Asset, "flag" | "rating" | "tags">;

/** Marks that were changed on this page, and when (milliseconds of `performance.now()`). */
const recent = new Map<string, { marks: Marks; at: number }>();

export const rememberMarks = (id: string, marks: Marks): void => void recent.set(id, { marks, at: performance.now() });

export const getRecentMarks = (id: string): Marks | undefined => recent.get(id)?.marks;

/** Replaces the marks of assets that were changed after a request began: its response may be from before the change. */
export const applyRecentMarks = (assets: readonly Asset[], requestedAt: number): Asset[] =>
  assets.map((one) => {
    const known = recent.get(one.id);
    return known && known.at > requestedAt ? { ...one, ...known.marks } : one;
  });
