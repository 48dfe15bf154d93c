import type { WorkloadClass } from "../stage.ts";

/**
 * Figures of the machines with their sources. Dollars per hour in us-east-1, on demand; seconds; bytes. From AWS's
 * price list and published reports of ComfyUI on EKS (docs/operations/capacity.md).
 */
export const PRICES: Record<WorkloadClass, number> = { light: 1.006, heavy: 1.212, xl: 2.242 };
/** Price of Spot as a share of on-demand. It varies; a third to a half is usual for these types. */
export const SPOT_SHARE = 0.45;

/** From the request of a node until its GPU is schedulable. */
export const NODE_SECONDS = 13 + 40 + 36;
/** To pull and unpack an image of 11.6 GB in parallel. */
export const PULL_SECONDS = 120;
/** Start of ComfyUI with its custom nodes. */
export const START_SECONDS = 25;
/** From the model store into memory. */
export const LOAD_BYTES_PER_SECOND = 860 * 2 ** 20;
export const MODEL_BYTES: Record<WorkloadClass, number> = { light: 6.9e9, heavy: 12e9, xl: 24e9 };
/** One image of 1024², by class. */
export const JOB_SECONDS: Record<WorkloadClass, number> = { light: 12, heavy: 9, xl: 14 };
/** Interruptions of a Spot node per hour. */
export const LOSSES_PER_HOUR = 0.05;
/** Notice before an interruption. A job that needs less time is finished. */
export const WARNING_SECONDS = 120;
/** Share of requests for Spot nodes that find no capacity, and for how long Karpenter remembers that. */
export const SPOT_MISSING = 0.1;
export const REMEMBERED_SECONDS = 180;
