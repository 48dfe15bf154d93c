import { asc, inArray, lt } from "drizzle-orm";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import * as Id from "../id.ts";
import { removal } from "../../schema/removal.sql.ts";

/**
 * Adds objects of the actor's tenant to those that the janitor deletes, in the open transaction. Only the janitor may
 * delete. A key that ends with a slash stands for all objects below it.
 */
export async function leave(tx: Database.Tx, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const tenantId = Context.getTenantId();
  const foreign = keys.find((key) => !key.startsWith(`${tenantId}/`));
  if (foreign !== undefined) throw new Error(`${foreign} is another tenant's`);
  const createdAt = Context.getPorts().clock.now();
  await tx.insert(removal).values(keys.map((key) => ({ id: Id.create("removal"), tenantId, key, createdAt })));
}

const BATCH = 200;

/**
 * Deletes objects that were added more than `seconds` ago, which must be longer than upload URLs are valid. Runs as the
 * dispatch role of the janitor. Returns the number of keys.
 */
export async function sweepOlderThan(seconds: number): Promise<number> {
  const { storage, clock } = Context.getPorts();
  const before = new Date(clock.now().getTime() - seconds * 1000);
  let swept = 0;
  for (let batch = BATCH; batch === BATCH; swept += batch) {
    const rows = await Database.tx((tx) =>
      tx.select().from(removal).where(lt(removal.createdAt, before)).orderBy(asc(removal.createdAt)).limit(BATCH),
    );
    const keys = rows.map(({ key }) => key);
    await storage.removeMany(keys.filter((key) => !key.endsWith("/")));
    for (const key of keys.filter((one) => one.endsWith("/"))) await storage.removeBelow(key);
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) await Database.tx((tx) => tx.delete(removal).where(inArray(removal.id, ids)));
    batch = rows.length;
  }
  return swept;
}
