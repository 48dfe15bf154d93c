/** A dashboard of one screen, independent of Grafana's format. */

export type Unit = "short" | "percent" | "s" | "bytes" | "celsius" | "watt" | "currencyUSD" | "reqps" | "h";

export interface Query {
  expr: string;
  /** Legend of a line; `{{label}}` stands for a label's value. */
  legend: string;
}

export interface Panel {
  title: string;
  /** What to look for, and what to do. */
  says: string;
  unit: Unit;
  queries: readonly Query[];
  /** Stacks the lines, for states that add up. */
  stacked?: boolean;
}

/** Most panels that fit on one screen below the questions. */
export const MAX_PANELS = 9;

export interface Dashboard {
  uid: string;
  title: string;
  /** Questions that the dashboard answers, each with the panels that do. */
  questions: readonly string[];
  panels: readonly Panel[];
}
