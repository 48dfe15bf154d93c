import { and, asc, eq } from "drizzle-orm";
import * as z from "zod";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { FrameNumber } from "../../platform/frame.ts";
import * as Id from "../../platform/id.ts";
import { createPaging } from "../../platform/page.ts";
import { note } from "../../schema/review.sql.ts";
import { version } from "../../schema/version.sql.ts";
import { filterReachable } from "./read.ts";

/** From 0 to 1, with four decimals: a fifth of a pixel of a 4K picture is not more visible than one. */
const Share = z
  .number()
  .min(0)
  .max(1)
  .transform((value) => Math.round(value * 10_000) / 10_000);

const Stroke = z.strictObject({
  colour: z.string().regex(/^#[0-9a-f]{6}$/, "a colour such as #ff8800"),
  width: z.number().min(0.0001).max(0.2),
  points: z
    .array(z.tuple([Share, Share]))
    .min(1)
    .max(2000),
});

export const NoteRequest = z
  .strictObject({
    /** The frame that it is about; null for the whole version. */
    frame: FrameNumber.nullable().default(null),
    text: z.string().trim().max(5000).default(""),
    /** Lines over the picture of the frame. */
    drawing: z.array(Stroke).max(100).default([]),
  })
  .refine(({ text, drawing }) => text !== "" || drawing.length > 0, "write a text, or draw");
export type NoteRequest = z.output<typeof NoteRequest>;

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

const pages = createPaging("notes", { by: note.id, field: "id" }, { created: { by: note.id, field: "id" } }, "created");
export const NoteQuery = z.strictObject(pages.query.shape);

/** Notes of a version, oldest first by default. @throws not_found */
export const listNotes = (versionId: string, { sort, cursor, limit }: z.output<typeof NoteQuery>) =>
  Database.tx(async (tx) => {
    const [found] = await tx
      .select({ id: version.id })
      .from(version)
      .where(and(eq(version.id, versionId), filterReachable("review.read")))
      .orderBy(asc(version.id));
    if (!found) throw createNotFoundError("version", versionId);
    return pages.page({ sort, cursor, limit, filter: versionId }, ({ where, orderBy, limit: count }) =>
      tx
        .select()
        .from(note)
        .where(and(eq(note.versionId, versionId), where))
        .orderBy(...orderBy)
        .limit(count),
    );
  });
