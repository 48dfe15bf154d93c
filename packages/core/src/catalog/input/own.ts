import { and, eq, inArray, not, notExists, sql, type SQL } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError } from "../../platform/error/index.ts";
import * as Removal from "../../platform/removal/index.ts";
import { input } from "../../schema/input.sql.ts";
import { jobInput } from "../../schema/job.sql.ts";
import * as Quota from "../../studio/quota/storage.ts";
import { listObjects, listQuotaSubjects, lockInput, type Row } from "./index.ts";

/** Condition for the inputs that the actor has not deleted. */
function filterOwn(): SQL | undefined {
  const actor = Context.getActor();
  return actor.type === "member" ? not(sql`${actor.memberId} = any(${input.hiddenFrom})`) : undefined;
}

/** The inputs with these ids whose file is stored, except those that the actor has deleted. */
export const findOwn = (ids: readonly string[]): Promise<Row[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : Database.tx((tx) =>
        tx
          .select()
          .from(input)
          .where(and(inArray(input.id, [...ids]), inArray(input.status, ["checking", "verified"]), filterOwn())),
      );

/** The verified input with these bytes, unless the actor has deleted it. */
export const findByBlake3 = (blake3: string): Promise<Row | undefined> =>
  Database.tx(async (tx) => {
    const [found] = await tx
      .select()
      .from(input)
      .where(and(eq(input.blake3, blake3), eq(input.status, "verified"), filterOwn()));
    return found;
  });

/**
 * Deletes an input for the actor. The file is deleted only if nobody else of the studio has announced it and no job has
 * used it, because records name it; otherwise the actor no longer sees it.
 * @throws not_found; forbidden for an input of somebody else
 */
export const deleteOwn = (id: string): Promise<void> =>
  Database.tx(async (tx) => {
    const { memberId } = Context.getMember();
    const [known] = await findOwn([id]);
    if (!known) throw createNotFoundError("asset", id);
    const row = await lockInput(tx, id);
    if (row.createdBy !== memberId && !row.isShared)
      throw new VisibleError("forbidden", "Somebody else of your studio uploaded this file. Only they can delete it.");
    if (row.createdBy === memberId && !row.isShared && row.status === "verified") {
      const unused = notExists(
        tx
          .select({ one: sql`1` })
          .from(jobInput)
          .where(eq(jobInput.inputId, id)),
      );
      const gone = await tx
        .delete(input)
        .where(and(eq(input.id, id), unused))
        .returning({ id: input.id });
      if (gone.length > 0) {
        await Quota.removeStorage(tx, listQuotaSubjects(row), row.bytes);
        await Removal.leave(tx, [...listObjects(row), ...(row.thumbnailKey === null ? [] : [row.thumbnailKey])]);
        return;
      }
    }
    await tx
      .update(input)
      .set({ hiddenFrom: sql`array_append(${input.hiddenFrom}, ${memberId})` })
      .where(eq(input.id, id));
  });
