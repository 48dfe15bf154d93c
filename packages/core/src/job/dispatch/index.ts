import { eq, sql } from "drizzle-orm";
import * as z from "zod";
import type { ClaimRequest, WorkloadClass } from "../../contract/index.ts";
import type * as Database from "../../platform/database/index.ts";
import { job } from "../../schema/job.sql.ts";
import { chooseHead, type Choice } from "./choose.ts";
import { findQueueHeads, type QueueHead } from "./queue-head.ts";

export type { Choice } from "./choose.ts";
export { findQueueHeads, type QueueHead } from "./queue-head.ts";
export { addToMemberShare, addToShare, countPassedOver } from "./share.ts";
export {
  countUnusedTickets,
  issueTicket,
  issueTickets,
  issueTicketsAfterCommit,
  issueTicketsFor,
  issueTicketsNow,
  lockTicket,
  tradeTicket,
  useTicket,
} from "./ticket.ts";

/** Makes claims of a class wait for each other until the transaction ends. */
export const lockClass = (tx: Database.Tx, workloadClass: WorkloadClass) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtext('pegbar dispatch'), hashtext(${workloadClass}))`);

const Load = z.object({ running_limit: z.coerce.number().nullable(), running: z.coerce.number() });

/** Whether the fleet runs as many jobs of a class as its operator allows. */
export async function isFleetFull(tx: Database.Tx, workloadClass: WorkloadClass): Promise<boolean> {
  const [load] = z.array(Load).parse([
    ...(await tx.execute(sql`
      select running_limit, case when running_limit is null then 0
        else (select count(*) from job where state = 'running' and class = ${workloadClass}) end as running
      from fleet where class = ${workloadClass}`)),
  ]);
  return load !== undefined && load.running_limit !== null && load.running >= load.running_limit;
}

/**
 * Chooses a job for a worker and locks it; undefined if none may run. A job that was cancelled or held just now is
 * skipped. Jobs are locked before their quotas, as everywhere.
 */
export async function chooseJob(
  tx: Database.Tx,
  request: ClaimRequest,
  heads: readonly QueueHead[],
  now: Date,
): Promise<Choice | undefined> {
  const choice = chooseHead(heads, request.models);
  if (!choice) return undefined;
  const [row] = await tx.select({ state: job.state }).from(job).where(eq(job.id, choice.head.id)).for("no key update");
  if (row?.state === "queued") return choice;
  return chooseJob(tx, request, await findQueueHeads(tx, request.class, now), now);
}
