import { and, asc, eq } from "drizzle-orm";
import type * as z from "zod";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import * as Id from "../../platform/id.ts";
import { note } from "../../schema/review.sql.ts";
import { version } from "../../schema/version.sql.ts";
import { filterReachable } from "./read.ts";
import { notePages, type NoteQuery, type NoteRequest } from "./request.ts";

export type NoteRow = typeof note.$inferSelect;

/** Adds a note to a version. @throws not_found */
export const addNote = (versionId: string, request: NoteRequest): Promise<NoteRow> =>
  Database.tx(async (tx) => {
    const [found] = await tx
      .select({ id: version.id })
      .from(version)
      .where(and(eq(version.id, versionId), filterReachable("note.create")));
    if (!found) throw createNotFoundError("version", versionId);
    const { memberId, tenantId } = Context.getMember();
    const [made] = await tx
      .insert(note)
      .values({
        id: Id.create("note"),
        tenantId,
        versionId,
        memberId,
        ...request,
        createdAt: Context.getPorts().clock.now(),
      })
      .returning();
    if (!made) throw new Error("the note was not stored");
    return made;
  });

/** Notes of a version, oldest first by default. @throws not_found */
export const listNotes = (versionId: string, { sort, cursor, limit }: z.output<typeof NoteQuery>) =>
  Database.tx(async (tx) => {
    const [found] = await tx
      .select({ id: version.id })
      .from(version)
      .where(and(eq(version.id, versionId), filterReachable("review.read")))
      .orderBy(asc(version.id));
    if (!found) throw createNotFoundError("version", versionId);
    return notePages.page({ sort, cursor, limit, filter: versionId }, ({ where, orderBy, limit: count }) =>
      tx
        .select()
        .from(note)
        .where(and(eq(note.versionId, versionId), where))
        .orderBy(...orderBy)
        .limit(count),
    );
  });
