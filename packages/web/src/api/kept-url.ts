/** Shorter than the store's addresses serve. */
const SERVES_MS = 10 * 60_000;
const urls = new Map<string, { url: string; at: number }>();

/** The same address for the same picture, although each answer signs it anew: otherwise it would be fetched anew. */
export function keptUrl(id: string, url: string): string {
  const kept = urls.get(id);
  if (kept && Date.now() - kept.at < SERVES_MS) return kept.url;
  urls.set(id, { url, at: Date.now() });
  return url;
}
