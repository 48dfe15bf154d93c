import { pickStrings } from "../../api/search-params.ts";

/** Filters of the gallery, the open picture and the one to compare it with, stored in the URL. */
export interface PicturesSearch {
  q?: string;
  show?: string;
  shot?: string;
  member?: string;
  model?: string;
  /** Days, as `2026-11-25`. */
  from?: string;
  to?: string;
  open?: string;
  compare?: string;
}

const names = ["q", "show", "shot", "member", "model", "from", "to", "open", "compare"] as const;

export const parsePicturesSearch = (search: Record<string, unknown>): PicturesSearch => pickStrings(search, names);
