import type { FrameRate } from "@pegbar/frames";
import type { Size } from "./frame-size.ts";

/** Levels with their limits of macroblocks (16 × 16 pixels) per picture and second: H.264 (ITU-T H.264, table A-1), VP9. */
const LEVELS = [
  { h264: "1e", vp9: "30", picture: 1620, second: 40_500 },
  { h264: "1f", vp9: "31", picture: 3600, second: 108_000 },
  { h264: "28", vp9: "40", picture: 8192, second: 245_760 },
  { h264: "2a", vp9: "41", picture: 8704, second: 522_240 },
  { h264: "33", vp9: "51", picture: 36_864, second: 983_040 },
  { h264: "34", vp9: "52", picture: 36_864, second: 2_073_600 },
] as const;

const toNumber = ({ numerator, denominator }: FrameRate): number => numerator / denominator;

/** The codec's name with the lowest level that allows the size and rate: High profile of H.264, profile 0 of VP9. */
export function chooseCodec(format: "mp4" | "webm", { width, height }: Size, rate: FrameRate): string {
  const blocks = Math.ceil(width / 16) * Math.ceil(height / 16);
  const level = LEVELS.find(({ picture, second }) => blocks <= picture && blocks * toNumber(rate) <= second);
  if (!level) throw new Error(`no level allows ${width} × ${height} at ${toNumber(rate)} frames per second`);
  return format === "mp4" ? `avc1.6400${level.h264}` : `vp09.00.${level.vp9}.08`;
}

/** Bits per pixel and frame, for pictures that are reviewed frame by frame, and for small pictures bits per second. */
const BITS_PER_PIXEL = 0.2;
const MIN_BITS = 2_000_000;
/** Bytes of a whole movie: less than the 512 MiB of disk that a function has. */
const MAX_BYTES = 384 * 2 ** 20;

/** Bits per second. A movie of thousands of frames gets fewer, so that it fits the disk. */
export function chooseBitrate({ width, height }: Size, rate: FrameRate, frames: number): number {
  const seconds = frames / toNumber(rate);
  const wanted = Math.max(MIN_BITS, BITS_PER_PIXEL * width * height * toNumber(rate));
  return Math.round(Math.min(wanted, (MAX_BYTES * 8) / seconds));
}
