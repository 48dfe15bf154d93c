import { and, eq, sql } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import * as Id from "../../platform/id.ts";
import { asset } from "../../schema/asset.sql.ts";
import { shot } from "../../schema/show.sql.ts";
import { version } from "../../schema/version.sql.ts";

interface VersionedJob {
  tenantId: string;
  showId: string;
  shotId: string;
  memberId: string;
  batchId: string | null;
  step: number;
  variant: number;
}

/**
 * The version numbers of a job's results, by name. Results of a batch have the version of the batch's earlier
 * frames; others, and the first frame that ends, have the next one of their shot. Versions are consecutive, because the shot
 * is locked until the transaction ends.
 */
export async function createVersions(
  tx: Database.Tx,
  job: VersionedJob,
  names: readonly string[],
): Promise<Map<string, number>> {
  // Locked before the versions are read.
  const [, shared, newest] = await Database.runTogether([
    () => tx.select({ id: shot.id }).from(shot).where(eq(shot.id, job.shotId)).for("no key update"),
    () => readBatchVersions(tx, job),
    () => readLatestVersions(tx, job.shotId, names),
  ]);
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
    createdAt: Context.getPorts().clock.now(),
  }));
  if (made.length > 0) await tx.insert(version).values(made);
  return new Map([...shared, ...made.map(({ name, number }) => [name, number] as const)]);
}

async function readBatchVersions(
  tx: Database.Tx,
  { batchId, step, variant }: VersionedJob,
): Promise<Map<string, number>> {
  if (batchId === null) return new Map();
  const rows = await tx
    .select({ name: version.name, number: version.number })
    .from(version)
    .where(and(eq(version.batchId, batchId), eq(version.step, step), eq(version.variant, variant)));
  return new Map(rows.map(({ name, number }) => [name, number]));
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
