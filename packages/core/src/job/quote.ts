import * as Context from "../platform/context.ts";
import * as Database from "../platform/database/index.ts";
import { estimate } from "./estimate/index.ts";
import { estimateNewJobWait, toWaitSeconds } from "./estimate/wait.ts";
import { toDollars } from "../platform/money.ts";
import * as Quota from "../studio/quota/index.ts";
import { prepare } from "./prepare.ts";
import { addPlannedInputs } from "./planned-input.ts";
import type { EstimateRequest, SubmitRequest } from "./request.ts";

/**
 * Estimates the GPU time, price and wait of a request, with what remains on the quotas. Throws the errors of a submit.
 */
export const quote = (request: EstimateRequest) =>
  Database.tx(async (tx) => {
    const prepared = await prepare(tx, fillIn(request));
    const { tenantId, memberId } = Context.getMember();
    const { lane, priority } = request;
    const subjects = [tenantId, prepared.place.showId, memberId];
    const [price, queue, quotas] = await Promise.all([
      estimate(tx, prepared),
      estimateNewJobWait(tx, { class: prepared.class, lane, priority }),
      Promise.all(subjects.map((id) => Quota.fromID(id))),
    ]);
    return {
      class: price.class,
      instance: price.instance,
      pixels: price.pixels,
      steps: price.steps,
      seconds: { low: price.lowMs / 1000, high: price.highMs / 1000 },
      dollars: { low: toDollars(price.lowMicros), high: toDollars(price.highMicros) },
      wait: {
        seconds: toWaitSeconds(queue),
        jobsAhead: queue.ahead,
        workers: queue.workers,
      },
      basis: {
        kind: price.runs > 0 ? ("measured" as const) : ("assumed" as const),
        runs: price.runs,
        text:
          price.runs > 0
            ? `${price.runs} measured runs of this workflow version on the class ${price.class} at this size and steps`
            : `no run like this has been measured: assumed from ${price.pixels} pixels and ${price.steps} steps`,
      },
      remaining: quotas.map(describeRemaining),
    };
  });

function fillIn(request: EstimateRequest): SubmitRequest {
  if ("graph" in request) return request;
  const { plannedInputs, ...rest } = request;
  return { ...rest, inputs: addPlannedInputs(rest.inputs, plannedInputs) };
}

/** What is left of a quota; null without a limit. */
export function describeRemaining({
  scope,
  subjectId,
  limits,
  used,
  reserved,
}: Awaited<ReturnType<typeof Quota.fromID>>) {
  const subtract = (most: number | null, taken: number) => (most === null ? null : Math.max(0, most - taken));
  return {
    scope,
    subjectId,
    gpuSeconds: subtract(limits.gpuSecondsPerMonth, used.gpuSeconds + reserved.gpuSeconds),
    dollars: subtract(limits.dollarsPerMonth, used.dollars + reserved.dollars),
    waitingJobs: subtract(limits.waitingJobs, used.waitingJobs),
  };
}
