import { sql } from "drizzle-orm";
import * as z from "zod";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";

const Pending = z.tuple([z.object({ count: z.coerce.number(), due: z.coerce.number() })]);

/** Sets the gauges of webhook deliveries from the database. Runs as the webhook role. */
export async function collect(): Promise<void> {
  const { metrics, clock } = Context.getPorts();
  const now = clock.now().toISOString();
  const [pending] = Pending.parse([
    ...(await Database.tx((tx) =>
      tx.execute(sql`
        select count(*) as count, coalesce(extract(epoch from ${now}::timestamptz - min(next_attempt_at)), 0) as due
        from webhook_delivery where state = 'pending'`),
    )),
  ]);
  // So that the first one is an increase.
  for (const outcome of ["delivered", "retried", "failed"])
    metrics.count("pegbar_webhook_attempts_total", { outcome }, 0);
  metrics.set("pegbar_webhook_deliveries_pending", [{ labels: {}, value: pending.count }]);
  metrics.set("pegbar_webhook_oldest_due_age_seconds", [{ labels: {}, value: Math.max(0, pending.due) }]);
}
