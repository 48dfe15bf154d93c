import type { WorkloadClass } from "../stage.ts";

/**
 * What is known of the machines, with where it was read. Dollars an hour in us-east-1, on demand; seconds; bytes.
 * AWS's price list, and the notes of those who run ComfyUI on EKS (docs/operations/capacity.md).
 */
export const PRICES: Record<WorkloadClass, number> = { light: 1.006, heavy: 1.212, xl: 2.242 };
/** Spot costs this share. It moves; a third to a half is usual for these types. */
export const SPOT_SHARE = 0.45;

/** Node asked for, node ready, GPU schedulable. */
export const NODE_SECONDS = 13 + 40 + 36;
/** An image of 11.6 GB, pulled and unpacked in parallel. */
export const PULL_SECONDS = 120;
/** ComfyUI's own start, with its nodes. */
export const START_SECONDS = 25;
/** From the model store into memory. */
export const LOAD_BYTES_PER_SECOND = 860 * 2 ** 20;
export const MODEL_BYTES: Record<WorkloadClass, number> = { light: 6.9e9, heavy: 12e9, xl: 24e9 };
/** One image of 1024², by class. */
export const JOB_SECONDS: Record<WorkloadClass, number> = { light: 12, heavy: 9, xl: 14 };
/** Spot nodes that are taken, an hour. */
export const LOSSES_PER_HOUR = 0.05;
/** Told before it goes; a job that needs less than this is finished. */
export const WARNING_SECONDS = 120;
/** Share of requests for a Spot node that find none, and for how long Karpenter remembers. */
export const SPOT_MISSING = 0.1;
export const REMEMBERED_SECONDS = 180;
