import type { Graph } from "@pegbar/comfyui";
import type { FrameWindow } from "@pegbar/frames";
import * as Context from "../platform/context.ts";
import * as Database from "../platform/database/index.ts";
import { createStatement } from "../platform/database/statement.ts";
import type { VisibleError } from "../platform/error/index.ts";
import { getMonth, getRenewalTime } from "../platform/billing-month.ts";
import * as Notice from "../studio/notice/index.ts";
import { getActivityTopic } from "../platform/signal.ts";
import { ensureMonth } from "../studio/quota/create.ts";
import { lockQuotas, listSubjectIds, type Subjects } from "../studio/quota/lock.ts";
import * as Dispatch from "./dispatch/index.ts";
import type { Estimate } from "./estimate/index.ts";
import type { Prepared } from "./prepare.ts";
import type { JobRequest } from "./request.ts";
import { countSubmitted } from "./metrics.ts";
import { decideReservations, moveCounts } from "./reservation/index.ts";

/** A job that has been checked and is about to be queued. */
export interface NewJob {
  id: string;
  memberId: string;
  request: JobRequest;
  idempotencyKey: string | undefined;
  requestSha256: string;
  /** Time of the submit. */
  at: Date;
  prepared: Prepared;
  price: Estimate;
  batch?: { id: string; step: number; frame: number | null; window: FrameWindow | null; variant: number };
  /** W3C `traceparent` of the request that submits it, if that is traced. */
  traceparent?: string | undefined;
  /** It waits for jobs of earlier steps. */
  isWaiting?: boolean;
}

/**
 * Reserves the upper estimates of jobs on their quotas, and queues those that fit with their tickets. Call it last in a
 * transaction, because other submits wait for the locked quotas. The number of statements does not depend on the number of
 * jobs.
 * @param groups of jobs of the actor's tenant. The jobs of a group have one show and member, and are queued all or none.
 * @returns per group its refusal (quota_exceeded), or undefined
 */
export async function queueJobs(
  tx: Database.Tx,
  groups: readonly (readonly NewJob[])[],
): Promise<(VisibleError | undefined)[]> {
  const jobs = groups.flat();
  const [first] = jobs;
  if (!first) return groups.map(() => undefined);
  const tenantId = Context.getTenantId();
  const { timeZone } = first.prepared;
  const now = Context.getPorts().clock.now();
  const month = getMonth(now, timeZone);
  const requests = groups.map((group) => toRequest(tenantId, group));
  const ids = [...new Set(requests.flatMap(({ subjects }) => listSubjectIds(subjects)))];
  await ensureMonth(tx, ids, month);
  const [locked, unusedTickets] = await Database.runTogether([
    () => lockQuotas(tx, ids, month),
    // Counted after the lock on the quotas, in the same order as claims that find no job.
    () => Dispatch.countUnusedTickets(tx, [...new Set(jobs.map(({ prepared }) => prepared.class))]),
  ]);
  const { decisions, notices } = decideReservations(locked, requests, month, getRenewalTime(now, timeZone));
  const decided = groups.map((group, index) => ({ group, request: requests[index], decision: decisions[index] }));
  const accepted = decided.flatMap(({ group, request, decision }) =>
    request && decision && !decision.refusal ? [{ group, request, quotas: decision.rows }] : [],
  );
  await Database.runTogether([
    () =>
      moveCounts(
        tx,
        accepted.map(({ request }) => ({ ...request, month })),
      ),
    () =>
      insertJobs(
        tx,
        accepted.flatMap(({ group }) => group),
        month,
      ),
    () =>
      Dispatch.issueTicketsFor(
        tx,
        accepted.flatMap(({ group, quotas }) =>
          group
            .filter(({ isWaiting }) => !isWaiting)
            .map((job) => ({ cause: { id: job.id, class: job.prepared.class }, quotas })),
        ),
        unusedTickets,
      ),
    () => Notice.keep(tx, notices),
    ...(accepted.length > 0 ? [() => Database.sendSignal(tx, getActivityTopic(tenantId))] : []),
  ]);
  countSubmitted(
    accepted.flatMap(({ group }) =>
      group.map(({ prepared, request }) => ({ class: prepared.class, lane: request.lane })),
    ),
  );
  return decisions.map(({ refusal }) => refusal);
}

function toRequest(tenantId: string, group: readonly NewJob[]) {
  const [first] = group;
  if (!first) throw new Error("a group without jobs");
  const subjects: Subjects = { tenantId, showId: first.prepared.place.showId, memberId: first.memberId };
  const sum = (get: (price: Estimate) => number) => group.reduce((total, { price }) => total + get(price), 0);
  return {
    subjects,
    waiting: group.length,
    gpuMs: sum(({ highMs }) => highMs),
    micros: sum(({ highMicros }) => highMicros),
  };
}

async function insertJobs(tx: Database.Tx, jobs: readonly NewJob[], month: string): Promise<void> {
  if (jobs.length === 0) return;
  const graphs = shareGraphs(jobs.map(({ prepared }) => prepared));
  const rows = jobs.map(
    (
      { id, memberId, request, idempotencyKey, requestSha256, at, prepared, price, batch, isWaiting, traceparent },
      index,
    ) => ({
      id,
      batch_id: batch?.id ?? null,
      frame: batch?.frame ?? null,
      frame_window: batch?.window ?? null,
      variant: batch?.variant ?? 0,
      step: batch?.step ?? 0,
      is_waiting: isWaiting ?? false,
      content_sha256: prepared.contentSha256,
      member_id: memberId,
      show_id: prepared.place.showId,
      sequence_id: prepared.place.sequenceId,
      shot_id: prepared.place.shotId,
      workflow_version_id: prepared.workflowVersionId,
      ...graphs.rows[index],
      parameters: prepared.parameters,
      inputs: "graph" in request ? {} : request.inputs,
      output_names: prepared.outputNames,
      class: prepared.class,
      lane: request.lane,
      priority: request.priority,
      time_limit_seconds: prepared.timeLimitSeconds,
      model_key: prepared.modelKey,
      pixels: prepared.pixels,
      steps: prepared.steps,
      expected_ms: price.expectedMs,
      reserved_gpu_ms: price.highMs,
      reserved_micros: price.highMicros,
      micros_per_hour: price.microsPerHour,
      labels: request.labels ?? {},
      idempotency_key: idempotencyKey ?? null,
      request_sha256: requestSha256,
      traceparent: traceparent ?? null,
      at: at.toISOString(),
      input_ids: prepared.inputIds,
      model_ids: prepared.models.map((one) => one.id),
    }),
  );
  await insertRows(tx, {
    tenantId: Context.getTenantId(),
    month,
    rows: JSON.stringify(rows),
    bases: JSON.stringify(graphs.bases),
    waitingReason: WAITS_FOR_STEP,
  });
}

/**
 * Graphs as the statement takes them: the graph of each workflow version once, and per job the nodes that differ from it.
 * The frames of a batch would otherwise send the same nodes thousands of times.
 */
function shareGraphs(prepared: readonly Prepared[]) {
  const bases: Graph[] = [];
  const rows = prepared.map(({ graph, versionGraph }) => {
    if (!versionGraph) return { base: null, graph };
    if (!bases.includes(versionGraph)) bases.push(versionGraph);
    const changed = Object.entries(graph).filter(([nodeId, node]) => versionGraph[nodeId] !== node);
    return { base: bases.indexOf(versionGraph), graph: Object.fromEntries(changed) };
  });
  return { bases, rows };
}

/** Reason of a job that waits for jobs of earlier steps. */
const WAITS_FOR_STEP = "waits for an earlier step";

/** Inserts jobs with their inputs, their models and their first events. Nodes of `graph` replace those of the job's base. */
const insertRows = createStatement(`
  with new as materialized (
    select * from jsonb_to_recordset(:rows::jsonb) as n (id text, batch_id text, frame int, frame_window jsonb, variant int, step int, is_waiting boolean, content_sha256 text, member_id text, show_id text,
      sequence_id text, shot_id text, workflow_version_id text, base int, graph jsonb, parameters jsonb, inputs jsonb, output_names jsonb,
      class text, lane lane, priority int, time_limit_seconds int, model_key text, pixels bigint, steps int, expected_ms bigint,
      reserved_gpu_ms bigint, reserved_micros bigint, micros_per_hour bigint, labels jsonb, idempotency_key text, request_sha256 text,
      traceparent text, at timestamptz, input_ids text[], model_ids text[])
  ),
  inputs as (
    insert into job_input (tenant_id, job_id, input_id) select :tenantId, id, unnest(input_ids) from new
  ),
  models as (
    insert into job_model (tenant_id, job_id, model_id) select :tenantId, id, unnest(model_ids) from new
  ),
  events as (
    insert into job_event (tenant_id, job_id, type, data)
    select :tenantId, id, case when is_waiting then 'waiting' else 'queued' end, '{}'::jsonb from new
  )
  insert into job (id, tenant_id, batch_id, frame, frame_window, variant, step, content_sha256, member_id, show_id, sequence_id, shot_id, workflow_version_id, graph, parameters,
    inputs, output_names, class, lane, priority, time_limit_seconds, model_key, pixels, steps, expected_ms, reserved_gpu_ms,
    reserved_micros, month, micros_per_hour, state, held_by, reason, labels, idempotency_key, request_sha256, traceparent, queued_at, created_at)
  select id, :tenantId, batch_id, frame, frame_window, variant, step, content_sha256, member_id, show_id, sequence_id, shot_id, workflow_version_id,
    case when base is null then graph else (:bases::jsonb -> base) || graph end, parameters, inputs,
    output_names, class, lane, priority, time_limit_seconds, model_key, pixels, steps, expected_ms, reserved_gpu_ms, reserved_micros,
    :month, micros_per_hour, (case when is_waiting then 'held' else 'queued' end)::job_state,
    case when is_waiting then 'dependency' end, case when is_waiting then :waitingReason end,
    labels, idempotency_key, request_sha256, traceparent, at, at
  from new`);
