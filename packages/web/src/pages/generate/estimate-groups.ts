import type { Upload } from "../../upload/uploads.ts";
import { buildJobRequest, type JobRequest, type ComposedJobs } from "./compose-jobs.ts";
import type { Draft } from "./draft.ts";
import type { Workflow } from "./values.ts";
import type { Estimate } from "./format.ts";

/** Jobs whose pictures have the same size: they take and cost the same. */
export interface EstimateGroup {
  body: JobRequest;
  jobs: number;
}

/** One estimate request for each picture size, for uploaded pictures only. */
export function groupBySize(
  workflow: Workflow,
  draft: Draft,
  shot: string,
  { fileSets }: ComposedJobs,
): EstimateGroup[] {
  const getSizeKey = (files: Record<string, Upload>) =>
    JSON.stringify(Object.values(files).map(({ input }) => [input?.width, input?.height]));
  const uploaded = fileSets.filter((files) => Object.values(files).every(({ input }) => input !== undefined));
  return [...Map.groupBy(uploaded, getSizeKey).values()].flatMap((sameSize) => {
    const [files] = sameSize;
    return files ? [{ body: buildJobRequest(workflow, draft, shot, files, false), jobs: sameSize.length }] : [];
  });
}

export interface TotalEstimate {
  /** Total of all jobs. */
  dollars: { low: number; high: number };
  /** Duration of one job. */
  seconds: { low: number; high: number };
  instance: string;
  wait: Estimate["wait"];
  /** Measured runs that the estimate is based on; 0 if one of the sizes has none. */
  runs: number;
}

/** Adds up the estimates. Jobs whose pictures are not uploaded yet count as the most expensive of the others. */
export function sumEstimates(found: readonly (Estimate & { jobs: number })[], jobs: number): TotalEstimate | undefined {
  const [first] = found;
  if (!first) return undefined;
  const remaining = jobs - found.reduce((sum, one) => sum + one.jobs, 0);
  const sumSeconds = (end: "low" | "high") =>
    found.reduce((sum, one) => sum + one.jobs * one.dollars[end], 0) +
    remaining * Math.max(...found.map(({ dollars }) => dollars[end]));
  return {
    dollars: { low: sumSeconds("low"), high: sumSeconds("high") },
    seconds: {
      low: Math.min(...found.map(({ seconds }) => seconds.low)),
      high: Math.max(...found.map(({ seconds }) => seconds.high)),
    },
    instance: first.instance,
    wait: first.wait,
    runs: Math.min(...found.map(({ basis }) => basis.runs)),
  };
}
