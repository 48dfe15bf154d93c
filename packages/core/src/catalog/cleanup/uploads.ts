import { and, asc, eq, inArray, lt, notExists, sql, type SQL } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/pg-core";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { listQuotaSubjects } from "../input/index.ts";
import { imageSequence, imageSequenceFrame } from "../../schema/image-sequence.sql.ts";
import { input } from "../../schema/input.sql.ts";
import { jobInput } from "../../schema/job.sql.ts";
import { model } from "../../schema/model.sql.ts";
import { removeStorage } from "../../studio/quota/storage.ts";
import * as Removal from "../../platform/removal/index.ts";
import { tenant } from "../../schema/tenant.sql.ts";
import { remove } from "../upload/parts.ts";

/** Days after which an upload that was announced and not completed is deleted. */
export const ABANDONED_DAYS = 7;
/** Days after which an input that no job has used is deleted, counted from its last announcement. */
export const UNUSED_DAYS = 30;

const subtractDays = (days: number): Date => new Date(Context.getPorts().clock.now().getTime() - days * 86_400_000);

/**
 * Deletes abandoned uploads and inputs that no job has used, and releases their storage on the quotas. Runs as the
 * dispatch role. Returns how many were deleted.
 */
export async function deleteAbandonedUploads(): Promise<number> {
  const before = subtractDays(ABANDONED_DAYS);
  const tenants = await Database.tx((tx) => tx.select({ id: tenant.id }).from(tenant).orderBy(asc(tenant.id)));
  let swept = 0;
  for (const { id: tenantId } of tenants)
    swept += await Context.runAs({ type: "system", tenantId, name: "janitor" }, async () => {
      const old = await Database.tx(async (tx) => ({
        inputs: await tx
          .select()
          .from(input)
          .where(filterAbandoned(input, tenantId, before)),
        models: await tx
          .select()
          .from(model)
          .where(filterAbandoned(model, tenantId, before)),
      }));
      // Objects before rows: if a deletion fails, the row remains for the next run. All upload URLs have expired.
      for (const { key } of [...old.inputs, ...old.models]) if (key !== null) await remove(key);
      for (const row of old.inputs) await giveUpInput(row, before);
      for (const row of old.models) await giveUpModel(row, before);
      return old.inputs.length + old.models.length + (await deleteUnusedInputs(tenantId));
    });
  return swept;
}

type Announced = PgTable & Record<"tenantId" | "status" | "announcedAt", PgColumn>;

const filterAbandoned = (of: Announced, tenantId: string, before: Date): SQL | undefined =>
  and(eq(of.tenantId, tenantId), eq(of.status, "announced"), lt(of.announcedAt, before));

const giveUpInput = (row: typeof input.$inferSelect, before: Date): Promise<void> =>
  Database.tx(async (tx) => {
    const gone = await tx
      .delete(input)
      .where(and(eq(input.id, row.id), filterAbandoned(input, row.tenantId, before)))
      .returning({ id: input.id });
    if (gone.length > 0) await removeStorage(tx, listQuotaSubjects(row), row.bytes);
  });

/**
 * Deletes the rows, and leaves the objects to the janitor's next round. A job that is submitted meanwhile either does
 * not find the input or keeps it with its lock.
 */
async function deleteUnusedInputs(tenantId: string): Promise<number> {
  const unused = and(
    eq(input.tenantId, tenantId),
    eq(input.status, "verified"),
    lt(input.announcedAt, subtractDays(UNUSED_DAYS)),
    notExists(
      new QueryBuilder()
        .select({ one: sql`1` })
        .from(jobInput)
        .where(eq(jobInput.inputId, input.id)),
    ),
  );
  return Database.tx(async (tx) => {
    const held = await tx.select({ id: input.id }).from(input).where(unused).for("update", { skipLocked: true });
    const ids = held.map(({ id }) => id);
    if (ids.length === 0) return 0;
    // Filtered again under the locks: a job that was submitted before the lock is visible now, and none can be added.
    const gone = await tx
      .delete(input)
      .where(and(inArray(input.id, ids), unused))
      .returning();
    for (const row of gone) {
      await removeStorage(tx, listQuotaSubjects(row), row.bytes);
      await Removal.leave(tx, row.thumbnailKey === null ? [row.key] : [row.key, row.thumbnailKey]);
    }
    if (gone.length > 0) await deleteEmptySequences(tx, tenantId);
    return gone.length;
  });
}

/** Deletes image sequences of which no file is left. */
const deleteEmptySequences = (tx: Database.Tx, tenantId: string): Promise<unknown> =>
  tx.delete(imageSequence).where(
    and(
      eq(imageSequence.tenantId, tenantId),
      notExists(
        new QueryBuilder()
          .select({ one: sql`1` })
          .from(imageSequenceFrame)
          .where(eq(imageSequenceFrame.imageSequenceId, imageSequence.id)),
      ),
    ),
  );

const giveUpModel = (row: typeof model.$inferSelect, before: Date): Promise<void> =>
  Database.tx(async (tx) => {
    const tenantId = Context.getTenantId();
    const refusal = {
      code: "upload_abandoned",
      message: `Its file was not uploaded within ${ABANDONED_DAYS} days`,
      remedy: "Announce it again, upload, then complete.",
    };
    const given = await tx
      .update(model)
      .set({ status: "refused", refusal })
      .where(and(eq(model.id, row.id), filterAbandoned(model, tenantId, before)))
      .returning({ id: model.id });
    if (given.length > 0) await removeStorage(tx, [tenantId], row.bytes ?? 0);
  });
