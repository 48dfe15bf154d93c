/** A frame rate as an exact fraction, such as 24000/1001. */
export interface FrameRate {
  numerator: number;
  denominator: number;
}

/** Rates that are written as decimals and mean a fraction of 1001. */
const NTSC: Record<string, FrameRate> = {
  "23.976": { numerator: 24_000, denominator: 1001 },
  "23.98": { numerator: 24_000, denominator: 1001 },
  "29.97": { numerator: 30_000, denominator: 1001 },
  "59.94": { numerator: 60_000, denominator: 1001 },
};

/**
 * Reads a frame rate: `24`, `24000/1001`, or `23.976` and its kind, which mean fractions of 1001. Undefined for a text that is
 * none, or another decimal, which would not be exact.
 */
export function parseFrameRate(text: string): FrameRate | undefined {
  const known = NTSC[text.trim()];
  if (known) return known;
  const match = /^\s*([1-9]\d{0,6})(?:\/([1-9]\d{0,6}))?\s*$/.exec(text);
  if (!match) return undefined;
  const [numerator, denominator] = [Number(match[1]), Number(match[2] ?? 1)];
  const rate = numerator / denominator;
  return rate >= 1 && rate <= 1000 ? { numerator, denominator } : undefined;
}

export const formatFrameRate = ({ numerator, denominator }: FrameRate): string =>
  denominator === 1 ? String(numerator) : `${numerator}/${denominator}`;
