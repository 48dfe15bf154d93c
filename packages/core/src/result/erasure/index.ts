import { and, eq } from "drizzle-orm";
import * as z from "zod";
import * as Audit from "../../platform/audit/index.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import * as Id from "../../platform/id.ts";
import * as Record from "../../platform/record/index.ts";
import { buildFilters, createPaging } from "../../platform/page.ts";
import { erasure } from "../../schema/erasure.sql.ts";
import { forgetRequests } from "../../platform/idempotency/index.ts";
import type { Survey } from "./survey.ts";

/** What to erase: kinds of a member's values, or one input. */
export const Request = z
  .strictObject({
    memberId: Id.createSchema("member").optional(),
    inputId: Id.createSchema("input").optional(),
    /** Of a member: `identity` is name and e-mail, `prompts` what was submitted, `input` the uploaded files. */
    kinds: z.array(z.enum(Record.subjectKinds)).min(1).max(Record.subjectKinds.length).optional(),
    /** Part of the log, which is permanent, so it must not repeat what is erased. */
    reason: z.string().trim().min(1).max(500),
  })
  .refine(({ memberId, inputId }) => (memberId === undefined) !== (inputId === undefined), {
    message: "Name either a memberId or an inputId",
    path: ["memberId"],
  })
  .refine(({ inputId, kinds }) => (inputId === undefined) === (kinds !== undefined), {
    message: "kinds belong to a member, and a member needs them",
    path: ["kinds"],
  });
export type Row = typeof erasure.$inferSelect;

/** Loaded when it is used: most starts of the API's function do not need it. */
const loadSurvey = () => import("./survey.ts");

/** Counts what an erasure would destroy and keep, without changing anything. Throws the errors of the erasure. */
export const foresee = fn(Request, (request) =>
  Database.tx(async (tx) => {
    const { findErasable, countResults } = await loadSurvey();
    const survey = await findErasable(tx, request);
    const { target, jobIds, inputs } = survey;
    return {
      ...target,
      ...(await Record.countDisclosed(tx, target.subjects)),
      jobs: jobIds.length,
      inputs: inputs.length,
      results: await countResults(tx, survey),
    };
  }),
);

/**
 * Destroys a subject's values immediately and permanently: the keys of values that the log commits to, and copies of
 * the values in tables. The janitor deletes files and sets `doneAt`. The log records the erasure and its reason.
 */
export const create = fn(Request, (request) =>
  Database.tx(async (tx) => {
    const found = await (await loadSurvey()).findErasable(tx, request);
    const { target, jobIds, inputs } = found;
    const destroyed = await Record.destroyKeys(tx, target.subjects);
    const keys = await wipe(tx, found);
    const now = Context.getPorts().clock.now();
    const isOpen = inputs.some(({ status }) => status === "announced");
    const [row] = await tx
      .insert(erasure)
      .values({
        id: Id.create("erasure"),
        tenantId: Context.getTenantId(),
        subjectType: target.type,
        subjectId: target.id,
        kinds: target.kinds,
        reason: request.reason,
        createdBy: Context.getMember().memberId,
        erasedIds: [...new Set(target.subjects.map(({ subjectId }) => subjectId))],
        ...destroyed,
        jobs: jobIds.length,
        inputs: inputs.length,
        keys,
        keysUntil: isOpen ? new Date(now.getTime() + UPLOAD_URL_MS) : now,
        createdAt: now,
      })
      .returning();
    if (!row) throw new Error("the erasure was not stored");
    await recordErasure(tx, row, destroyed);
    return row;
  }),
);

/** Longer than an upload URL is valid, in milliseconds. */
const UPLOAD_URL_MS = 3_600_000;

/** Erases values in the tables. Returns the keys that the janitor must delete. */
async function wipe(tx: Database.Tx, { target, jobIds, inputs }: Survey): Promise<string[]> {
  const [{ eraseIdentity }, { eraseInputs }, { eraseJobs }] = await Promise.all([
    import("./identity.ts"),
    import("./inputs.ts"),
    import("./jobs.ts"),
  ]);
  if (target.kinds.includes("prompts")) await eraseJobs(tx, jobIds);
  const keys = target.kinds.includes("input") ? await eraseInputs(tx, inputs) : [];
  if (target.kinds.includes("identity")) await eraseIdentity(tx, target.id);
  await forgetRequests(tx);
  return keys;
}

/**
 * Records the erasure in the log, where readers of a record with missing values find the reason, and in the audit
 * trail.
 */
async function recordErasure(tx: Database.Tx, row: Row, counted: { values: number; records: number }): Promise<void> {
  const { id, subjectId, kinds, reason, createdAt } = row;
  await Record.enqueueRecords(tx, [
    {
      type: "redacted",
      schema: 1,
      eventId: id,
      assertedAt: createdAt.toISOString(),
      user: Record.recordUser(),
      subjectId,
      kinds,
      reason,
      ...counted,
    },
  ]);
  await Audit.record(tx, {
    action: "erasure.create",
    subject: { type: "erasure", id },
    after: { subjectId, kinds, reason },
  });
}

const pages = createPaging(
  "erasures",
  { by: erasure.id, field: "id" },
  { created: { by: erasure.id, field: "id" } },
  "-created",
);

export const list = fn(
  z.strictObject({ ...pages.query.shape, subjectId: z.string().max(64).optional() }),
  ({ sort, cursor, limit, ...fields }) =>
    Database.tx((tx) =>
      pages.page({ sort, cursor, limit }, ({ where, orderBy, limit: count }) =>
        tx
          .select()
          .from(erasure)
          .where(and(...buildFilters(erasure, fields), where))
          .orderBy(...orderBy)
          .limit(count),
      ),
    ),
);

export const fromID = fn(z.string().max(64), (id) =>
  Database.tx(async (tx) => {
    const [row] = await tx.select().from(erasure).where(eq(erasure.id, id));
    if (!row) throw createNotFoundError("erasure", id);
    return row;
  }),
);
