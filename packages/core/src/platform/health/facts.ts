import { asc, min, sql } from "drizzle-orm";
import * as Database from "../database/index.ts";
import { componentRun, type ReportingComponent } from "../../schema/component-run.sql.ts";
import { fleet } from "../../schema/fleet.sql.ts";
import { input } from "../../schema/input.sql.ts";

/** What the platform knows of its own parts. Contains nothing about studios. */
export interface HealthFacts {
  components: readonly {
    name: ReportingComponent;
    /** When it last completed a round of its work. */
    ranAt: Date;
    /** Since when its work is late or fails; null if it does not. */
    failingSince: Date | null;
  }[];
  classes: readonly {
    /** Workload class. */
    name: string;
    /** Whether workers are started when jobs wait. */
    startsWorkers: boolean;
    /** Since when jobs are queued while no worker can take them; null if none is. */
    stalledSince: Date | null;
  }[];
  /** Since when the oldest unchecked upload waits; null if none does. */
  oldestCheckAt: Date | null;
}

/**
 * Reads the facts in one round trip. Runs as the public role.
 * @param limitMs maximum run time of each statement in the database
 */
export const readHealthFacts = (limitMs: number): Promise<HealthFacts> =>
  Database.tx(async (tx) => {
    const [, components, classes, checks] = await Database.runTogether([
      () => tx.execute(sql`select set_config('statement_timeout', ${String(limitMs)}, true)`),
      () => tx.select().from(componentRun),
      () =>
        tx
          .select({ name: fleet.class, startsWorkers: fleet.startsWorkers, stalledSince: fleet.stalledSince })
          .from(fleet)
          .orderBy(asc(fleet.class)),
      () => tx.select({ at: min(input.checkingSince) }).from(input),
    ]);
    return { components, classes, oldestCheckAt: checks[0]?.at ?? null };
  });
