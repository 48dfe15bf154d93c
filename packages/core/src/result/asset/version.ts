import { and, eq, sql } from "drizzle-orm";
import type { NamingScheme } from "@pegbar/frames";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import * as Id from "../../platform/id.ts";
import { asset } from "../../schema/asset.sql.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { shot, show } from "../../schema/show.sql.ts";
import { version } from "../../schema/version.sql.ts";
import { readNaming } from "./file-name.ts";

interface VersionedJob {
  tenantId: string;
  showId: string;
  shotId: string;
  memberId: string;
  batchId: string | null;
  step: number;
  variant: number;
}

/** A version's number, and how its files are named. */
export interface Numbered {
  number: number;
  naming: NamingScheme;
}

/**
 * The versions of a job's results, by name. Results of a batch have the version of the batch's earlier
 * frames; others, and the first frame that ends, have the next one of their shot. Versions are consecutive, because the shot
 * is locked until the transaction ends.
 */
export async function createVersions(
  tx: Database.Tx,
  job: VersionedJob,
  names: readonly string[],
): Promise<Map<string, Numbered>> {
  // Locked before the versions are read.
  const [[locked], shared, newest] = await Database.runTogether([
    () =>
      tx
        .select({ naming: show.naming })
        .from(shot)
        .innerJoin(show, eq(show.id, shot.showId))
        .where(eq(shot.id, job.shotId))
        .for("no key update", { of: shot }),
    () => readBatchVersions(tx, job),
    () => readLatestVersions(tx, job.shotId, names),
  ]);
  if (!locked) throw createNotFoundError("shot", job.shotId);
  const { naming } = locked;
  const missing = names.filter((name) => !shared.has(name));
  const made = missing.map((name) => ({
    id: Id.create("version"),
    tenantId: job.tenantId,
    showId: job.showId,
    shotId: job.shotId,
    memberId: job.memberId,
    name,
    number: (newest.get(name) ?? 0) + 1,
    batchId: job.batchId,
    step: job.step,
    variant: job.variant,
    naming,
    createdAt: Context.getPorts().clock.now(),
  }));
  if (made.length > 0) await tx.insert(version).values(made);
  const scheme = readNaming(naming);
  return new Map([...shared, ...made.map(({ name, number }) => [name, { number, naming: scheme }] as const)]);
}

async function readBatchVersions(
  tx: Database.Tx,
  { batchId, step, variant }: VersionedJob,
): Promise<Map<string, Numbered>> {
  if (batchId === null) return new Map();
  const rows = await tx
    .select({ name: version.name, number: version.number, naming: version.naming })
    .from(version)
    .where(and(eq(version.batchId, batchId), eq(version.step, step), eq(version.variant, variant)));
  return new Map(rows.map(({ name, number, naming }) => [name, { number, naming: readNaming(naming) }]));
}

/**
 * Newest version of each of these names in a shot, which is 0 if there is none. Assets are read, too: while a release is
 * rolled out, functions of the earlier one store assets without a version of their own.
 */
async function readLatestVersions(
  tx: Database.Tx,
  shotId: string,
  names: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.execute<{ name: string; number: number }>(sql`
    select name, greatest(
        (select max(${version.number}) from ${version} where ${version.shotId} = ${shotId} and ${version.name} = u.name),
        (select max(${asset.version}) from ${asset} where ${asset.shotId} = ${shotId} and ${asset.name} = u.name),
        0
      ) as number
    from unnest(${sql.param([...names])}::text[]) as u (name)`);
  return new Map(rows.map(({ name, number }) => [name, number]));
}
