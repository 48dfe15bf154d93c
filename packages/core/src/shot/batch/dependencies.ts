import { isStepReference } from "../../job/batch/step-problems.ts";
import { listSteps, type BatchRequest } from "../../job/batch/request.ts";
import type { jobDependency } from "../../schema/job.sql.ts";

/** A job of a batch by its place. */
export interface PlacedJob {
  id: string;
  step: number;
  frame: number | null;
  variant: number;
}

type Row = typeof jobDependency.$inferInsert;

/** What the jobs of a batch wait for: results of the same frame and variant, and whole steps. */
export function listDependencies(request: BatchRequest, jobs: readonly PlacedJob[], tenantId: string): Row[] {
  const steps = listSteps(request);
  const toKey = ({ step, frame, variant }: Omit<PlacedJob, "id">) => `${step} ${frame} ${variant}`;
  const byPlace = new Map(jobs.map((one) => [toKey(one), one.id]));
  const indexOf = (name: string) => steps.findIndex((step) => step.name === name);
  return jobs.flatMap(({ id: jobId, step, frame, variant }): Row[] => {
    const { inputs = {}, after = [] } = steps[step] ?? {};
    const results = Object.entries(inputs).flatMap(([input, given]): Row[] => {
      if (!isStepReference(given)) return [];
      const dependsOn = byPlace.get(toKey({ step: indexOf(given.step), frame, variant }));
      return dependsOn === undefined ? [] : [{ tenantId, jobId, dependsOn, input, output: given.output ?? null }];
    });
    return [...results, ...after.map((name) => ({ tenantId, jobId, dependsOnStep: indexOf(name) }))];
  });
}
