export const SLUG = /^[a-z][a-z0-9-]{1,30}[a-z0-9]$/;

/** A short name made from a long one, as far as its letters allow. */
export const slugOf = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 32)
    .replace(/-+$/, "");
