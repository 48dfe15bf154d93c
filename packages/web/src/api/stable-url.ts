/** Shorter than the lifetime of a presigned URL. */
const REUSE_MS = 10 * 60_000;
const urls = new Map<string, { url: string; at: number }>();

/** Returns the first URL seen for `id` while it is valid. Each response signs a new URL, which would bypass the HTTP cache. */
export function getStableUrl(id: string, url: string): string {
  const cached = urls.get(id);
  if (cached && Date.now() - cached.at < REUSE_MS) return cached.url;
  urls.set(id, { url, at: Date.now() });
  return url;
}
