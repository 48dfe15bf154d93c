import { sql } from "drizzle-orm";
import * as z from "zod";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";

const State = z.tuple([
  z.object({
    leaves: z.coerce.number(),
    unanchored: z.coerce.number(),
    pending: z.coerce.number(),
    oldest: z.coerce.number(),
    anchored: z.coerce.number().nullable(),
  }),
]);

/** Sets the gauges of the ledger from the database. Runs as the sequencer role. */
export async function collect(): Promise<void> {
  const { metrics, clock } = Context.getPorts();
  const now = clock.now().toISOString();
  const [state] = State.parse([
    ...(await Database.tx((tx) =>
      tx.execute(sql`
        select
          (select coalesce(sum(size), 0) from log) as leaves,
          (select count(*) from log where signed_size < size) as unanchored,
          (select count(*) from intent) as pending,
          (select coalesce(extract(epoch from ${now}::timestamptz - min(created_at)), 0) from intent) as oldest,
          (
            select extract(epoch from c.created_at) from log l join checkpoint c on c.log_id = l.id and c.size = l.signed_size
            where l.tenant_id is null and c.anchored
          ) as anchored`),
    )),
  ]);
  // So that the first one is an increase.
  for (const reason of ["anchor_mismatch", "signing", "other"])
    metrics.count("pegbar_ledger_errors_total", { reason }, 0);
  metrics.set("pegbar_ledger_leaves", [{ labels: {}, value: state.leaves }]);
  metrics.set("pegbar_ledger_unanchored_heads", [{ labels: {}, value: state.unanchored }]);
  metrics.set("pegbar_ledger_pending_records", [{ labels: {}, value: state.pending }]);
  metrics.set("pegbar_ledger_oldest_pending_age_seconds", [{ labels: {}, value: Math.max(0, state.oldest) }]);
  metrics.set(
    "pegbar_ledger_last_anchor_timestamp_seconds",
    state.anchored === null ? [] : [{ labels: {}, value: state.anchored }],
  );
}
