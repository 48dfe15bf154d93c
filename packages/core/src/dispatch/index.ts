import { randomBytes } from "node:crypto";
import { and, asc, desc, eq, isNull, sql } from "drizzle-orm";
import * as Context from "../context.ts";
import type { ClaimRequest, WorkloadClass } from "../contract/index.ts";
import * as Database from "../database/index.ts";
import { VisibleError } from "../error.ts";
import * as Id from "../id.ts";
import { record } from "../job/events.ts";
import { attempt, job } from "../job/job.sql.ts";
import * as Outbox from "../outbox/index.ts";
import { demand } from "./dispatch.sql.ts";

/** Sends one message's worth of demand on account of a job that may run now. */
export async function demandFor(tx: Database.Tx, cause: { id: string; class: string }): Promise<void> {
  const nonce = randomBytes(18).toString("base64url");
  const message = { jobId: cause.id, class: cause.class as WorkloadClass, nonce };
  await Database.together([
    () => tx.insert(demand).values({ nonce, tenantId: Context.tenantId(), jobId: cause.id, class: cause.class }),
    () => Outbox.put(tx, { to: "queue", demand: message }),
  ]);
}

export interface Granted {
  attemptId: string;
  jobId: string;
  tenantId: string;
  fence: number;
}

/**
 * Decides, here and now, which job a worker gets: by lane, priority, then age among the waiting jobs of its class.
 * Each nonce serves one claim; a worker that asks again with the nonce of its running attempt gets that attempt again.
 * @returns undefined when no job of the class waits
 * @throws nonce_unknown for a message that is not ours
 */
export async function claim(request: ClaimRequest): Promise<Granted | undefined> {
  return Database.tx(async (tx) => {
    const { clock, leases } = Context.ports();
    const now = clock.now();
    const [[used], [next]] = await Database.together([
      () =>
        tx
          .update(demand)
          .set({ usedAt: now })
          .where(and(eq(demand.nonce, request.nonce), eq(demand.class, request.class), isNull(demand.usedAt)))
          .returning({ nonce: demand.nonce }),
      () =>
        tx
          .select({ id: job.id, tenantId: job.tenantId, fence: job.fence })
          .from(job)
          .where(and(eq(job.state, "queued"), eq(job.class, request.class)))
          .orderBy(asc(job.lane), desc(job.priority), asc(job.queuedAt), asc(job.id))
          .limit(1)
          .for("update", { skipLocked: true }),
    ]);
    if (!used) return again(tx, request);
    if (!next) return undefined;
    const granted = { attemptId: Id.create("attempt"), jobId: next.id, tenantId: next.tenantId, fence: next.fence + 1 };
    await Database.together([
      () =>
        tx
          .update(job)
          .set({
            state: "running",
            reason: null,
            fence: granted.fence,
            progress: null,
            startedAt: sql`coalesce(${job.startedAt}, ${now.toISOString()}::timestamptz)`,
          })
          .where(eq(job.id, next.id)),
      () =>
        tx.insert(attempt).values({
          id: granted.attemptId,
          tenantId: next.tenantId,
          jobId: next.id,
          fence: granted.fence,
          state: "running",
          workerId: request.workerId,
          nonce: request.nonce,
          leaseExpiresAt: new Date(now.getTime() + leases.leaseSeconds * 1000),
          runtime: request.runtime,
          phase: "fetching",
          startedAt: now,
        }),
      () =>
        Database.forTenant(next.tenantId, "dispatch", () =>
          record(tx, next.id, "running", { attempt: granted.fence, workerId: request.workerId }),
        ),
    ]);
    return granted;
  });
}

async function again(tx: Database.Tx, request: ClaimRequest): Promise<Granted | undefined> {
  const [known] = await tx
    .select({
      attemptId: attempt.id,
      jobId: demand.jobId,
      attemptJobId: attempt.jobId,
      tenantId: attempt.tenantId,
      fence: attempt.fence,
      state: attempt.state,
      workerId: attempt.workerId,
    })
    .from(demand)
    .leftJoin(attempt, eq(attempt.nonce, demand.nonce))
    .where(and(eq(demand.nonce, request.nonce), eq(demand.class, request.class)));
  if (!known)
    throw new VisibleError("nonce_unknown", "Claim with the nonce of a message received from the platform's queue.");
  const { attemptId, attemptJobId, tenantId, fence } = known;
  const mine = known.state === "running" && known.workerId === request.workerId;
  if (!mine || attemptId === null || attemptJobId === null || tenantId === null || fence === null) return undefined;
  return { attemptId, jobId: attemptJobId, tenantId, fence };
}
