import * as Access from "../access/index.ts";
import * as Context from "../context.ts";
import type * as Database from "../database/index.ts";
import { statement } from "../database/statement.ts";
import { notFound } from "../error.ts";
import * as Workflow from "../workflow/index.ts";
import type { SubmitRequest } from "./request.ts";

/** A shot with what is around it. */
export interface Place {
  shotId: string;
  shot: string;
  sequenceId: string;
  sequence: string;
  showId: string;
  show: string;
}

/** What a request speaks of, as far as one look tells. */
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
  earlier_id: string | null;
  earlier_sha256: string;
}

/** Shot by id or codes, workflow by id, slug or version, a job by its key: in one look, each in its tenant by policy. */
const looking = statement<Row>(`
  select t.time_zone, t.raw_graphs, s.*, w.*, e.*
  from tenant t
  left join lateral (
    select shot.id as shot_id, shot.code as shot, sequence.id as sequence_id, sequence.code as sequence,
      show.id as show_id, show.code as show
    from shot join sequence on sequence.id = shot.sequence_id join show on show.id = shot.show_id
    where (shot.id = $2 or (show.code = $3 and sequence.code = $4 and shot.code = $5))
      and ($6::text is null or show.id in (select show_id from show_member where member_id = $6))
      and ($10::text[] is null or show.id = any($10))
    limit 1
  ) s on true
  left join lateral (
    select v.id as version_id, workflow.slug, workflow.retired
    from workflow join workflow_version v on v.workflow_id = workflow.id
    where workflow.slug = $7 or workflow.id = $7 or v.id = $7
    order by v.number desc limit 1
  ) w on true
  left join lateral (
    select job.id as earlier_id, job.request_sha256 as earlier_sha256
    from job where job.tenant_id = $1 and job.member_id = $8 and job.idempotency_key = $9
  ) e on true
  where t.id = $1`);

/** Finds what a request speaks of. Throws 404 for a shot, show or workflow that is not there for the actor. */
export async function lookUp(tx: Database.Tx, request: SubmitRequest, key: string | undefined): Promise<Found> {
  const { tenantId, memberId } = Context.member();
  const [show = "", sequence = "", shot = "", ...rest] = request.shot.split("/");
  const coded = shot !== "" && rest.length === 0;
  const workflow = "graph" in request ? null : request.workflow;
  const [row] = await looking(
    tx,
    tenantId,
    coded ? null : request.shot,
    coded ? show : null,
    coded ? sequence : null,
    coded ? shot : null,
    Access.scope("show.read") === "shows" ? memberId : null,
    workflow,
    memberId,
    key ?? null,
    Access.tokenLimit(),
  );
  if (!row) throw notFound("studio", tenantId);
  const earlier = row.earlier_id === null ? undefined : { id: row.earlier_id, requestSha256: row.earlier_sha256 };
  const found = { timeZone: row.time_zone, rawGraphs: row.raw_graphs, earlier };
  // What was accepted stays accepted, also when it could not be accepted any more.
  if (earlier) return { ...found, place: placeOf(row), version: undefined };
  if (row.shot_id === null) throw notFound("shot", request.shot);
  if (workflow !== null && row.version_id === null) throw notFound("workflow", workflow);
  if (workflow !== null && row.retired) throw Workflow.retired(row.slug);
  return { ...found, place: placeOf(row), version: row.version_id ?? undefined };
}

const placeOf = (row: Row): Place => ({
  shotId: row.shot_id ?? "",
  shot: row.shot,
  sequenceId: row.sequence_id,
  sequence: row.sequence,
  showId: row.show_id,
  show: row.show,
});
