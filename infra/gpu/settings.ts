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

export const scaling = {
  /** How often KEDA polls the queue. */
  pollingSeconds: 10,
  /** Delay before KEDA scales from one worker to none, and before it scales down. */
  cooldownSeconds: 300,
  stabilisationSeconds: 300,
  /** One worker per message, visible or in flight. */
  formula: "max([visible, total])",
} as const;
