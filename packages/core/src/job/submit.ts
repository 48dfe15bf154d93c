import { createHash } from "node:crypto";
import { encodeCanonical } from "@pegbar/verify";
import * as Access from "../platform/access/index.ts";
import * as Context from "../platform/context.ts";
import * as Database from "../platform/database/index.ts";
import * as Dispatch from "./dispatch/index.ts";
import { estimate, type Estimate } from "./estimate/index.ts";
import * as Id from "../platform/id.ts";
import { getMonth } from "../platform/billing-month.ts";
import { ensureMonth } from "../studio/quota/create.ts";
import { listSubjectIds } from "../studio/quota/lock.ts";
import { reserveWith, buildReserveStatement } from "./reservation/index.ts";
import { fromID, type JobDetail } from "./read.ts";
import { lookUp } from "./lookup.ts";
import { createKeyReusedError } from "../platform/idempotency/index.ts";
import { prepare, type Prepared } from "./prepare.ts";
import type { SubmitRequest } from "./request.ts";

export interface Submitted {
  job: JobDetail;
  /** The request was made before, with the same idempotency key. */
  isReplay: boolean;
}

/**
 * Checks a request against everything that could stop it later, reserves its upper estimate on the quotas and queues a
 * job, in one transaction.
 * @returns the job; for an idempotency key that was used before, the job made then
 * @throws idempotency_key_reused for a key that was used with another request
 */
export async function submit(request: SubmitRequest, idempotencyKey: string | undefined): Promise<Submitted> {
  if (request.priority > 0) Access.authorize("job.raise");
  const requestSha256 = createHash("sha256").update(encodeCanonical(request)).digest("hex");
  try {
    return await trySubmit(request, idempotencyKey, requestSha256);
  } catch (error) {
    // Two requests with the same key ran at once, and the other one committed first: its job can be found now.
    if (idempotencyKey !== undefined && Database.isDuplicate(error, "job_idempotency"))
      return trySubmit(request, idempotencyKey, requestSha256);
    throw error;
  }
}

const trySubmit = (request: SubmitRequest, key: string | undefined, requestSha256: string): Promise<Submitted> =>
  Database.tx(async (tx) => {
    const found = await lookUp(tx, request, key);
    if (found.earlier?.requestSha256 === requestSha256) return { job: await fromID(found.earlier.id), isReplay: true };
    if (found.earlier) throw createKeyReusedError();
    const prepared = await prepare(tx, request, found);
    const { tenantId, memberId } = Context.member();
    const now = Context.ports().clock.now();
    const month = getMonth(now, prepared.timeZone);
    const subjects = { tenantId, showId: prepared.place.showId, memberId };
    const [price] = await Database.runTogether([
      () => estimate(tx, prepared),
      () => ensureMonth(tx, listSubjectIds(subjects), month),
    ]);
    const id = Id.create("job");
    const reservation = { month, gpuMs: price.highMs, micros: price.highMicros };
    const [quotas, unused] = await Database.runTogether([
      () =>
        reserveWith(tx, { subjects, reservation, timeZone: prepared.timeZone }, insertJob, {
          id,
          tenantId,
          memberId,
          showId: prepared.place.showId,
          sequenceId: prepared.place.sequenceId,
          shotId: prepared.place.shotId,
          workflowVersionId: prepared.workflowVersionId,
          graph: JSON.stringify(prepared.graph),
          parameters: JSON.stringify(prepared.parameters),
          outputNames: JSON.stringify(prepared.outputNames),
          class: prepared.class,
          lane: request.lane,
          priority: request.priority,
          timeLimitSeconds: prepared.timeLimitSeconds,
          modelKey: prepared.modelKey,
          pixels: prepared.pixels,
          steps: prepared.steps,
          expectedMs: price.expectedMs,
          microsPerHour: price.microsPerHour,
          idempotencyKey: key ?? null,
          requestSha256,
          now: now.toISOString(),
          inputIds: prepared.inputIds,
          modelIds: prepared.models.map((one) => one.id),
        }),
      // Counted after the quotas' lock, as claims that find nothing do.
      () => Dispatch.countUnusedTickets(tx, prepared.class),
    ]);
    await Dispatch.issueTicketFor(tx, { id, class: prepared.class }, quotas, unused);
    return { job: createJobDetail(id, request, prepared, price, now), isReplay: false };
  });

/** Reserves on the quotas and, if there is room, inserts the job with its inputs, its models and its first event. */
const insertJob = buildReserveStatement([
  `queued as (
    insert into job (id, tenant_id, member_id, show_id, sequence_id, shot_id, workflow_version_id, graph, parameters,
      output_names, class, lane, priority, time_limit_seconds, model_key, pixels, steps, expected_ms, reserved_gpu_ms,
      reserved_micros, month, micros_per_hour, state, idempotency_key, request_sha256, queued_at, created_at)
    select :id, :tenantId, :memberId, :showId, :sequenceId, :shotId, :workflowVersionId, :graph::jsonb,
      :parameters::jsonb, :outputNames::jsonb, :class, :lane::lane, :priority::int, :timeLimitSeconds::int, :modelKey,
      :pixels::bigint, :steps::int, :expectedMs::bigint, :gpuMs::bigint, :micros::bigint, :month,
      :microsPerHour::bigint, 'queued', :idempotencyKey, :requestSha256, :now::timestamptz, :now::timestamptz
    from verdict where fits
  )`,
  `inputs as (
    insert into job_input (tenant_id, job_id, input_id)
    select :tenantId, :id, input_id from verdict, unnest(:inputIds::text[]) as i (input_id) where fits
  )`,
  `models as (
    insert into job_model (tenant_id, job_id, model_id)
    select :tenantId, :id, model_id from verdict, unnest(:modelIds::text[]) as m (model_id) where fits
  )`,
  `event as (
    insert into job_event (tenant_id, job_id, type, data)
    select :tenantId, :id, 'queued', '{}'::jsonb from verdict where fits
  )`,
]);

/** The new job, without reading back what has just been written. */
const createJobDetail = (
  id: string,
  request: SubmitRequest,
  prepared: Prepared,
  price: Estimate,
  now: Date,
): JobDetail => ({
  id,
  state: "queued",
  reason: null,
  failure: null,
  progress: null,
  cancelRequested: false,
  show: prepared.place.show,
  sequence: prepared.place.sequence,
  shot: prepared.place.shot,
  shotId: prepared.place.shotId,
  memberId: Context.member().memberId,
  workflowVersionId: prepared.workflowVersionId,
  parameters: prepared.parameters,
  erasedAt: null,
  class: prepared.class,
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
