import { createHash } from "node:crypto";
import { and, asc, eq, isNotNull } from "drizzle-orm";
import { listExposures } from "@pegbar/frames/exposures.ts";
import { listJobFrames } from "../../job/job-frames.ts";
import type * as Database from "../../platform/database/index.ts";
import { asset } from "../../schema/asset.sql.ts";
import { job } from "../../schema/job.sql.ts";
import type { version } from "../../schema/version.sql.ts";

/** A frame of a version and how long it is shown. */
export interface VersionFrame {
  frame: number;
  /** Frames until the next picture: 2 for a version on twos. The last picture is shown as long as the one before it. */
  hold: number;
  /** The first file of its result; null if its job has none. */
  file: { id: string; key: string; bytes: number } | null;
}

type Versioned = Pick<typeof version.$inferSelect, "shotId" | "name" | "number" | "batchId" | "step" | "variant">;

/** The frames of a version, by number: those with results, and those of its batch whose jobs have none. */
export async function readVersionFrames(tx: Database.Tx, version: Versioned): Promise<VersionFrame[]> {
  const results = await tx
    .select({ id: asset.id, key: asset.key, bytes: asset.bytes, frame: asset.frame })
    .from(asset)
    .where(
      and(
        eq(asset.shotId, version.shotId),
        eq(asset.name, version.name),
        eq(asset.version, version.number),
        eq(asset.position, 0),
        isNotNull(asset.frame),
      ),
    )
    .orderBy(asc(asset.frame));
  const files = new Map(results.map(({ frame, ...file }) => [frame ?? 0, file]));
  const numbers = [...new Set([...files.keys(), ...(await readJobFrames(tx, version))])];
  const holds = new Map(
    listExposures(numbers).flatMap(({ first, hold, count }) =>
      Array.from({ length: count }, (_, index) => [first + index * hold, hold] as const),
    ),
  );
  return numbers
    .toSorted((a, b) => a - b)
    .map((frame) => ({ frame, hold: holds.get(frame) ?? 1, file: files.get(frame) ?? null }));
}

async function readJobFrames(tx: Database.Tx, { batchId, step, variant }: Versioned): Promise<number[]> {
  if (batchId === null) return [];
  const rows = await tx
    .select({ frame: job.frame, window: job.window })
    .from(job)
    .where(and(eq(job.batchId, batchId), eq(job.step, step), eq(job.variant, variant), isNotNull(job.frame)));
  return rows.flatMap(listJobFrames);
}

/** Whether two renditions would be made of the same pictures. */
export const hashFrames = (frames: readonly VersionFrame[]): string =>
  createHash("sha256")
    .update(JSON.stringify(frames.map(({ frame, hold, file }) => [frame, hold, file?.id ?? null])))
    .digest("hex");
