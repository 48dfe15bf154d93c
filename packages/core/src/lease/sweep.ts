import { and, asc, eq, inArray, lt, ne } from "drizzle-orm";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { attempt } from "../job/job.sql.ts";
import { prefixOf } from "../asset/key.ts";

/** Where the preview pictures of an attempt lie. */
export const previewKey = (tenantId: string, attemptId: string): string => `${tenantId}/previews/${attemptId}`;

const BATCH = 200;

/**
 * Removes what attempts that ended more than `seconds` ago left in the store: previews of all, and outputs of those that
 * did not succeed, which nobody can reach. Runs as the dispatch role. Returns how many attempts were swept.
 */
export async function sweepOlderThan(seconds: number): Promise<number> {
  const before = new Date(Context.ports().clock.now().getTime() - seconds * 1000);
  let swept = 0;
  for (let batch = BATCH; batch === BATCH; swept += batch) batch = await sweepOnce(before);
  return swept;
}

async function sweepOnce(before: Date): Promise<number> {
  const { storage } = Context.ports();
  const old = await Database.tx((tx) =>
    tx
      .select({ id: attempt.id, tenantId: attempt.tenantId, state: attempt.state })
      .from(attempt)
      .where(and(eq(attempt.swept, false), ne(attempt.state, "running"), lt(attempt.endedAt, before)))
      .orderBy(asc(attempt.endedAt))
      .limit(BATCH),
  );
  if (old.length === 0) return 0;
  await storage.removeMany(old.map(({ id, tenantId }) => previewKey(tenantId, id)));
  for (const { id, tenantId, state } of old)
    if (state !== "succeeded") await storage.removeBelow(prefixOf(tenantId, id));
  await Database.tx((tx) =>
    tx
      .update(attempt)
      .set({ swept: true })
      .where(
        inArray(
          attempt.id,
          old.map(({ id }) => id),
        ),
      ),
  );
  return old.length;
}
