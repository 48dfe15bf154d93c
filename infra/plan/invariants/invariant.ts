import type { Planned } from "../plan.ts";

/** A rule for the plan of every stage. */
export interface Invariant {
  name: string;
  /** Reason for the rule. */
  why: string;
  /** Part of a stage that the rule applies to. Shapes without it are not checked. */
  needs?: "GPU tier";
  /** Lists violations; empty if there are none. */
  check(plan: readonly Planned[]): string[] | Promise<string[]>;
  /** Returns the plan with a violation, which the check must find. */
  plant(plan: readonly Planned[]): Planned[];
}
