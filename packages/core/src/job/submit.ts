import { createHash } from "node:crypto";
import { canonicalBytes } from "@pegbar/verify";
import * as Access from "../access/index.ts";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { statement } from "../database/statement.ts";
import * as Dispatch from "../dispatch/index.ts";
import { VisibleError } from "../error.ts";
import { estimate, type Estimate } from "../estimate/index.ts";
import * as Id from "../id.ts";
import * as Quota from "../quota/index.ts";
import { judged, RESERVE, type Reserved } from "../quota/reserve.ts";
import { idsOf } from "../quota/rows.ts";
import { fromID, type Whole } from "./read.ts";
import { lookUp } from "./lookup.ts";
import { plan, type Plan } from "./plan.ts";
import type { SubmitRequest } from "./request.ts";

/**
 * Checks a request against everything that could stop it later, holds its upper estimate on the quotas and queues a job,
 * in one transaction.
 * @returns the job; the one made before, when the same idempotency key comes again
 */
export async function submit(request: SubmitRequest, idempotencyKey: string | undefined): Promise<Whole> {
  if (request.priority > 0) Access.demand("job.raise");
  const requestSha256 = createHash("sha256").update(canonicalBytes(request)).digest("hex");
  try {
    return await attempt(request, idempotencyKey, requestSha256);
  } catch (error) {
    // The same key came twice at once, and the other one was first: now it is there to be found.
    if (idempotencyKey !== undefined && Database.isDuplicate(error, "job_idempotency"))
      return attempt(request, idempotencyKey, requestSha256);
    throw error;
  }
}

const attempt = (request: SubmitRequest, key: string | undefined, requestSha256: string): Promise<Whole> =>
  Database.tx(async (tx) => {
    const found = await lookUp(tx, request, key);
    if (found.earlier?.requestSha256 === requestSha256) return fromID(found.earlier.id);
    if (found.earlier) throw new VisibleError("idempotency_key_reused", "Use a new Idempotency-Key for a new request.");
    const planned = await plan(tx, request, found);
    const { tenantId, memberId } = Context.member();
    const now = Context.ports().clock.now();
    const month = Quota.monthOf(now, planned.timeZone);
    const subjects = { tenantId, showId: planned.place.showId, memberId };
    const [price] = await Database.together([
      () => estimate(tx, planned),
      () => Quota.openMonth(tx, idsOf(subjects), month),
    ]);
    const id = Id.create("job");
    const hold = { month, gpuMs: price.highMs, micros: price.highMicros };
    const [rows, unused] = await Database.together([
      () =>
        queueing(
          tx,
          idsOf(subjects),
          hold.month,
          hold.gpuMs,
          hold.micros,
          id,
          tenantId,
          memberId,
          planned.place.showId,
          planned.place.sequenceId,
          planned.place.shotId,
          planned.workflowVersionId,
          JSON.stringify(planned.graph),
          JSON.stringify(planned.parameters),
          JSON.stringify(planned.outputNames),
          planned.class,
          request.lane,
          request.priority,
          planned.timeLimitSeconds,
          planned.modelKey,
          planned.pixels,
          planned.steps,
          price.expectedMs,
          price.microsPerHour,
          key ?? null,
          requestSha256,
          now.toISOString(),
          planned.inputIds,
          planned.models.map((one) => one.id),
        ),
      // Counted behind the lock that reserving takes, as claims that find nothing do.
      () => Dispatch.unusedOf(tx, planned.class),
    ]);
    const taken = await judged(tx, subjects, hold, planned.timeZone, rows);
    await Dispatch.demandFor(tx, { id, class: planned.class }, taken, unused);
    return fresh(id, request, planned, price, now);
  });

/** Reserves, and if there is room queues the job with all that belongs to it. */
const queueing = statement<Reserved>(`
  with ${RESERVE},
  queued as (
    insert into job (id, tenant_id, member_id, show_id, sequence_id, shot_id, workflow_version_id, graph, parameters,
      output_names, class, lane, priority, time_limit_seconds, model_key, pixels, steps, expected_ms, reserved_gpu_ms,
      reserved_micros, month, micros_per_hour, state, idempotency_key, request_sha256, queued_at, created_at)
    select $5, $6, $7, $8, $9, $10, $11, $12::jsonb, $13::jsonb, $14::jsonb, $15, $16::lane, $17::int, $18::int, $19,
      $20::bigint, $21::int, $22::bigint, $3::bigint, $4::bigint, $2, $23::bigint, 'queued', $24, $25,
      $26::timestamptz, $26::timestamptz
    from verdict where fits
  ),
  inputs as (
    insert into job_input (tenant_id, job_id, input_id)
    select $6, $5, id from verdict, unnest($27::text[]) as i (id) where fits
  ),
  models as (
    insert into job_model (tenant_id, job_id, model_id)
    select $6, $5, id from verdict, unnest($28::text[]) as m (id) where fits
  ),
  event as (
    insert into job_event (tenant_id, job_id, type, data)
    select $6, $5, 'queued', '{}'::jsonb from verdict where fits
  )
  select rows.*, fits from rows, verdict`);

/** The job as it stands, without asking for what has just been written. */
const fresh = (id: string, request: SubmitRequest, planned: Plan, price: Estimate, now: Date): Whole => ({
  id,
  state: "queued",
  reason: null,
  failure: null,
  progress: null,
  cancelRequested: false,
  show: planned.place.show,
  sequence: planned.place.sequence,
  shot: planned.place.shot,
  shotId: planned.place.shotId,
  memberId: Context.member().memberId,
  workflowVersionId: planned.workflowVersionId,
  parameters: planned.parameters,
  erasedAt: null,
  class: planned.class,
  lane: request.lane,
  priority: request.priority,
  reservedGpuMs: price.highMs,
  reservedMicros: price.highMicros,
  createdAt: now,
  startedAt: null,
  endedAt: null,
  inputs: "graph" in request ? {} : request.inputs,
  attempts: [],
});
