import { and, eq, inArray, isNull, ne, or, type SQL } from "drizzle-orm";
import * as z from "zod";
import * as Access from "../platform/access/index.ts";
import * as Context from "../platform/context.ts";
import * as Database from "../platform/database/index.ts";
import * as Dispatch from "./dispatch/index.ts";
import { createNotFoundError } from "../platform/error/index.ts";
import { fn } from "../platform/fn.ts";
import * as Id from "../platform/id.ts";
import { moveCounts } from "./reservation/index.ts";
import { enqueueJobEvents } from "../studio/event/enqueue.ts";
import { listDependents } from "./dependents.ts";
import { getActingPerson, describeCancel, describeHold } from "./by.ts";
import { recordEvents } from "./event/index.ts";
import { job, jobModel } from "../schema/job.sql.ts";
import { countEnded } from "./metrics.ts";
import { lanes, type JobState, type Lane } from "./state/index.ts";
import { filterReachable } from "./visible.ts";

export const actions = ["cancel", "hold", "release", "prioritise"] as const;
export type Action = (typeof actions)[number];

/** Maximum number of jobs that a request can name. A filter can select any number. */
const MAX_IDS = 5000;

/** Selects jobs: by id, or all open jobs that match a filter. */
const which = {
  jobIds: z.array(Id.createSchema("job")).min(1).max(MAX_IDS).optional(),
  showId: Id.createSchema("show").optional(),
  shotId: Id.createSchema("shot").optional(),
  memberId: Id.createSchema("member").optional(),
  workflowVersionId: Id.createSchema("workflowVersion").optional(),
  currentLane: z.enum(lanes).optional(),
};

export const ActRequest = z
  .discriminatedUnion("action", [
    z.strictObject({ action: z.enum(["cancel", "hold", "release"]), ...which }),
    z
      .strictObject({
        action: z.literal("prioritise"),
        ...which,
        priority: z.int().min(-100).max(100).optional(),
        lane: z.enum(lanes).optional(),
      })
      .refine(({ priority, lane }) => priority !== undefined || lane !== undefined, "give a priority, a lane, or both"),
  ])
  .refine(
    ({ action: _action, ...rest }) => Object.keys(which).some((name) => name in rest),
    "say which jobs: jobIds, or a filter such as showId",
  );
export type ActRequest = z.output<typeof ActRequest>;

/** The permission that each action needs. */
const permissions = { cancel: "job.cancel", hold: "job.hold", release: "job.hold", prioritise: "job.defer" } as const;
/** The states that an action changes. Jobs in other states stay as they are. */
const from: Record<Action, readonly JobState[]> = {
  cancel: ["queued", "held", "running"],
  hold: ["queued"],
  release: ["held"],
  prioritise: ["queued", "held"],
};

export interface Acted {
  /** Number of jobs that it changed. */
  changed: number;
  /** Of these, running jobs, which stop when their worker receives the cancellation. */
  stopping: number;
}

/**
 * Cancels, holds, releases or reprioritizes any number of jobs in one transaction.
 * @throws forbidden without the permission of the action
 */
export const act = fn(ActRequest, (request): Promise<Acted> => {
  if (request.action === "prioritise" && (request.priority ?? 0) > 0) Access.authorize("job.raise");
  const { jobIds, showId, shotId, memberId, workflowVersionId, currentLane } = request;
  return applyAction(
    request,
    and(
      filterReachable(permissions[request.action]),
      request.action === "prioritise" && (request.priority ?? 0) > 0 ? filterReachable("job.raise") : undefined,
      jobIds ? inArray(job.id, jobIds) : undefined,
      showId ? eq(job.showId, showId) : undefined,
      shotId ? eq(job.shotId, shotId) : undefined,
      memberId ? eq(job.memberId, memberId) : undefined,
      workflowVersionId ? eq(job.workflowVersionId, workflowVersionId) : undefined,
      currentLane ? eq(job.lane, currentLane) : undefined,
    ),
  );
});

/**
 * The same for one job. A job in a state that the action does not change stays as it is.
 * @throws not_found
 */
export const actOn = (id: string, request: { action: Action; priority?: number; lane?: "interactive" | "batch" }) =>
  Database.tx(async (tx) => {
    if (request.action === "prioritise" && (request.priority ?? 0) > 0) Access.authorize("job.raise");
    const [there] = await tx
      .select({ id: job.id })
      .from(job)
      .where(and(eq(job.id, id), filterReachable(permissions[request.action])));
    if (!there) throw createNotFoundError("job", id);
    return applyAction(request, eq(job.id, id));
  });

/** Holds all queued jobs that use a revoked model. */
export const holdUsing = (modelId: string, reason: string) =>
  Database.tx((tx) =>
    applyAction(
      { action: "hold" },
      inArray(job.id, tx.select({ id: jobModel.jobId }).from(jobModel).where(eq(jobModel.modelId, modelId))),
      reason,
    ),
  );

interface Change {
  action: Action;
  priority?: number | undefined;
  lane?: "interactive" | "batch" | undefined;
}

/** Changes the actor's tenant's jobs in the states that the action changes. The caller has checked the permission. */
export async function applyAction(change: Change, where: SQL | undefined, reason?: string): Promise<Acted> {
  return Database.tx(async (tx) => {
    // Locked in the order of their ids, before their quotas.
    const rows = await tx
      .select({
        id: job.id,
        state: job.state,
        tenantId: job.tenantId,
        showId: job.showId,
        memberId: job.memberId,
        month: job.month,
        gpuMs: job.reservedGpuMs,
        micros: job.reservedMicros,
        cancelRequested: job.cancelRequested,
        class: job.class,
        lane: job.lane,
      })
      .from(job)
      .where(
        and(
          eq(job.tenantId, Context.getTenantId()),
          inArray(job.state, [...from[change.action]]),
          filterReleasable(change.action),
          where,
        ),
      )
      .orderBy(job.id)
      .for("no key update");
    const running = rows.filter(({ state, cancelRequested }) => state === "running" && !cancelRequested);
    const waiting = rows.filter(({ state }) => state !== "running");
    if (running.length > 0)
      await stop(
        tx,
        running.map(({ id }) => id),
      );
    if (waiting.length > 0) await move(tx, change, waiting, reason);
    const dependents = change.action === "cancel" ? await cancelDependents(waiting.map(({ id }) => id)) : 0;
    return { changed: running.length + waiting.length + dependents, stopping: running.length };
  });
}

/** A job that waits for an earlier step is released by that step alone. */
const filterReleasable = (action: Action): SQL | undefined =>
  action === "release" ? or(isNull(job.heldBy), ne(job.heldBy, "dependency")) : undefined;

/** Cancels the jobs that wait for cancelled ones. Returns how many. */
async function cancelDependents(cancelledIds: readonly string[]): Promise<number> {
  if (cancelledIds.length === 0) return 0;
  return Database.tx(async (tx) => {
    const ids = await listDependents(tx, cancelledIds);
    if (ids.length === 0) return 0;
    const waiting = and(inArray(job.id, ids), eq(job.heldBy, "dependency"));
    return (await applyAction({ action: "cancel" }, waiting)).changed;
  });
}

async function stop(tx: Database.Tx, ids: string[]): Promise<void> {
  await tx.update(job).set({ cancelRequested: true }).where(inArray(job.id, ids));
  await recordEvents(tx, ids, "cancelling", { by: getActingPerson() });
}

interface Waiting {
  id: string;
  class: string;
  lane: Lane;
  tenantId: string;
  showId: string;
  memberId: string;
  month: string;
  gpuMs: number;
  micros: number;
}

async function move(tx: Database.Tx, change: Change, rows: readonly Waiting[], reason?: string): Promise<void> {
  const ids = rows.map(({ id }) => id);
  const set = (values: Partial<typeof job.$inferInsert>) => tx.update(job).set(values).where(inArray(job.id, ids));
  const now = Context.getPorts().clock.now();
  switch (change.action) {
    case "cancel":
      await Database.runTogether([
        () =>
          set({
            state: "cancelled",
            heldBy: null,
            reason: describeCancel(getActingPerson().name),
            endedAt: now,
            reservedGpuMs: 0,
            reservedMicros: 0,
          }),
        () => recordEvents(tx, ids, "cancelled", { by: getActingPerson() }),
        () => enqueueJobEvents(tx, ids, "cancelled"),
      ]);
      countEnded(rows, "cancelled");
      return moveCounts(
        tx,
        rows.map((row) => ({
          subjects: row,
          month: row.month,
          waiting: -1,
          gpuMs: -row.gpuMs,
          micros: -row.micros,
        })),
      );
    case "hold": {
      const why = reason ?? describeHold(getActingPerson().name);
      await Database.runTogether([
        () => set({ state: "held", heldBy: "person", reason: why }),
        () => recordEvents(tx, ids, "held", { reason: why, by: getActingPerson() }),
        () => enqueueJobEvents(tx, ids, "held"),
      ]);
      return;
    }
    case "release":
      await Database.runTogether([
        () => set({ state: "queued", heldBy: null, reason: null }),
        () => recordEvents(tx, ids, "queued", { reason: "released", by: getActingPerson() }),
      ]);
      await Dispatch.issueTickets(tx);
      return;
    case "prioritise": {
      const to = {
        ...(change.priority === undefined ? {} : { priority: change.priority }),
        ...(change.lane === undefined ? {} : { lane: change.lane }),
      };
      await Database.runTogether([
        () => set(to),
        () => recordEvents(tx, ids, "prioritised", { ...to, by: getActingPerson() }),
      ]);
    }
  }
}
