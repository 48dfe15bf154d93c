/** Delays between attempts in seconds: eleven attempts in about a day. */
const DELAYS = [5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800, 28_800] as const;
/** Maximum delay that a receiver can request. */
const MOST_RETRY_AFTER_SECONDS = 6 * 3600;
/** Up to this share is added to a delay, so that deliveries that failed together are not sent together. */
const JITTER = 0.2;

/**
 * When to try again after `tries` attempts; undefined after the last one. A Retry-After of the
 * receiver counts if it is longer.
 * @param random from 0 up to 1
 */
export function scheduleRetry(
  tries: number,
  now: Date,
  retryAfter: string | undefined,
  random: number = Math.random(),
): Date | undefined {
  const delay = DELAYS[tries - 1];
  if (delay === undefined) return undefined;
  const own = delay * (1 + JITTER * random);
  const asked = Math.min(parseRetryAfter(retryAfter, now), MOST_RETRY_AFTER_SECONDS);
  return new Date(now.getTime() + Math.round(Math.max(own, asked) * 1000));
}

/** Parses a Retry-After (RFC 9110): seconds, or a date. Returns seconds; 0 if it is neither. */
function parseRetryAfter(retryAfter: string | undefined, now: Date): number {
  if (retryAfter === undefined) return 0;
  if (/^\d{1,9}$/.test(retryAfter.trim())) return Number(retryAfter);
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? 0 : Math.max(0, (date - now.getTime()) / 1000);
}
