import { and, eq, sql } from "drizzle-orm";
import { START_OBJECTIVE_SECONDS } from "@pegbar/telemetry/metric/objective.ts";
import * as Context from "../platform/context.ts";
import type { ClaimAnswer, ClaimRequest } from "../contract/index.ts";
import * as Database from "../platform/database/index.ts";
import { VisibleError } from "../platform/error/index.ts";
import * as Id from "../platform/id.ts";
import * as Dispatch from "../job/dispatch/index.ts";
import { recordEvent } from "../job/event/index.ts";
import * as Fleet from "../job/fleet/index.ts";
import { countAsRunning } from "../job/reservation/index.ts";
import { lockQuotas } from "../studio/quota/lock.ts";
import { attempt, job } from "../schema/job.sql.ts";
import { createLease } from "./lease.ts";

/** An attempt that was started for a worker. */
export interface Started {
  attemptId: string;
  jobId: string;
  tenantId: string;
  fence: number;
}

type Claim =
  | { result: "granted"; started: Started }
  /** No job for this ticket. */
  | { result: "nothing" }
  /** Jobs are queued, but none of them may run now. */
  | { result: "wait"; seconds: number };

/** While the fleet is full, a ticket is replaced by one that is delivered this much later. */
const FLEET_WAIT_SECONDS = 5;

/**
 * Claims a job for a worker and returns everything that the worker needs. The lease is read after the claim has
 * committed, since claims of a class wait for each other; if that fails, the worker claims with the same ticket again.
 * @throws image_mismatch, nonce_unknown
 */
export async function claim(request: ClaimRequest): Promise<ClaimAnswer> {
  await Fleet.assertExpected(request.runtime.objectInfoDigest);
  const claimed = await startNext(request);
  const { metrics } = Context.getPorts();
  metrics.count("pegbar_claims_total", { class: request.class, result: claimed.result });
  if (claimed.result !== "granted") return claimed;
  return { result: "granted", lease: await createLease(claimed.started) };
}

/**
 * Chooses a job and starts an attempt. Each ticket serves one claim; a worker that claims again with the ticket of its
 * running attempt gets that attempt again.
 * @throws nonce_unknown for a ticket that the platform has not issued
 */
function startNext(request: ClaimRequest): Promise<Claim> {
  return Database.tx(async (tx) => {
    const now = Context.getPorts().clock.now();
    const [, ticket, isFull, heads] = await Database.runTogether([
      () => Dispatch.lockClass(tx, request.class),
      () => Dispatch.lockTicket(tx, request.nonce),
      () => Dispatch.isFleetFull(tx, request.class),
      () => Dispatch.findQueueHeads(tx, request.class, now),
    ]);
    if (ticket?.class !== request.class)
      throw new VisibleError("nonce_unknown", "Unknown dispatch ticket. Claim with the nonce of a queue message.");
    if (ticket.usedAt) return findStarted(tx, request);

    if (isFull) {
      await Dispatch.useTicket(tx, request.nonce, now);
      const cause = { id: ticket.causedByJobId, class: request.class };
      // A new ticket, because the queue moves a message that was returned too often to its dead-letter queue.
      await Database.runForTenant(ticket.tenantId, "dispatch", () =>
        Dispatch.issueTicket(tx, cause, FLEET_WAIT_SECONDS),
      );
      return { result: "nothing" };
    }

    const choice = await Dispatch.chooseJob(tx, request, heads, now);
    if (!choice) {
      // A submit that counts on this ticket holds this lock until it commits: afterwards its job can be seen.
      await lockQuotas(tx, [ticket.tenantId]);
      if ((await Dispatch.findQueueHeads(tx, request.class, now)).length > 0) return { result: "wait", seconds: 1 };
      await Dispatch.useTicket(tx, request.nonce, now);
      return { result: "nothing" };
    }

    const { tenant_id: tenantId, show_id: showId, member_id: memberId } = choice.head;
    // Another class took the studio's last place just now: when that job ends it issues a ticket, and this one may try again.
    if (!(await countAsRunning(tx, { tenantId, showId, memberId }))) return { result: "wait", seconds: 1 };
    await Dispatch.useTicket(tx, request.nonce, now);
    if (tenantId !== ticket.tenantId) await Dispatch.tradeTicket(tx, request.class, tenantId, ticket.tenantId);
    return { result: "granted", started: await start(tx, request, choice, now) };
  });
}

async function start(
  tx: Database.Tx,
  request: ClaimRequest,
  { head, passed }: Dispatch.Choice,
  now: Date,
): Promise<Started> {
  const { leases, metrics } = Context.getPorts();
  if (head.fence === 0)
    Database.runAfterCommit(async () => {
      const [kind, waited] = [{ class: request.class, lane: head.lane }, head.waited_ms / 1000];
      metrics.observe("pegbar_job_wait_seconds", kind, waited);
      metrics.count("pegbar_jobs_started_total", { ...kind, in_time: String(waited <= START_OBJECTIVE_SECONDS) });
    });
  const started = {
    attemptId: Id.create("attempt"),
    jobId: head.id,
    tenantId: head.tenant_id,
    fence: head.fence + 1,
  };
  await Database.runTogether([
    () =>
      tx
        .update(job)
        .set({
          state: "running",
          reason: null,
          fence: started.fence,
          progress: null,
          startedAt: sql`coalesce(${job.startedAt}, ${now.toISOString()}::timestamptz)`,
        })
        .where(eq(job.id, head.id)),
    () =>
      tx.insert(attempt).values({
        id: started.attemptId,
        tenantId: head.tenant_id,
        jobId: head.id,
        fence: started.fence,
        state: "running",
        workerId: request.workerId,
        nonce: request.nonce,
        leaseExpiresAt: new Date(now.getTime() + leases.leaseSeconds * 1000),
        runtime: request.runtime,
        phase: "fetching",
        startedAt: now,
      }),
    () => Dispatch.addToMemberShare(tx, head.member_id, head.expected_ms, now),
    () => Dispatch.addToShare(tx, head.tenant_id, head.expected_ms, now, passed === undefined),
    ...(passed ? [() => Dispatch.countPassedOver(tx, passed.tenant_id)] : []),
    () =>
      Database.runForTenant(head.tenant_id, "dispatch", () =>
        recordEvent(tx, head.id, "running", { attempt: started.fence, workerId: request.workerId }),
      ),
  ]);
  return started;
}

/** The running attempt that this worker has started with this ticket. */
async function findStarted(tx: Database.Tx, request: ClaimRequest): Promise<Claim> {
  const [found] = await tx
    .select({ attemptId: attempt.id, jobId: attempt.jobId, tenantId: attempt.tenantId, fence: attempt.fence })
    .from(attempt)
    .where(and(eq(attempt.nonce, request.nonce), eq(attempt.state, "running"), eq(attempt.workerId, request.workerId)));
  return found ? { result: "granted", started: found } : { result: "nothing" };
}
