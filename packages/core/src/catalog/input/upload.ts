import { and, eq } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { VisibleError } from "../../platform/error/index.ts";
import * as Id from "../../platform/id.ts";
import * as Removal from "../../platform/removal/index.ts";
import { removal } from "../../schema/removal.sql.ts";
import { buildKey, claimRow, complete, type NewFile, type Row } from "./index.ts";

/**
 * Reserves a key for a file whose hash is known only once it has arrived. Until it has a row, the key is listed for
 * deletion, so that nothing remains of an upload that ends early, even if the process dies.
 */
export async function reserveKey(): Promise<string> {
  const tenantId = Context.getTenantId();
  const key = buildKey(tenantId, Id.create("input"));
  await Database.tx((tx) => Removal.leave(tx, [key]));
  return key;
}

/**
 * Gives a stored file its row, and waits for its check. The object of a file that the studio has already stays listed
 * for deletion.
 * @returns `isNew`: whether the studio did not have the file; `input` may still be in the check after `waitMs`
 * @throws quota_exceeded, or why the check refuses the file
 */
export async function register(
  file: NewFile & { storedAs: string },
  waitMs: number,
): Promise<{ input: Row; isNew: boolean }> {
  const { row, isNew } = await Database.tx(async (tx) => {
    const claimed = await claimRow(tx, file);
    if (claimed.row.key === file.storedAs) await keep(tx, file.storedAs);
    return claimed;
  });
  if (row.status === "verified") return { input: row, isNew };
  return { input: (await complete(row.id, waitMs)) ?? row, isNew };
}

/** Takes a key off the list for deletion. If the janitor has been there first, the object is gone. */
async function keep(tx: Database.Tx, key: string): Promise<void> {
  const kept = await tx
    .delete(removal)
    .where(and(eq(removal.tenantId, Context.getTenantId()), eq(removal.key, key)))
    .returning({ id: removal.id });
  if (kept.length === 0)
    throw new VisibleError("input_missing", "The upload took too long, and its file was removed. Upload it again.");
}

/**
 * Makes an input of an object of the studio, such as a result, by a copy within the store.
 * @param from key of the object
 * @throws quota_exceeded, or why the check refuses the file
 */
export async function copyFrom(from: string, file: Omit<NewFile, "storedAs">, waitMs: number): Promise<Row> {
  const { row } = await Database.tx((tx) => claimRow(tx, file));
  if (row.status === "verified") return row;
  const { storage } = Context.getPorts();
  if (row.status === "announced" && !(await storage.head(row.key)))
    await storage.assemble([from], row.key).catch(async (error: unknown) => {
      // Another request has made the same copy.
      if (!(await storage.head(row.key))) throw error;
    });
  return (await complete(row.id, waitMs)) ?? row;
}
