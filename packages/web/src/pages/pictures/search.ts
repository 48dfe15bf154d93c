/** What the gallery is narrowed to, which picture is open, and what it is compared with; kept in the address. */
export interface PicturesSearch {
  q?: string;
  show?: string;
  member?: string;
  model?: string;
  /** Days, as `2026-11-25`. */
  from?: string;
  to?: string;
  open?: string;
  beside?: string;
}

const names = ["q", "show", "member", "model", "from", "to", "open", "beside"] as const;

export function picturesSearch(search: Record<string, unknown>): PicturesSearch {
  const found: PicturesSearch = {};
  for (const name of names) {
    const value = search[name];
    // The router reads what looks like a number as one.
    if (typeof value === "string" || typeof value === "number") {
      const text = String(value);
      if (text !== "") found[name] = text;
    }
  }
  return found;
}
