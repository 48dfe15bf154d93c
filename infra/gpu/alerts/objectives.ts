import type { MetricSource } from "../metric-source/source.ts";

/** Service level objectives, and the expressions that measure them. */
export const objectives = {
  /** Share of interactive jobs that start within 60 s while capacity allows. */
  start: 0.95,
  /** Share of jobs that end without an operator. */
  finish: 0.999,
} as const;

const INTERACTIVE = { lane: "interactive" } as const;

/** Interactive jobs that started in a window, by class. */
export const countStarts = ({ increase }: MetricSource, window: string): string =>
  increase("pegbar_jobs_started_total", window, { where: INTERACTIVE, by: ["class"] });

/** Those that had waited longer than the objective. */
export const countLateStarts = ({ increase }: MetricSource, window: string): string =>
  increase("pegbar_jobs_started_total", window, { where: { ...INTERACTIVE, in_time: "false" }, by: ["class"] });

/** Share of interactive jobs that started in time, from 0 to 1, by class. Without late ones, their series is missing. */
export const shareStartedInTime = (source: MetricSource, window: string): string =>
  `1 - (${countLateStarts(source, window)} or 0 * ${countStarts(source, window)}) / ${countStarts(source, window)}`;

/** Jobs that ended in a window, by class. */
export const countEnds = ({ increase }: MetricSource, window: string): string =>
  increase("pegbar_jobs_ended_total", window, { by: ["class"] });

/** Jobs that the platform held for an operator in a window, by class. */
export const countHeld = ({ increase }: MetricSource, window: string): string =>
  increase("pegbar_jobs_held_total", window, { by: ["class"] });

/** Classes with as many running jobs as the operator permits. */
export const listFullClasses = ({ value }: MetricSource): string =>
  `${value("pegbar_jobs", "sum", { where: { state: "running" }, by: ["class"] })} >= (${value("pegbar_class_running_limit", "max", { by: ["class"] })} > 0)`;
