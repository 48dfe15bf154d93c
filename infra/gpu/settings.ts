import type { WorkloadClass } from "../stage.ts";

/** Settings of the fleet, for the cluster and the simulation (infra/simulate). Times in seconds. */

/** At least five instance types per pool, so that it can fall back to another type. */
export const instanceTypes: Record<WorkloadClass, string[]> = {
  light: ["g4dn.xlarge", "g4dn.2xlarge", "g6.xlarge", "g5.xlarge", "g6.2xlarge"],
  heavy: ["g5.2xlarge", "g6.2xlarge", "g5.4xlarge", "g6.4xlarge", "g6e.2xlarge"],
  xl: ["g6e.2xlarge", "g6e.4xlarge", "g6e.8xlarge", "g6e.16xlarge"],
};

export const pools = {
  spot: { weight: 50, expireAfterHours: 168, graceSeconds: 110 },
  // On-demand nodes are not replaced by Spot nodes automatically, so they expire after a day.
  "on-demand": { weight: 10, expireAfterHours: 24, graceSeconds: undefined },
} as const;

/** How long an empty node stays, so that the next job finds a node with image and models. */
export const WARM_SECONDS = 600;

/** Share of a pool's nodes that Karpenter replaces at once, rounded up. */
export const REPLACED_PERCENT = 10;
const REPLACED = `${REPLACED_PERCENT}%`;
/** Hours of the night in which nodes may be replaced. */
export const NIGHT_HOURS = 4;

/**
 * Disruption budgets of a pool. `WhenEmpty` governs consolidation alone: a node that has drifted, such as after a new
 * Bottlerocket version, is drained although it is busy, and a Spot node has 110 s for it. Therefore nothing drifts by
 * day. The most restrictive of the budgets that name a reason applies; schedules are in UTC; expired nodes are replaced
 * at any time (Karpenter 1.14, concepts/disruption.md and NodePool.GetAllowedDisruptionsByReason).
 * @param nightHour hour in UTC at which the night begins
 */
export const createBudgets = (nightHour: number) => [
  { nodes: REPLACED, reasons: ["Empty", "Underutilized"] },
  { nodes: REPLACED, reasons: ["Drifted"] },
  {
    nodes: "0",
    reasons: ["Drifted"],
    schedule: `0 ${(nightHour + NIGHT_HOURS) % 24} * * *`,
    duration: `${24 - NIGHT_HOURS}h`,
  },
];

/** Names of KEDA's triggers: the formula compares them, and KEDA's metrics have them in the label `scaler`. */
export const triggers = { visible: "visible", total: "total" } as const;

export const scaling = {
  /** How often KEDA polls the queue. */
  pollingSeconds: 10,
  /** Delay before KEDA scales from one worker to none, and before it scales down. */
  cooldownSeconds: 300,
  stabilisationSeconds: 300,
  /** One worker per message, by what is visible and what is in flight too. */
  formula: `max([${triggers.visible}, ${triggers.total}])`,
} as const;
