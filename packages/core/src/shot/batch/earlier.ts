import { and, eq } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import type * as Database from "../../platform/database/index.ts";
import { createKeyReusedError, REMEMBERED_DAYS } from "../../platform/idempotency/index.ts";
import { batch } from "../../schema/batch.sql.ts";

/**
 * Finds the batch that was made before with this idempotency key.
 * @returns its id; undefined without a key or an earlier batch
 * @throws idempotency_key_reused for a key that was used with another request
 */
export async function findEarlier(
  tx: Database.Tx,
  key: string | undefined,
  requestSha256: string,
): Promise<string | undefined> {
  if (key === undefined) return undefined;
  const { tenantId, memberId } = Context.getMember();
  const [row] = await tx
    .select({ id: batch.id, requestSha256: batch.requestSha256, createdAt: batch.createdAt })
    .from(batch)
    .where(and(eq(batch.tenantId, tenantId), eq(batch.memberId, memberId), eq(batch.idempotencyKey, key)));
  if (!row) return undefined;
  const age = Context.getPorts().clock.now().getTime() - row.createdAt.getTime();
  if (age >= REMEMBERED_DAYS * 86_400_000) {
    await tx.update(batch).set({ idempotencyKey: null }).where(eq(batch.id, row.id));
    return undefined;
  }
  if (row.requestSha256 !== requestSha256) throw createKeyReusedError();
  return row.id;
}
