import { and, eq, lt } from "drizzle-orm";
import * as Context from "../platform/context.ts";
import * as Database from "../platform/database/index.ts";
import { attempt } from "../schema/job.sql.ts";
import { endAttempt, type Ending } from "./end.ts";
import { applyInterruption } from "./outcome.ts";

const BATCH = 100;

/** Ends the attempts whose lease has expired. Runs as the dispatch role. Returns how many. */
export async function expireAttempts(): Promise<number> {
  const expired = await Database.tx((tx) =>
    tx
      .select({ id: attempt.id })
      .from(attempt)
      .where(and(eq(attempt.state, "running"), lt(attempt.leaseExpiresAt, Context.getPorts().clock.now())))
      .limit(BATCH),
  );
  for (const { id } of expired)
    await endAttempt(id, {}, (tx, ending) => applyInterruption(tx, ending, "worker_lost", estimateGpuMs(ending)));
  return expired.length;
}

/** GPU time of a lost worker, as far as it is known: from the start to its last heartbeat. */
function estimateGpuMs({ phase, startedAt, leaseExpiresAt }: Ending): number {
  if (phase === null || phase === "fetching") return 0;
  const { leaseSeconds } = Context.getPorts().leases;
  return Math.max(0, leaseExpiresAt.getTime() - leaseSeconds * 1000 - startedAt.getTime());
}
