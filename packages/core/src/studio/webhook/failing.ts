import { sql } from "drizzle-orm";
import * as Database from "../../platform/database/index.ts";

/** Number of studios from which a failure is the platform's and not that of one receiver. */
const LEAST_STUDIOS = 3;

/**
 * Whether most studios whose webhooks were sent in the last hour received none. Runs as the webhook role.
 */
export const areMostFailing = (): Promise<boolean> =>
  Database.tx(async (tx) => {
    const [row] = await tx.execute<{ studios: number; failing: number }>(sql`
      select count(*)::int as studios, (count(*) filter (where not received))::int as failing
      from (
        select bool_or(state = 'delivered') as received from webhook_delivery
        where created_at > now() - interval '1 hour' and tries > 0 group by tenant_id
      ) as studio`);
    return row !== undefined && row.studios >= LEAST_STUDIOS && row.failing * 2 > row.studios;
  });
