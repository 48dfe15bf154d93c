import { and, asc, eq, inArray, lt, ne } from "drizzle-orm";
import * as Context from "../platform/context.ts";
import * as Database from "../platform/database/index.ts";
import { attempt } from "../schema/job.sql.ts";
import { buildOutputPrefix, buildPreviewKey } from "./output-key.ts";

const BATCH = 200;

/**
 * Deletes objects of attempts that ended more than `seconds` ago: all previews, and the outputs of attempts that did
 * not succeed, which no asset refers to. Runs as the dispatch role. Returns the number of attempts.
 */
export async function removeLeftovers(seconds: number): Promise<number> {
  const before = new Date(Context.getPorts().clock.now().getTime() - seconds * 1000);
  let count = 0;
  for (let batch = BATCH; batch === BATCH; count += batch) batch = await removeBatch(before);
  return count;
}

async function removeBatch(before: Date): Promise<number> {
  const { storage } = Context.getPorts();
  const old = await Database.tx((tx) =>
    tx
      .select({ id: attempt.id, tenantId: attempt.tenantId, state: attempt.state })
      .from(attempt)
      .where(and(eq(attempt.swept, false), ne(attempt.state, "running"), lt(attempt.endedAt, before)))
      .orderBy(asc(attempt.endedAt))
      .limit(BATCH),
  );
  if (old.length === 0) return 0;
  await storage.removeMany(old.map(({ id, tenantId }) => buildPreviewKey(tenantId, id)));
  for (const { id, tenantId, state } of old)
    if (state !== "succeeded") await storage.removeBelow(buildOutputPrefix(tenantId, id));
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
