/** Value of the studio's tag in a stage that serves several studios. */
export const SHARED = "shared";

/**
 * Tags that costs are grouped by, on everything that a stage creates. `sst:app` and `sst:stage` are SST's own; default
 * tags of a provider are set as a whole, so they stand here too. A stage that serves several studios cannot split its
 * bill by studio in AWS: each studio's GPU seconds and dollars are in the platform's usage.
 */
export const createCostTags = (stage: string, studio: string | null): Record<string, string> => ({
  "sst:app": "pegbar",
  "sst:stage": stage,
  "pegbar:studio": studio ?? SHARED,
});

/** Tag of GPU nodes of a class; its value names the stage, because a budget filters by one tag. */
export const CLASS_TAG = "pegbar:class";
export const formatClassTag = (stage: string, name: string): string => `${stage}/${name}`;
