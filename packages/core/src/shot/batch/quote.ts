import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { toDollars } from "../../platform/money.ts";
import * as Quota from "../../studio/quota/index.ts";
import type { Estimate } from "../../job/estimate/index.ts";
import { estimateNewJobWait, toWaitSeconds } from "../../job/estimate/wait.ts";
import { describeRemaining } from "../../job/quote.ts";
import { plan } from "./plan.ts";
import { addPlannedInputs } from "../../job/planned-input.ts";
import type { BatchEstimateRequest } from "../../job/batch/request.ts";

/**
 * Estimates the GPU time and price of a whole batch, when its first job starts, and how long all of its jobs take on the
 * workers that run now. Throws the errors of a submit.
 */
export const quote = ({ plannedInputs, ...request }: BatchEstimateRequest) =>
  Database.tx(async (tx) => {
    const { found, jobs } = await plan(tx, { ...request, inputs: addPlannedInputs(request.inputs, plannedInputs) });
    const [first] = jobs;
    if (!first) throw new Error("a batch without jobs");
    const { tenantId, memberId } = Context.getMember();
    const { lane, priority } = request;
    const [queue, quotas] = await Promise.all([
      estimateNewJobWait(tx, { class: first.price.class, lane, priority }),
      Promise.all([tenantId, found.place.showId, memberId].map((id) => Quota.fromID(id))),
    ]);
    const rendered = jobs.filter(({ reusedJobId }) => reusedJobId === undefined);
    const sum = (get: (price: Estimate) => number) => rendered.reduce((total, { price }) => total + get(price), 0);
    const [low, high] = [sum(({ lowMs }) => lowMs) / 1000, sum(({ highMs }) => highMs) / 1000];
    const wait = toWaitSeconds(queue);
    const parallel = countParallel(rendered.length, queue.workers, quotas);
    return {
      jobs: jobs.length,
      /** Jobs that get results of earlier ones, free of charge. */
      reused: jobs.length - rendered.length,
      class: first.price.class,
      instance: first.price.instance,
      seconds: { low, high },
      dollars: {
        low: toDollars(sum(({ lowMicros }) => lowMicros)),
        high: toDollars(sum(({ highMicros }) => highMicros)),
      },
      wait: { seconds: wait, jobsAhead: queue.ahead, workers: queue.workers },
      /** From now until the last job ends; null if no worker will take the jobs. */
      duration: wait && { low: wait.low + low / parallel, high: wait.high + high / parallel },
      measured: rendered.filter(({ price }) => price.runs > 0).length,
      remaining: quotas.map(describeRemaining),
    };
  });

/** How many jobs run at once: as many as there are workers now, within the limits on running jobs. */
function countParallel(
  jobs: number,
  workers: number,
  quotas: readonly Awaited<ReturnType<typeof Quota.fromID>>[],
): number {
  const limits = quotas.flatMap(({ limits }) => limits.runningJobs ?? []);
  return Math.max(1, Math.min(jobs, workers, ...limits));
}
