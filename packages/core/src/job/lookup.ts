import { eq } from "drizzle-orm";
import * as Access from "../platform/access/index.ts";
import * as Context from "../platform/context.ts";
import * as Database from "../platform/database/index.ts";
import { createStatement } from "../platform/database/statement.ts";
import { createNotFoundError } from "../platform/error/index.ts";
import { REMEMBERED_DAYS } from "../platform/idempotency/index.ts";
import { job } from "../schema/job.sql.ts";
import * as Workflow from "../catalog/workflow/index.ts";
import type { JobRequest } from "./request.ts";

/** A shot with what is around it. */
export interface Place {
  shotId: string;
  shot: string;
  sequenceId: string;
  sequence: string;
  showId: string;
  show: string;
}

/** The shot, workflow and earlier job that a request refers to. */
export interface Found {
  place: Place;
  timeZone: string;
  rawGraphs: boolean;
  /** Id of the workflow version to run; undefined for a raw graph. */
  version: string | undefined;
  /** The job that was made before with this idempotency key. */
  earlier: { id: string; requestSha256: string } | undefined;
}

interface Row {
  time_zone: string;
  raw_graphs: boolean;
  shot_id: string | null;
  shot: string;
  sequence_id: string;
  sequence: string;
  show_id: string;
  show: string;
  version_id: string | null;
  slug: string;
  retired: boolean;
}

/** The shot by id or by codes, and the workflow by id, slug or version. Row policies keep each in its tenant. */
const findPlaceAndWorkflow = createStatement<Row>(`
  select t.time_zone, t.raw_graphs, s.*, w.*
  from tenant t
  left join lateral (
    select shot.id as shot_id, shot.code as shot, sequence.id as sequence_id, sequence.code as sequence,
      show.id as show_id, show.code as show
    from shot join sequence on sequence.id = shot.sequence_id join show on show.id = shot.show_id
    where (shot.id = :shotId or (show.code = :showCode and sequence.code = :sequenceCode and shot.code = :shotCode))
      and ${Access.buildShowCondition("show.id")}
    limit 1
  ) s on true
  left join lateral (
    select v.id as version_id, workflow.slug, workflow.retired
    from workflow join workflow_version v on v.workflow_id = workflow.id
    where workflow.slug = :workflow or workflow.id = :workflow or v.id = :workflow
    order by v.number desc limit 1
  ) w on true
  where t.id = :tenantId`);

const findEarlierJob = createStatement<{ id: string; sha256: string; expired: boolean }>(`
  select id, request_sha256 as sha256, created_at < now() - make_interval(days => ${REMEMBERED_DAYS}) as expired
  from job where tenant_id = :tenantId and member_id = :memberId and idempotency_key = :idempotencyKey`);

/**
 * Finds what a request refers to. Throws 404 for a shot, show or workflow that does not exist or that the actor cannot
 * see.
 */
export async function lookUp(tx: Database.Tx, request: JobRequest, key: string | undefined): Promise<Found> {
  const { tenantId, memberId } = Context.getMember();
  const [show = "", sequence = "", shot = "", ...rest] = request.shot.split("/");
  const coded = shot !== "" && rest.length === 0;
  const workflow = "graph" in request ? null : request.workflow;
  const { onlyShowsOf, tokenShows } = Access.getReachValues("show.read");
  const values = {
    tenantId,
    shotId: coded ? null : request.shot,
    showCode: coded ? show : null,
    sequenceCode: coded ? sequence : null,
    shotCode: coded ? shot : null,
    onlyShowsOf,
    tokenShows,
    workflow,
  };
  const [[row], earlier] = await Database.runTogether([
    () => Database.readOnce(tx, `place ${JSON.stringify(values)}`, () => findPlaceAndWorkflow(tx, values)),
    () =>
      key === undefined ? Promise.resolve(undefined) : findEarlier(tx, { tenantId, memberId, idempotencyKey: key }),
  ]);
  if (!row) throw createNotFoundError("studio", tenantId);
  const found = { timeZone: row.time_zone, rawGraphs: row.raw_graphs, earlier };
  // A repeated request returns its job, even if it would be refused today.
  if (earlier) return { ...found, place: toPlace(row), version: undefined };
  if (row.shot_id === null) throw createNotFoundError("shot", request.shot);
  if (workflow !== null && row.version_id === null) throw createNotFoundError("workflow", workflow);
  if (workflow !== null && row.retired) throw Workflow.createWorkflowRetiredError(row.slug);
  return { ...found, place: toPlace(row), version: row.version_id ?? undefined };
}

async function findEarlier(
  tx: Database.Tx,
  values: { tenantId: string; memberId: string; idempotencyKey: string },
): Promise<Found["earlier"]> {
  const [row] = await findEarlierJob(tx, values);
  if (!row) return undefined;
  if (!row.expired) return { id: row.id, requestSha256: row.sha256 };
  await tx.update(job).set({ idempotencyKey: null }).where(eq(job.id, row.id));
  return undefined;
}

const toPlace = (row: Row): Place => ({
  shotId: row.shot_id ?? "",
  shot: row.shot,
  sequenceId: row.sequence_id,
  sequence: row.sequence,
  showId: row.show_id,
  show: row.show,
});
