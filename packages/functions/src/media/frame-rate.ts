export interface FrameRate {
  numerator: number;
  denominator: number;
}

/** Rates of film and television, which containers with rounded timestamps do not store exactly. */
const COMMON: readonly FrameRate[] = [
  ...[8, 10, 12, 15, 16, 24, 25, 30, 48, 50, 60, 90, 100, 120].map((numerator) => ({ numerator, denominator: 1 })),
  ...[24_000, 30_000, 48_000, 60_000, 120_000].map((numerator) => ({ numerator, denominator: 1001 })),
];

/**
 * Finds the frame rate as a fraction: the common rate that all timestamps fit to within one tick, else the average.
 * @param timestamps of consecutive packets in seconds, in any order
 * @param resolution ticks per second of the timestamps
 */
export function findFrameRate(
  timestamps: readonly number[],
  resolution: number,
  seconds: number,
): { frameRate: FrameRate; isConstant: boolean } {
  const sorted = timestamps.toSorted((a, b) => a - b);
  const [first = 0] = sorted;
  const span = (sorted.at(-1) ?? 0) - first;
  if (sorted.length < 2 || span <= 0) {
    const [single] = COMMON.filter((rate) => Math.abs(rate.denominator / rate.numerator - seconds) <= 1 / resolution);
    return { frameRate: single ?? reduce(Math.max(1, Math.round(1000 / seconds)), 1000), isConstant: true };
  }
  const average = (sorted.length - 1) / span;
  const fits = ({ numerator, denominator }: FrameRate) =>
    sorted.every((at, index) => Math.abs(at - first - (index * denominator) / numerator) <= 1.001 / resolution);
  const ticks = Math.round((span / (sorted.length - 1)) * resolution);
  const exact = Number.isInteger(resolution) && ticks > 0 ? [reduce(resolution, ticks)] : [];
  // A common rate first: with a resolution of milliseconds, the average number of ticks is not the exact rate.
  const found = [...COMMON, ...exact].toSorted((a, b) => distance(a, average) - distance(b, average)).find(fits);
  return { frameRate: found ?? reduce(Math.round(average * 1000), 1000), isConstant: found !== undefined };
}

const distance = ({ numerator, denominator }: FrameRate, rate: number) => Math.abs(numerator / denominator - rate);

function reduce(numerator: number, denominator: number): FrameRate {
  let [a, b] = [numerator, denominator];
  while (b > 0) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}
