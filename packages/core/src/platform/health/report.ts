import { eq, sql } from "drizzle-orm";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { componentRun, type ReportingComponent } from "../../schema/component-run.sql.ts";

/** Minimum time between two reports of a component of one process. Rounds may be much shorter. */
const INTERVAL_MS = 30_000;

const reportedAt = new WeakMap<object, Map<ReportingComponent, number>>();

/**
 * Stores that a background component has completed a round of its work, at most every 30 s. Call it only after a success:
 * the component's part of the platform is degraded when the report is missing. Runs as the component's role.
 * @param readFailing whether what it works on is late or fails, although the round completed; asked before each report
 */
export async function reportRun(
  name: ReportingComponent,
  readFailing: () => Promise<boolean> = () => Promise.resolve(false),
): Promise<void> {
  const { database, clock } = Context.getPorts();
  const times = reportedAt.get(database) ?? new Map<ReportingComponent, number>();
  reportedAt.set(database, times);
  if (performance.now() - (times.get(name) ?? -Infinity) < INTERVAL_MS) return;
  const isFailing = await readFailing();
  const ranAt = clock.now();
  await Database.tx((tx) =>
    tx
      .update(componentRun)
      .set({
        ranAt,
        failingSince: isFailing ? sql`coalesce(${componentRun.failingSince}, ${ranAt.toISOString()})` : null,
      })
      .where(eq(componentRun.name, name)),
  );
  times.set(name, performance.now());
}
