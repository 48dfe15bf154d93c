import { and, eq } from "drizzle-orm";
import { parseFrameRate, type FrameRate } from "@pegbar/frames/frame-rate.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import * as Removal from "../../platform/removal/index.ts";
import type { RenditionKind } from "../../schema/rendition-kinds.ts";
import { rendition } from "../../schema/rendition.sql.ts";
import { findVersion, formatTitle } from "./read.ts";
import { contentTypes } from "./request.ts";
import { hashFrames, readVersionFrames, type VersionFrame } from "./version-frames.ts";

/** A process that makes it may end before it is made, such as by memory. After this many times, it fails. */
const MAX_ATTEMPTS = 3;

/** What the media function needs to make a rendition. */
export interface RenditionPlan {
  id: string;
  kind: RenditionKind;
  format: string;
  burnIn: boolean;
  /** Undefined for a contact sheet. */
  rate: FrameRate | undefined;
  title: string;
  frames: VersionFrame[];
  framesSha256: string;
}

/** The file that was made. */
export interface MadeRendition {
  key: string;
  sha256: string;
  bytes: number;
  width: number;
  height: number;
  frames: number;
  missing: number[];
}

/** Begins to make a rendition; undefined if nobody waits for it any more. Can be repeated. */
export const begin = (id: string): Promise<RenditionPlan | undefined> =>
  Database.tx(async (tx) => {
    const [row] = await tx.select().from(rendition).where(eq(rendition.id, id)).for("no key update");
    if (row?.state !== "pending") return undefined;
    const found = await findVersion(tx, row.versionId, "review.read");
    const frames = await readVersionFrames(tx, found);
    const framesSha256 = hashFrames(frames);
    const attempts = row.attempts + 1;
    await tx.update(rendition).set({ attempts, framesSha256 }).where(eq(rendition.id, id));
    if (attempts > MAX_ATTEMPTS) {
      await end(tx, id, framesSha256, {
        reason: `The platform began ${MAX_ATTEMPTS} times to make it and was interrupted.`,
      });
      return undefined;
    }
    const rate = row.frameRate === null ? undefined : parseFrameRate(row.frameRate);
    const { kind, format, burnIn } = row;
    return { id, kind, format, burnIn, rate, title: formatTitle(found), frames, framesSha256 };
  });

/**
 * Key of the file. Equal bytes of the same frames have one key, so that it can be stored twice; a file of other frames never
 * has the key of one that is left to the janitor.
 */
export const buildKey = (tenantId: string, { id, format, framesSha256 }: RenditionPlan, sha256: string): string =>
  `${tenantId}/renditions/${id}/${framesSha256}/${sha256}.${format}`;

export const getContentType = ({ format }: Pick<RenditionPlan, "format">): string => contentTypes[format] ?? "";

/** Stores what was made, and leaves an earlier file to the janitor. */
export const succeed = ({ id, framesSha256 }: RenditionPlan, made: MadeRendition): Promise<void> =>
  Database.tx((tx) => end(tx, id, framesSha256, made));

/** Stores why it cannot be made. Its batch is not affected. */
export const fail = ({ id, framesSha256 }: RenditionPlan, reason: string): Promise<void> =>
  Database.tx((tx) => end(tx, id, framesSha256, { reason }));

async function end(
  tx: Database.Tx,
  id: string,
  framesSha256: string,
  outcome: MadeRendition | { reason: string },
): Promise<void> {
  const [before] = await tx.select().from(rendition).where(eq(rendition.id, id)).for("no key update");
  const isWanted = before?.state === "pending" && before.framesSha256 === framesSha256;
  const made = "key" in outcome ? outcome : undefined;
  if (isWanted)
    await tx
      .update(rendition)
      .set({
        ...(made ?? { key: null, sha256: null, bytes: null, width: null, height: null, frames: null, missing: null }),
        state: made ? "ready" : "failed",
        reason: made ? null : "reason" in outcome ? outcome.reason : null,
        endedAt: Context.getPorts().clock.now(),
      })
      .where(and(eq(rendition.id, id), eq(rendition.state, "pending")));
  const current = isWanted ? (made?.key ?? null) : (before?.key ?? null);
  const left = [before?.key, made?.key].filter((key) => key !== undefined && key !== null && key !== current);
  await Removal.leave(
    tx,
    [...new Set(left)].flatMap((key) => key ?? []),
  );
}
