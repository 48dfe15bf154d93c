/**
 * Multi-window, multi-burn-rate alerts. Source of the windows and factors: Google, The Site Reliability Workbook, chapter 5,
 * table 5-8. The factor is how many times faster than permitted the error budget of 30 days is used up. The short window ends
 * the alert soon after its cause.
 */
const windows = {
  /** 2 % of the budget in an hour, or 5 % in six hours. */
  page: [
    { factor: 14.4, long: "1h", short: "5m" },
    { factor: 6, long: "6h", short: "30m" },
  ],
  /** 10 % of the budget in one day, or in three. */
  ticket: [
    { factor: 3, long: "1d", short: "2h" },
    { factor: 1, long: "3d", short: "6h" },
  ],
} as const;

interface BurnRate {
  severity: keyof typeof windows;
  /** Permitted share of bad events, from 0 to 1. */
  budget: number;
  /** Number of bad events in a window. */
  bad: (window: string) => string;
  /** Number of all events in a window, with the same labels. */
  all: (window: string) => string;
  /** Bad events in the long window from which it counts: with few events, one is a large share. */
  least: number;
}

/** Expression that is true while the budget burns too fast; its value is the share of bad events in the long window. */
export const burnsTooFast = ({ severity, budget, bad, all, least }: BurnRate): string =>
  windows[severity]
    .map(({ factor, long, short }) => {
      const limit = Number((factor * budget).toPrecision(6));
      return `(${bad(long)} / ${all(long)} > ${limit} and ${bad(short)} / ${all(short)} > ${limit} and ${bad(long)} >= ${least})`;
    })
    .join(" or ");
