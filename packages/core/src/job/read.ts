import { and, eq, gt, lt, sql } from "drizzle-orm";
import * as z from "zod";
import { WorkloadClass } from "../contract/index.ts";
import * as Access from "../platform/access/index.ts";
import * as Database from "../platform/database/index.ts";
import { estimateWaits, toWaitSeconds, type Wait } from "./estimate/wait.ts";
import { createNotFoundError } from "../platform/error/index.ts";
import { fn } from "../platform/fn.ts";
import { queryFrame } from "../platform/frame.ts";
import * as Id from "../platform/id.ts";
import { buildFilters, createPaging } from "../platform/page.ts";
import { queryBoolean } from "../platform/query.ts";
import { addPlaceCodes } from "../studio/show/place.ts";
import { job } from "../schema/job.sql.ts";
import { filterLabels, LabelFilter } from "./labels.ts";
import { jobStates, lanes } from "./state/index.ts";
import { readJob, toDetail } from "./detail.ts";
import { filterReachable } from "./visible.ts";

const columns = {
  id: job.id,
  state: job.state,
  reason: job.reason,
  heldBy: job.heldBy,
  failure: job.failure,
  progress: job.progress,
  cancelRequested: job.cancelRequested,
  shotId: job.shotId,
  memberId: job.memberId,
  workflowVersionId: job.workflowVersionId,
  batchId: job.batchId,
  step: job.step,
  frame: job.frame,
  window: job.window,
  variant: job.variant,
  reusedJobId: job.reusedJobId,
  parameters: job.parameters,
  erasedAt: job.erasedAt,
  class: job.class,
  lane: job.lane,
  priority: job.priority,
  labels: job.labels,
  /** Held on the quotas: the upper end of its estimate. */
  reservedGpuMs: job.reservedGpuMs,
  reservedMicros: job.reservedMicros,
  createdAt: job.createdAt,
  startedAt: job.startedAt,
  endedAt: job.endedAt,
};

/** How long a waiting job will probably wait yet; undefined for one that does not wait. */
export const readWait = fn(z.string().max(64), (id) =>
  Database.tx(async (tx) => {
    const [found] = await tx
      .select({ id: job.id })
      .from(job)
      .where(and(eq(job.id, id), eq(job.state, "queued"), filterReachable("job.read")));
    return found && toWait((await estimateWaits(tx, [id])).get(id));
  }),
);

/** A wait in seconds. */
const toWait = (found: Wait | undefined) => found && { jobsAhead: found.ahead, seconds: toWaitSeconds(found) };

/** A job with its inputs and its attempts in order. */
export const fromID = fn(z.string().max(64), async (id) => {
  const row = await readJob({ id, ...Access.getReachValues("job.read") });
  const [found] = (await addPlaceCodes(row ? [row] : [])).map(toDetail);
  if (!found) throw createNotFoundError("job", id);
  return found;
});

interface Picture {
  key: string;
  placeholder: string | null;
}

/** Key of a running job's newest preview, or of an ended job's first thumbnail; null if there is none. */
const PICTURE = sql<Picture | null>`case when job.state = 'running'
  then case when job.preview_key is not null
    then jsonb_build_object('key', job.preview_key, 'placeholder', null) end
  else (
    select jsonb_build_object('key', asset.thumbnail_key, 'placeholder', asset.placeholder)
    from asset where asset.job_id = job.id and asset.thumbnail_key is not null
    order by asset.position, asset.id limit 1) end`;

const pages = createPaging(
  "jobs",
  { by: job.id, field: "id" },
  {
    created: { by: job.id, field: "id" },
    priority: { by: job.priority, field: "priority", kind: "number" },
    frame: { by: sql`coalesce(${job.frame}, 0)`, field: "frame", kind: "number", absent: 0 },
  },
  "-created",
);

/** Jobs that the actor may see, newest first by default. */
export const list = fn(
  z.strictObject({
    ...pages.query.shape,
    state: z.enum(jobStates).optional(),
    showId: Id.createSchema("show").optional(),
    shotId: Id.createSchema("shot").optional(),
    memberId: Id.createSchema("member").optional(),
    workflowVersionId: Id.createSchema("workflowVersion").optional(),
    batchId: Id.createSchema("batch").optional(),
    /** Jobs of this frame. */
    frame: queryFrame.optional(),
    class: WorkloadClass.optional(),
    lane: z.enum(lanes).optional(),
    /** Labels that the job must have, as a JSON object: `{"take":"4"}`. */
    labels: LabelFilter.optional(),
    createdAfter: z.iso.datetime({ offset: true }).optional(),
    createdBefore: z.iso.datetime({ offset: true }).optional(),
    /** Whether to include the key of the newest preview or the first thumbnail. */
    pictures: queryBoolean.default(false),
    /** Whether to include the place of queued jobs, which scans the queue. */
    wait: queryBoolean.default(false),
  }),
  ({ sort, cursor, limit, labels, createdAfter, createdBefore, pictures, wait, ...fields }) =>
    Database.tx(async (tx) => {
      const { items, next } = await pages.page(
        { sort, cursor, limit, filter: labels },
        ({ where, orderBy, limit: count }) =>
          tx
            .select({ ...columns, picture: pictures ? PICTURE : sql<null>`null` })
            .from(job)
            .where(
              and(
                filterReachable("job.read"),
                ...buildFilters(job, fields),
                filterLabels(labels),
                createdAfter === undefined ? undefined : gt(job.createdAt, new Date(createdAfter)),
                createdBefore === undefined ? undefined : lt(job.createdAt, new Date(createdBefore)),
                where,
              ),
            )
            .orderBy(...orderBy)
            .limit(count),
      );
      const placed = await addPlaceCodes(items);
      const waiting = wait ? items.filter(({ state }) => state === "queued").map(({ id }) => id) : [];
      const found = await estimateWaits(tx, waiting);
      return {
        items: placed.map((item) => ({ ...item, wait: toWait(found.get(item.id)) })),
        next,
      };
    }),
);

export type { JobDetail } from "./detail.ts";
