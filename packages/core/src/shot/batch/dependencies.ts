import type { FrameWindow } from "@pegbar/frames";
import { listSteps, type BatchRequest } from "../../job/batch/request.ts";
import { listJobFrames } from "../../job/job-frames.ts";
import type { JobInputs } from "../../job/state/index.ts";
import { isStepResult, parseStepResult } from "../../job/step-result.ts";
import type { jobDependency } from "../../schema/job.sql.ts";

/** A job of a batch by its place. */
export interface PlacedJob {
  id: string;
  step: number;
  frame: number | null;
  window: FrameWindow | null;
  variant: number;
  /** Its files, and what stands for results; undefined for a job that reuses results. */
  inputs: JobInputs | undefined;
}

type Row = typeof jobDependency.$inferInsert;

/** What the jobs of a batch wait for: results of the same variant, and whole steps. */
export function listDependencies(request: BatchRequest, jobs: readonly PlacedJob[], tenantId: string): Row[] {
  const steps = listSteps(request);
  const findSource = indexSources(request, jobs);
  return jobs.flatMap((one): Row[] => {
    const results = listResults(one).flatMap(({ input, text }): Row[] => {
      const dependsOn = findSource(text, one.variant);
      const output = parseStepResult(text).output ?? null;
      return dependsOn === undefined ? [] : [{ tenantId, jobId: one.id, dependsOn, input, output }];
    });
    // Several frames of an input can be those of one window.
    const distinct = new Map(results.map((row) => [`${row.dependsOn} ${row.input}`, row]));
    const { after = [] } = steps[one.step] ?? {};
    return [
      ...distinct.values(),
      ...after.map((name) => ({
        tenantId,
        jobId: one.id,
        dependsOnStep: steps.findIndex((step) => step.name === name),
      })),
    ];
  });
}

/** What stands for results in a job's inputs. */
const listResults = ({ inputs = {} }: Pick<PlacedJob, "inputs">): { input: string; text: string }[] =>
  Object.entries(inputs).flatMap(([input, given]) =>
    [given]
      .flat()
      .filter(isStepResult)
      .map((text) => ({ input, text })),
  );

/** Finds the job whose result a text stands for. */
function indexSources(request: BatchRequest, jobs: readonly Omit<PlacedJob, "inputs">[]) {
  const stepOf = new Map(listSteps(request).map(({ name }, index) => [name, index]));
  const toKey = (step: number | undefined, frame: number | null, variant: number) => `${step} ${frame} ${variant}`;
  const byFrame = new Map(
    jobs.flatMap((one) =>
      (one.frame === null ? [null] : listJobFrames(one)).map(
        (frame) => [toKey(one.step, frame, one.variant), one.id] as const,
      ),
    ),
  );
  return (text: string, variant: number): string | undefined => {
    const { step, frame } = parseStepResult(text);
    return byFrame.get(toKey(stepOf.get(step), frame ?? null, variant));
  };
}

/** The jobs that these conditions choose, and all that continue with results of theirs, in the order of the jobs. */
export function addDependents<
  T extends { step: number; frame: number | null; window: FrameWindow | null; variant: number },
>(request: BatchRequest, jobs: readonly T[], getInputs: (job: T) => JobInputs, isChosen: (job: T) => boolean): T[] {
  const ids = new Map(jobs.map((one, index) => [String(index), one]));
  const findSource = indexSources(
    request,
    [...ids].map(([id, one]) => ({ ...one, id })),
  );
  const chosen = new Set<string>();
  // Sources are before the jobs that continue with them: earlier steps first, and the windows of a chain in order.
  for (const [id, one] of ids) {
    const sources = listResults({ inputs: getInputs(one) }).map(({ text }) => findSource(text, one.variant) ?? "");
    if (isChosen(one) || sources.some((source) => chosen.has(source))) chosen.add(id);
  }
  return jobs.filter((_, index) => chosen.has(String(index)));
}
