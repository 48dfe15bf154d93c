import type { Planned } from "../plan.ts";

/** A rule for the plan of every stage. */
export interface Invariant {
  name: string;
  /** Reason for the rule. */
  why: string;
  /** Part of a stage that the rule is about; shapes without it have nothing to check. */
  needs?: "GPU tier";
  /** What breaks it, in words; empty when nothing does. */
  check(plan: readonly Planned[]): string[] | Promise<string[]>;
  /** Returns the plan with a violation, which the check must find. */
  plant(plan: readonly Planned[]): Planned[];
}
