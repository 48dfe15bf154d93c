/** Cache lifetime: a role change, a revoked token, a sign-out and a withdrawn signing key take effect within this time. */
const CACHE_MS = 30_000;
const CACHE_SIZE = 5000;

/** Caches answers for a short time. Errors are not cached. */
export class Cache<T> {
  readonly #kept = new Map<string, { until: number; value: T }>();

  forget(key: string): void {
    this.#kept.delete(key);
  }

  /** Returns the cached answer or a new one, which is cached at most until its own expiry (milliseconds since 1970). */
  async get(key: string, make: () => Promise<{ value: T; until?: number }>): Promise<T> {
    const kept = this.#kept.get(key);
    if (kept && kept.until > Date.now()) return kept.value;
    const { value, until = Infinity } = await make();
    if (this.#kept.size >= CACHE_SIZE) this.#kept.clear();
    this.#kept.set(key, { until: Math.min(Date.now() + CACHE_MS, until), value });
    return value;
  }
}
