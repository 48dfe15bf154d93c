import { and, asc, eq, isNull, lt, or, sql } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import * as Outbox from "../../platform/outbox/index.ts";
import { asset } from "../../schema/asset.sql.ts";
import { input } from "../../schema/input.sql.ts";
import { tenant } from "../../schema/tenant.sql.ts";

/** Minutes without a sign of the media function after which its work on a studio's files is started again. */
const STALLED_MINUTES = 30;

/** A stored file whose BLAKE3 is not known. */
export interface UnhashedFile {
  kind: "input" | "asset";
  id: string;
  key: string;
  sha256: string;
}

/** The next file of the actor's studio without a BLAKE3; erased ones are skipped. */
export const findUnhashed = (): Promise<UnhashedFile | undefined> =>
  Database.tx(async (tx) => {
    const tenantId = Context.getTenantId();
    const [found] = await tx
      .select({ id: input.id, key: input.key, sha256: input.sha256 })
      .from(input)
      .where(and(eq(input.tenantId, tenantId), isNull(input.blake3), eq(input.status, "verified")))
      .orderBy(asc(input.id))
      .limit(1);
    if (found) return { kind: "input", ...found };
    const [result] = await tx
      .select({ id: asset.id, key: asset.key, sha256: asset.sha256 })
      .from(asset)
      .where(and(eq(asset.tenantId, tenantId), isNull(asset.blake3)))
      .orderBy(asc(asset.id))
      .limit(1);
    return result && { kind: "asset", ...result };
  });

/** Stores a file's BLAKE3, or an empty text if it cannot be computed, unless the file was erased meanwhile. */
export const storeHash = ({ kind, id }: Pick<UnhashedFile, "kind" | "id">, blake3: string): Promise<unknown> =>
  Database.tx((tx) =>
    kind === "input"
      ? tx
          .update(input)
          .set({ blake3 })
          .where(and(eq(input.id, id), isNull(input.blake3), eq(input.status, "verified")))
      : tx
          .update(asset)
          .set({ blake3 })
          .where(and(eq(asset.id, id), isNull(asset.blake3))),
  );

/** Continues with the actor's studio behind all tasks that wait now, so that they are not delayed. */
export const continueHashing = (): Promise<void> =>
  Database.tx(async (tx) => {
    const tenantId = Context.getTenantId();
    await tx.update(tenant).set({ hashingAt: Context.getPorts().clock.now() }).where(eq(tenant.id, tenantId));
    await Outbox.enqueueEffect(tx, { to: "media", task: { task: "hash-files", tenantId } });
  });

/**
 * Starts the hashing of studios that have files without a BLAKE3, from before it was recorded, and on which nothing works.
 * It continues by itself until all are done; after a crash it is started again here. Runs as the dispatch role.
 * @returns the number of studios
 */
export async function startHashing(): Promise<number> {
  const before = new Date(Context.getPorts().clock.now().getTime() - STALLED_MINUTES * 60_000);
  const idle = await Database.tx((tx) =>
    tx
      .select({ id: tenant.id })
      .from(tenant)
      .where(or(isNull(tenant.hashingAt), lt(tenant.hashingAt, before)))
      .orderBy(sql`${tenant.hashingAt} nulls first`),
  );
  let started = 0;
  for (const { id: tenantId } of idle)
    await Context.runAs({ type: "system", tenantId, name: "reconciler" }, async () => {
      if (!(await findUnhashed())) return;
      await continueHashing();
      started++;
    });
  return started;
}
