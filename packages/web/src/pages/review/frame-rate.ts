import { parseFrameRate } from "@pegbar/frames";

/** The rate of a show that has not been loaded. */
export const DEFAULT_RATE = "24";

/** Frames per second of an exact rate such as `24` or `24000/1001`. */
export function toFramesPerSecond(rate: string): number {
  const { numerator, denominator } = parseFrameRate(rate) ?? { numerator: Number(DEFAULT_RATE), denominator: 1 };
  return numerator / denominator;
}

/** An exact rate as people write it: `23.976 fps` for `24000/1001`. */
export const formatRate = (rate: string): string =>
  `${/^\d+$/.test(rate) ? rate : Number(toFramesPerSecond(rate).toFixed(3))} fps`;

const USUAL = ["12", "24000/1001", "24", "25", "30"];

/** Rates to choose from: the usual ones, and that of the show, from slow to fast. */
export function listRates(showRate: string): string[] {
  const speed = toFramesPerSecond(showRate);
  const isUsual = USUAL.some((rate) => toFramesPerSecond(rate) === speed);
  return isUsual
    ? USUAL
    : [...USUAL, showRate].toSorted((one, other) => toFramesPerSecond(one) - toFramesPerSecond(other));
}
