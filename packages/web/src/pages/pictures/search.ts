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
  /** `favourite`, `rejected` or `notRejected`. */
  flag?: string;
  /** Least number of stars. */
  rating?: string;
  tag?: string;
  /** `shot`; otherwise by day. */
  group?: string;
  open?: string;
  compare?: string;
}

const filters = ["q", "show", "shot", "member", "model", "from", "to", "flag", "rating", "tag"] as const;
const names = [...filters, "group", "open", "compare"] as const;

export const parsePicturesSearch = (search: Record<string, unknown>): PicturesSearch => pickStrings(search, names);

export const isFiltered = (search: PicturesSearch): boolean => filters.some((name) => search[name] !== undefined);
