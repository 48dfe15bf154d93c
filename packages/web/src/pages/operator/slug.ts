export const SLUG_PATTERN = /^[a-z][a-z0-9-]{1,30}[a-z0-9]$/;

/** Suggests a slug for a name; empty if the name has no Latin letters. */
export const toSlug = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 32)
    .replace(/-+$/, "");
