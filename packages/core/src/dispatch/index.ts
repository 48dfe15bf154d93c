import { eq, sql } from "drizzle-orm";
import * as z from "zod";
import * as Context from "../context.ts";
import type { ClaimRequest } from "../contract/index.ts";
import * as Database from "../database/index.ts";
import { VisibleError } from "../error.ts";
import * as Id from "../id.ts";
import { record } from "../job/events.ts";
import { attempt, job } from "../job/job.sql.ts";
import * as Quota from "../quota/shift.ts";
import { choose, type Choice } from "./choose.ts";
import { send, topUpAfterCommit } from "./demand.ts";
import { demand } from "./dispatch.sql.ts";
import { give, passOver } from "./share.ts";
import { heads } from "./waiting.ts";

export { demandFor, freed, topUp, topUpAfterCommit, unusedOf } from "./demand.ts";
export { give } from "./share.ts";

export interface Granted {
  attemptId: string;
  jobId: string;
  tenantId: string;
  fence: number;
}

export type Claim =
  | { result: "granted"; granted: Granted }
  /** No job for this message (any more). */
  | { result: "nothing" }
  /** The jobs that wait may not run in this moment. */
  | { result: "wait"; seconds: number };

/** While the fleet is full, a message is replaced by one that comes this much later. */
const FLEET_WAIT_SECONDS = 5;

/**
 * Decides, here and now, which job a worker gets. Claims of a class are decided one after the other. Each nonce serves
 * one claim; a worker that asks again with the nonce of its running attempt gets that attempt again.
 * @throws nonce_unknown for a message that is not ours
 */
export async function claim(request: ClaimRequest): Promise<Claim> {
  return Database.tx(async (tx) => {
    const now = Context.ports().clock.now();
    const [, [message], [load], found] = await Database.together([
      () => tx.execute(sql`select pg_advisory_xact_lock(hashtext('pegbar dispatch'), hashtext(${request.class}))`),
      () =>
        tx
          .select({ class: demand.class, usedAt: demand.usedAt, tenantId: demand.tenantId, jobId: demand.jobId })
          .from(demand)
          .where(eq(demand.nonce, request.nonce))
          .for("no key update"),
      () => fleetLoad(tx, request.class),
      () => heads(tx, request.class, now),
    ]);
    if (message?.class !== request.class)
      throw new VisibleError("nonce_unknown", "Claim with the nonce of a message received from the platform's queue.");
    if (message.usedAt) return again(tx, request);
    const use = () => tx.update(demand).set({ usedAt: now }).where(eq(demand.nonce, request.nonce));
    if (load && load.running_limit !== null && load.running >= load.running_limit) {
      await use();
      const cause = { id: message.jobId, class: request.class };
      // A fresh one, since a queue buries a message that was given back too often.
      await Database.forTenant(message.tenantId, "dispatch", () => send(tx, cause, FLEET_WAIT_SECONDS));
      return { result: "nothing" };
    }
    const choice = await take(tx, request, choose(found, request.models), now);
    if (!choice) {
      // A submit that counts on this message holds this lock until it has committed: its job is seen then.
      await tx.execute(sql`select 1 from quota where subject_id = ${message.tenantId} for no key update`);
      if ((await heads(tx, request.class, now)).length > 0) return { result: "wait", seconds: 1 };
      await use();
      return { result: "nothing" };
    }
    const { tenant_id: tenantId, show_id: showId, member_id: memberId } = choice.head;
    // Another class took the studio's last place just now: its end sends demand, this message may ask again.
    if (!(await Quota.start(tx, { tenantId, showId, memberId }))) return { result: "wait", seconds: 1 };
    await use();
    if (tenantId !== message.tenantId) await trade(tx, request.class, tenantId, message.tenantId);
    return { result: "granted", granted: await start(tx, request, choice, now) };
  });
}

/**
 * A message of `to` served a job of `from`: one of `from`'s messages is `to`'s from now on, so that each studio has as
 * many out as before.
 */
async function trade(tx: Database.Tx, workloadClass: string, from: string, to: string): Promise<void> {
  const traded = await tx.execute(sql`
    update demand set tenant_id = ${to} where nonce = (
      select nonce from demand
      where tenant_id = ${from} and class = ${workloadClass} and used_at is null
      limit 1 for no key update skip locked
    ) returning nonce`);
  if (traded.length === 0) topUpAfterCommit(to);
}

const Load = z.object({ running_limit: z.coerce.number().nullable(), running: z.coerce.number() });

const fleetLoad = async (tx: Database.Tx, workloadClass: string) =>
  z.array(Load).parse([
    ...(await tx.execute(sql`
      select running_limit, case when running_limit is null then 0
        else (select count(*) from job where state = 'running' and class = ${workloadClass}) end as running
      from fleet where class = ${workloadClass}`)),
  ]);

/**
 * Locks the chosen job, or, if it has just been cancelled or held, the next choice. Jobs are locked before their quotas,
 * as everywhere.
 */
async function take(
  tx: Database.Tx,
  request: ClaimRequest,
  choice: Choice | undefined,
  now: Date,
): Promise<Choice | undefined> {
  if (!choice) return undefined;
  const [row] = await tx.select({ state: job.state }).from(job).where(eq(job.id, choice.head.id)).for("no key update");
  if (row?.state === "queued") return choice;
  return take(tx, request, choose(await heads(tx, request.class, now), request.models), now);
}

async function start(tx: Database.Tx, request: ClaimRequest, { head, passed }: Choice, now: Date): Promise<Granted> {
  const { leases } = Context.ports();
  const granted = {
    attemptId: Id.create("attempt"),
    jobId: head.id,
    tenantId: head.tenant_id,
    fence: head.fence + 1,
  };
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
        .where(eq(job.id, head.id)),
    () =>
      tx.insert(attempt).values({
        id: granted.attemptId,
        tenantId: head.tenant_id,
        jobId: head.id,
        fence: granted.fence,
        state: "running",
        workerId: request.workerId,
        nonce: request.nonce,
        leaseExpiresAt: new Date(now.getTime() + leases.leaseSeconds * 1000),
        runtime: request.runtime,
        phase: "fetching",
        startedAt: now,
      }),
    () => give(tx, head.tenant_id, head.expected_ms, now, passed === undefined),
    ...(passed ? [() => passOver(tx, passed.tenant_id)] : []),
    () =>
      Database.forTenant(head.tenant_id, "dispatch", () =>
        record(tx, head.id, "running", { attempt: granted.fence, workerId: request.workerId }),
      ),
  ]);
  return granted;
}

async function again(tx: Database.Tx, request: ClaimRequest): Promise<Claim> {
  const [known] = await tx
    .select({ attemptId: attempt.id, jobId: attempt.jobId, tenantId: attempt.tenantId, fence: attempt.fence })
    .from(attempt)
    .where(
      sql`${attempt.nonce} = ${request.nonce} and ${attempt.state} = 'running' and ${attempt.workerId} = ${request.workerId}`,
    );
  return known ? { result: "granted", granted: known } : { result: "nothing" };
}
