import { and, eq, inArray, sql } from "drizzle-orm";
import * as z from "zod";
import { formatFrames } from "@pegbar/frames/format-frames.ts";
import { findGaps } from "@pegbar/frames/sequence/gaps.ts";
import { matchText } from "../../platform/database/holds.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import { createPaging } from "../../platform/page.ts";
import { imageSequence, imageSequenceFrame } from "../../schema/image-sequence.sql.ts";

const columns = {
  id: imageSequence.id,
  pattern: imageSequence.pattern,
  width: imageSequence.width,
  height: imageSequence.height,
  createdBy: imageSequence.createdBy,
  createdAt: imageSequence.createdAt,
};

const pages = createPaging(
  "image-sequences",
  { by: imageSequence.id, field: "id" },
  {
    created: { by: imageSequence.id, field: "id" },
    pattern: { by: imageSequence.pattern, field: "pattern" },
  },
  "-created",
);

/** The studio's image sequences, newest first by default. */
export const list = fn(
  z.strictObject({
    ...pages.query.shape,
    /** Part of the pattern; case-insensitive. */
    q: z.string().trim().min(1).max(200).optional(),
  }),
  ({ sort, cursor, limit, q }) =>
    Database.tx(async (tx) => {
      const { items, next } = await pages.page({ sort, cursor, limit }, ({ where, orderBy, limit: count }) =>
        tx
          .select(columns)
          .from(imageSequence)
          .where(and(q === undefined ? undefined : matchText(imageSequence.pattern, q), where))
          .orderBy(...orderBy)
          .limit(count),
      );
      return { items: await addSpans(tx, items), next };
    }),
);

export type ImageSequenceRow = Awaited<ReturnType<typeof list>>["items"][number];
export type ImageSequenceDetail = Awaited<ReturnType<typeof fromID>>;

/** An image sequence with its frames and gaps. */
export const fromID = fn(z.string().max(64), (id) =>
  Database.tx(async (tx) => {
    const rows = await tx.select(columns).from(imageSequence).where(eq(imageSequence.id, id));
    const [found] = await addSpans(tx, rows);
    if (!found) throw createNotFoundError("image sequence", id);
    const files = await tx
      .select({ frame: imageSequenceFrame.frame })
      .from(imageSequenceFrame)
      .where(eq(imageSequenceFrame.imageSequenceId, id))
      .orderBy(imageSequenceFrame.frame);
    const frames = files.map(({ frame }) => frame);
    const { step, missing } = findGaps(frames);
    return { ...found, frames: formatFrames(frames), step, missing: formatFrames(listMissing(missing, step)) };
  }),
);

/** Missing frames that are listed: two files may be a billion frames apart. */
const MAX_MISSING = 1000;

function listMissing(gaps: readonly { first: number; last: number }[], step: number): number[] {
  const frames: number[] = [];
  for (const { first, last } of gaps)
    for (let frame = first; frame <= last && frames.length < MAX_MISSING; frame += step) frames.push(frame);
  return frames;
}

/** Adds the number of files, and the first and the last frame; null for a sequence of which all files were deleted. */
async function addSpans<T extends { id: string }>(tx: Database.Tx, rows: readonly T[]) {
  const found =
    rows.length === 0
      ? []
      : await tx
          .select({
            id: imageSequenceFrame.imageSequenceId,
            count: sql<number>`count(*)::int`,
            first: sql<number>`min(${imageSequenceFrame.frame})`,
            last: sql<number>`max(${imageSequenceFrame.frame})`,
          })
          .from(imageSequenceFrame)
          .where(
            inArray(
              imageSequenceFrame.imageSequenceId,
              rows.map(({ id }) => id),
            ),
          )
          .groupBy(imageSequenceFrame.imageSequenceId);
  const spans = new Map(found.map((span) => [span.id, span]));
  return rows.map((row) => {
    const { count = 0, first = null, last = null } = spans.get(row.id) ?? {};
    return { ...row, count, first, last };
  });
}
