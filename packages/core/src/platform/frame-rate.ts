import * as z from "zod";
// By its file: the whole package is loaded with the first batch.
import { formatFrameRate, parseFrameRate } from "@pegbar/frames/frame-rate.ts";

/** The fastest rate of a movie, in frames per second. */
const MAX_RATE = 120;

/** A frame rate as an exact fraction: `24`, `24000/1001`. `23.976` and its kind mean fractions of 1001. */
export const FrameRateText = z
  .string()
  .max(16)
  .refine(
    (text) => {
      const rate = parseFrameRate(text);
      return rate !== undefined && rate.numerator / rate.denominator <= MAX_RATE;
    },
    { message: `an exact rate from 1 to ${MAX_RATE}, such as 24, 25, 24000/1001 or 23.976` },
  )
  .transform((text) => {
    const rate = parseFrameRate(text);
    return rate ? formatFrameRate(rate) : text;
  });
