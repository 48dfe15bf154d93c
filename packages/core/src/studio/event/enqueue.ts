import { sql } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import type * as Database from "../../platform/database/index.ts";
import * as Id from "../../platform/id.ts";
import type { JobState } from "../../schema/job.sql.ts";
import type { Decision } from "../../schema/review.sql.ts";
import type { WebhookEvent } from "../../schema/webhook.sql.ts";
import { toPayload } from "./payload.ts";

/** Maximum number of assets in an event, which limits its size. The job lists all of them. */
const MAX_ASSETS = 100;

/**
 * Enqueues deliveries to the webhooks that subscribe to a job state. Call it after the statement that changes the state,
 * in the same transaction. Without such a webhook it reads one index and writes nothing.
 */
export async function enqueueJobEvents(tx: Database.Tx, jobIds: readonly string[], state: JobState): Promise<void> {
  if (state === "queued" || state === "running") return;
  const type = `job.${state}`;
  const now = Context.getPorts().clock.now().toISOString();
  await tx.execute(sql`
    insert into webhook_delivery (tenant_id, webhook_id, event_id, type, payload, since, next_attempt_at, created_at)
    select w.tenant_id, w.id, changed.event_id, ${type}, jsonb_build_object(
        'type', ${type}::text,
        'timestamp', ${now}::text,
        'data', jsonb_build_object(
          'jobId', job.id, 'state', job.state, 'reason', job.reason, 'failure', job.failure - 'traceback', 'heldBy', job.held_by,
          'show', show.code, 'sequence', sequence.code, 'shot', shot.code,
          'showId', job.show_id, 'shotId', job.shot_id, 'memberId', job.member_id,
          'workflowVersionId', job.workflow_version_id, 'class', job.class, 'lane', job.lane,
          'queuedAt', ${formatIsoTime(sql`job.queued_at`)}, 'startedAt', ${formatIsoTime(sql`job.started_at`)},
          'endedAt', ${formatIsoTime(sql`job.ended_at`)},
          'assetCount', (select count(*) from asset where asset.job_id = job.id),
          'assetIds', (select coalesce(jsonb_agg(first.id order by first.position, first.id), '[]')
            from (select id, position from asset where asset.job_id = job.id
              order by position, id limit ${MAX_ASSETS}) as first))),
      ${now}, ${now}, ${now}
    from webhook w
      cross join unnest(${sql.param(jobIds)}::text[], ${sql.param(jobIds.map(() => Id.create("event")))}::text[])
        as changed (job_id, event_id)
      join job on job.id = changed.job_id
      join show on show.id = job.show_id
      join sequence on sequence.id = job.sequence_id
      join shot on shot.id = job.shot_id
    where w.tenant_id = ${Context.getTenantId()} and w.state = 'active' and ${type} = any(w.events)`);
}

/** A timestamp in the format of the API. */
const formatIsoTime = (column: ReturnType<typeof sql>) =>
  sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

interface Noticed {
  id: string;
  type: string;
  subjectId: string;
  meter: string;
  threshold: number;
  period: string;
  data: Record<string, unknown>;
}

/** The same for notices. */
export async function enqueueNoticeEvents(
  tx: Database.Tx,
  tenantId: string,
  notices: readonly Noticed[],
): Promise<void> {
  if (notices.length === 0) return;
  await enqueueEvents(
    tx,
    tenantId,
    "notice",
    notices.map(({ id, type, subjectId, meter, threshold, period, data }) => ({
      noticeId: id,
      type,
      subjectId,
      meter,
      threshold,
      period,
      ...data,
    })),
  );
}

/** The same for a person's decision about a version. */
export const enqueueReviewEvent = (
  tx: Database.Tx,
  decision: Decision,
  data: Record<string, unknown> & { versionId: string },
): Promise<void> => enqueueEvents(tx, Context.getTenantId(), `version.${decision}`, [data]);

async function enqueueEvents(
  tx: Database.Tx,
  tenantId: string,
  type: WebhookEvent,
  data: readonly Record<string, unknown>[],
): Promise<void> {
  const now = Context.getPorts().clock.now();
  const events = data.map((one) => ({ id: Id.create("event"), payload: toPayload(type, now, one) }));
  const at = now.toISOString();
  await tx.execute(sql`
    insert into webhook_delivery (tenant_id, webhook_id, event_id, type, payload, since, next_attempt_at, created_at)
    select w.tenant_id, w.id, event ->> 'id', ${type}, event -> 'payload', ${at}, ${at}, ${at}
    from webhook w cross join jsonb_array_elements(${JSON.stringify(events)}::jsonb) as event
    where w.tenant_id = ${tenantId} and w.state = 'active' and ${type} = any(w.events)`);
}
