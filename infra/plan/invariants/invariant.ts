import type { Planned } from "../plan.ts";

/** Something that must be true of every stage's plan. */
export interface Invariant {
  name: string;
  /** What would happen otherwise. */
  why: string;
  /** Part of a stage that the rule is about; shapes without it have nothing to check. */
  needs?: "GPU tier";
  /** What breaks it, in words; empty when nothing does. */
  check(plan: readonly Planned[]): string[] | Promise<string[]>;
  /** The same plan with that fault in it, which the check must find. */
  plant(plan: readonly Planned[]): Planned[];
}
