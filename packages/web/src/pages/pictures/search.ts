import { textsIn } from "../../api/search.ts";

/** What the gallery is narrowed to, which picture is open, and what it is compared with; kept in the address. */
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
  beside?: string;
}

const names = ["q", "show", "shot", "member", "model", "from", "to", "open", "beside"] as const;

export const picturesSearch = (search: Record<string, unknown>): PicturesSearch => textsIn(search, names);
