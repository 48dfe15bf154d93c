/** Value of the studio's tag in a stage that serves several studios. */
export const SHARED = "shared";

/**
 * Creates the tags by which costs are grouped, for all resources of a stage. `sst:app` and `sst:stage` are SST's own tags;
 * they are listed here because a provider's default tags are replaced as a whole. If a stage serves several studios, AWS
 * cannot split its bill by studio: each studio's GPU seconds and dollars are in the platform's usage.
 */
export const createCostTags = (stage: string, studio: string | null): Record<string, string> => ({
  "sst:app": "pegbar",
  "sst:stage": stage,
  "pegbar:studio": studio ?? SHARED,
});

/** Tag of GPU nodes of a class; its value names the stage, because a budget filters by one tag. */
export const CLASS_TAG = "pegbar:class";
export const formatClassTag = (stage: string, name: string): string => `${stage}/${name}`;
