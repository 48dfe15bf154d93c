import { and, eq, inArray, sql } from "drizzle-orm";
import * as Access from "../../platform/access/index.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { batch } from "../../schema/batch.sql.ts";
import { job } from "../../schema/job.sql.ts";
import { applyAction } from "../act.ts";
import { retry } from "../retry.ts";
import type { BatchActRequest } from "./act-request.ts";
import { acceptFailures } from "./failures.ts";
import { filterReachable } from "./read.ts";
import { readFrames } from "./read-frames.ts";

const permissions = {
  pause: "job.hold",
  resume: "job.hold",
  cancel: "job.cancel",
  retry: "job.retry",
  prioritise: "job.defer",
} as const satisfies Record<BatchActRequest["action"], Access.Permission>;

/**
 * Pauses or resumes a batch, or cancels, reprioritizes or retries its jobs, in one transaction. Running jobs continue when
 * a batch is paused. `retry` queues failed jobs again.
 * @returns how many jobs it changed
 * @throws not_found, forbidden; the errors of a retry, which changes nothing then
 */
export async function act(id: string, request: BatchActRequest): Promise<{ changed: number }> {
  const raises = request.action === "prioritise" && (request.priority ?? 0) > 0;
  if (raises) Access.authorize("job.raise");
  const frames = "frames" in request && request.frames !== undefined ? readFrames(request.frames) : undefined;
  return Database.tx(async (tx) => {
    // Locked before its jobs.
    const [found] = await tx
      .select({ id: batch.id })
      .from(batch)
      .where(
        and(
          eq(batch.id, id),
          filterReachable("job.read"),
          filterReachable(permissions[request.action]),
          raises ? filterReachable("job.raise") : undefined,
        ),
      )
      .for("no key update");
    if (!found) throw createNotFoundError("batch", id);
    const jobs = and(eq(job.batchId, id), frames ? filterFrames(frames) : undefined);
    switch (request.action) {
      case "pause":
        // Without a person's name, which the events of its jobs have.
        await tx.update(batch).set({ state: "paused", reason: null }).where(eq(batch.id, id));
        return applyAction({ action: "hold" }, jobs);
      case "resume":
        await acceptFailures(tx, id);
        await tx.update(batch).set({ state: "active", reason: null }).where(eq(batch.id, id));
        return applyAction({ action: "release" }, jobs);
      case "cancel":
        return applyAction({ action: "cancel" }, jobs);
      case "prioritise":
        return applyAction(request, jobs);
      case "retry": {
        const failed = await tx
          .select({ id: job.id })
          .from(job)
          .where(and(jobs, eq(job.state, "failed")))
          .orderBy(job.id);
        for (const one of failed) await retry(one.id);
        await acceptFailures(tx, id);
        return { changed: failed.length };
      }
    }
  });
}

/** Condition for the jobs that render one of these frames and keep it. */
const filterFrames = (
  frames: readonly number[],
) => sql`(${inArray(job.frame, [...frames])} or ${job.window} is not null and exists (
  select from generate_series((${job.window} ->> 'skip')::int, (${job.window} ->> 'skip')::int + (${job.window} ->> 'keep')::int - 1) as position
  where (${job.window} ->> 'first')::int + position * (${job.window} ->> 'step')::int = any(${sql.param([...frames])}::int[])))`;
