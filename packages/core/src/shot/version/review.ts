import { and, eq, ne } from "drizzle-orm";
import { formatFrames } from "@pegbar/frames";
import { readFrames } from "../../job/batch/read-frames.ts";
import { listJobFrames } from "../../job/job-frames.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError } from "../../platform/error/index.ts";
import * as Id from "../../platform/id.ts";
import { enqueueRecords, recordUser } from "../../platform/record/index.ts";
import { buildReviewedId } from "../../result/ledger/certificate.ts";
import { job } from "../../schema/job.sql.ts";
import { review } from "../../schema/review.sql.ts";
import { version } from "../../schema/version.sql.ts";
import { enqueueReviewEvent } from "../../studio/event/enqueue.ts";
import { addPlaceCodes } from "../../studio/show/place.ts";
import { chunk } from "../../result/reuse/chunk.ts";
import { filterReachable, fromID, readFiles, type VersionDetail } from "./read.ts";
import type { ReviewRequest } from "./request.ts";

/**
 * Decides about a version, once and finally. Each frame that the decision is about gets a ledger record with the reviewer and
 * the hash of its file.
 * @throws not_found; conflict for a version that has a decision, or that is not complete and is approved
 */
export const decide = (id: string, request: ReviewRequest): Promise<VersionDetail> =>
  Database.tx(async (tx) => {
    const [found] = await tx
      .select()
      .from(version)
      .where(and(eq(version.id, id), filterReachable("review.create")));
    if (!found) throw createNotFoundError("version", id);
    const files = await readFiles(tx, found);
    const frames = chooseFrames(request.frames, files);
    if (request.decision === "approved") await assertComplete(tx, found);
    const { memberId, tenantId } = Context.getMember();
    const row = {
      id: Id.create("review"),
      tenantId,
      versionId: id,
      memberId,
      decision: request.decision,
      frames: request.frames ?? null,
      comment: request.comment,
      createdAt: Context.getPorts().clock.now(),
    };
    // A decision that is made at the same time commits first, and this one finds it.
    const inserted = await tx.insert(review).values(row).onConflictDoNothing().returning({ id: review.id });
    if (inserted.length === 0) throw await createDecidedError(id);
    const [place] = await addPlaceCodes([found]);
    if (!place) throw createNotFoundError("version", id);
    const concerned = frames ? files.filter(({ frame }) => frame !== null && frames.has(frame)) : files;
    for (const some of chunk(concerned))
      await enqueueRecords(
        tx,
        some.map((file) => ({
          type: "asset.reviewed",
          schema: 2,
          eventId: buildReviewedId(file.id),
          assertedAt: row.createdAt.toISOString(),
          assetId: file.id,
          shotId: found.shotId,
          show: place.show,
          sequence: place.sequence,
          shot: place.shot,
          frame: file.frame,
          user: recordUser(),
          review: { id: row.id, versionId: id },
          decision: request.decision,
          asset: { name: file.name, version: file.version, position: file.position },
          output: { sha256: file.sha256, bytes: file.bytes, contentType: file.contentType },
        })),
      );
    await enqueueReviewEvent(tx, request.decision, {
      versionId: id,
      name: found.name,
      version: found.number,
      batchId: found.batchId,
      show: place.show,
      sequence: place.sequence,
      shot: place.shot,
      showId: found.showId,
      shotId: found.shotId,
      memberId,
      frames: row.frames,
      comment: row.comment,
    });
    return fromID(id);
  });

/** The frames of a retake; undefined for all. */
function chooseFrames(text: string | undefined, files: readonly { frame: number | null }[]) {
  if (text === undefined) return undefined;
  const frames = readFrames(text);
  const known = new Set(files.map(({ frame }) => frame));
  const unknown = frames.filter((frame) => !known.has(frame));
  if (unknown.length === 0) return new Set(frames);
  const message = `The version has no frames ${formatFrames(unknown)}`;
  const remedy = "Choose frames of the version.";
  throw new VisibleError("parameters_invalid", `${message}. ${remedy}`, {
    errors: [{ code: "frame_unknown", message, remedy, pointer: "/frames" }],
  });
}

/** @throws conflict if frames of the version's batch have no result */
async function assertComplete(tx: Database.Tx, { batchId, step, variant }: typeof version.$inferSelect): Promise<void> {
  if (batchId === null) return;
  const open = await tx
    .select({ frame: job.frame, window: job.window })
    .from(job)
    .where(and(eq(job.batchId, batchId), eq(job.step, step), eq(job.variant, variant), ne(job.state, "succeeded")));
  if (open.length === 0) return;
  const frames = open.flatMap(listJobFrames).toSorted((a, b) => a - b);
  const what = frames.length > 0 ? `The frames ${formatFrames(frames)}` : "Jobs of its batch";
  throw new VisibleError(
    "conflict",
    `${what} have no result yet. Wait for them, retry them, or send the version to retake.`,
  );
}

async function createDecidedError(id: string): Promise<VisibleError> {
  const { review: made } = await fromID(id);
  const what = made?.decision === "approved" ? "approved" : "sent to retake";
  return new VisibleError(
    "conflict",
    `This version was ${what} on ${made?.createdAt.toISOString()}. A decision is final: submit a retake, and review its version.`,
  );
}
