import { and, eq } from "drizzle-orm";
import * as Database from "../../platform/database/index.ts";
import { VisibleError } from "../../platform/error/index.ts";
import { version } from "../../schema/version.sql.ts";
import { fromID, readFiles, type VersionDetail } from "./read.ts";

/** How a file of a version differs from the file of the same frame and position in the other one. */
export interface FileChange {
  frame: number | null;
  position: number;
  change: "same" | "changed" | "added" | "removed";
  /** In the version and in the other one; null where it has none. */
  assetId: string | null;
  otherAssetId: string | null;
}

/**
 * Compares the files of two versions of the same name in one shot by their hashes.
 * @param otherId default: the version before
 * @throws not_found; conflict for versions of different things
 */
export const compare = (id: string, otherId?: string): Promise<FileChange[]> =>
  Database.tx(async (tx) => {
    const one = await fromID(id);
    const other = await fromID(otherId ?? (await findPreviousId(tx, one)));
    if (one.shotId !== other.shotId || one.name !== other.name)
      throw new VisibleError(
        "conflict",
        `${one.name} of ${one.sequence}/${one.shot} and ${other.name} of ${other.sequence}/${other.shot} have no common frames. Choose versions of one name in one shot.`,
      );
    const [files, others] = [await readFiles(tx, one), await readFiles(tx, other)];
    const toKey = ({ frame, position }: { frame: number | null; position: number }) => `${frame} ${position}`;
    const byKey = new Map(others.map((file) => [toKey(file), file]));
    const found = files.map(({ id: assetId, frame, position, sha256 }): FileChange => {
      const match = byKey.get(toKey({ frame, position }));
      byKey.delete(toKey({ frame, position }));
      const change = match === undefined ? "added" : match.sha256 === sha256 ? "same" : "changed";
      return { frame, position, change, assetId, otherAssetId: match?.id ?? null };
    });
    const removed = [...byKey.values()].map(({ id: otherAssetId, frame, position }): FileChange => ({
      frame,
      position,
      change: "removed",
      assetId: null,
      otherAssetId,
    }));
    return [...found, ...removed].toSorted((a, b) => (a.frame ?? 0) - (b.frame ?? 0) || a.position - b.position);
  });

async function findPreviousId(tx: Database.Tx, { shotId, name, number }: VersionDetail): Promise<string> {
  const [found] = await tx
    .select({ id: version.id })
    .from(version)
    .where(and(eq(version.shotId, shotId), eq(version.name, name), eq(version.number, number - 1)));
  if (!found)
    throw new VisibleError("conflict", "This is the first version. Say which version to compare it with (from=ver_…).");
  return found.id;
}
