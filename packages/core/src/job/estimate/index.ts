import type { WorkloadClass } from "../../contract/index.ts";
import type * as Database from "../../platform/database/index.ts";
import * as Fleet from "../fleet/index.ts";
import { computeReservation, computePrice } from "../../platform/money.ts";
import { estimateCold } from "./cold.ts";
import { computeRange, listRuns, type Likeness } from "./measured.ts";

/** Estimated GPU time and price of a job. A quota reserves the upper end. */
export interface Estimate {
  class: WorkloadClass;
  instance: string;
  pixels: number;
  steps: number;
  lowMs: number;
  highMs: number;
  /** The most likely value. */
  expectedMs: number;
  lowMicros: number;
  highMicros: number;
  microsPerHour: number;
  /** Number of measured runs that the estimate is based on. 0 if it is derived from size and steps. */
  runs: number;
}

/** Estimates the GPU time and price of a job, at most its time limit. */
export async function estimate(tx: Database.Tx, like: Likeness & { timeLimitSeconds: number }): Promise<Estimate> {
  const [measured, price] = await Promise.all([listRuns(tx, like), Fleet.readClass(like.class)]);
  const found = computeRange(measured);
  const { lowMs, highMs } = found ?? estimateCold(like.class, like.pixels, like.steps);
  const most = like.timeLimitSeconds * 1000;
  const low = Math.min(lowMs, most);
  const high = Math.min(highMs, most);
  return {
    class: like.class,
    instance: price.instance,
    pixels: like.pixels,
    steps: like.steps,
    lowMs: low,
    highMs: high,
    expectedMs: Math.min(found?.meanMs ?? lowMs, most),
    lowMicros: computePrice(low, price.microsPerHour),
    highMicros: computeReservation(high, price.microsPerHour),
    microsPerHour: price.microsPerHour,
    runs: found ? measured.length : 0,
  };
}
