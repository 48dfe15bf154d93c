import { paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import type postgres from "postgres";
import { buildClientConfig } from "@pegbar/local/store/access.ts";
import { BUCKET } from "@pegbar/local/platform/resources.ts";

export interface Verdict {
  /** Jobs that did not succeed. */
  lost: number;
  /** Jobs that succeeded with more or fewer than one successful attempt, asset, or leaf in the log. */
  twice: number;
  /** Quotas with open counts or reservations, that were corrected, or that differ from the sum of their usage. */
  quota_drift: number;
  /** Leftovers: open attempts, pending records and messages, and objects without an asset. */
  orphans: number;
}

export const queryNumber = async (sql: postgres.Sql, query: string): Promise<number> =>
  Number((await sql.unsafe(query))[0]?.["n"]);

/** Checks database and store after all jobs have ended. */
export async function checkInvariants(sql: postgres.Sql, store: string): Promise<Verdict> {
  const losses = await sql`select failure, reason from job where state <> 'succeeded'`;
  for (const loss of losses.slice(0, 5)) console.log(`  lost: ${JSON.stringify(loss)}`);
  const twice = await queryNumber(
    sql,
    `select (select count(*) from job j where state = 'succeeded' and (select count(*) from attempt where job_id = j.id and state = 'succeeded') <> 1)
      + (select count(*) from job j where state = 'succeeded' and (select count(*) from asset where job_id = j.id) <> 1)
      + (select count(*) from job j where state = 'succeeded' and (
          select count(*) from leaf where convert_from(record, 'UTF8')::jsonb #>> '{job,id}' = j.id) <> 1) as n`,
  );
  // Includes quotas that had drifted until the reconciler corrected them.
  const drift = await queryNumber(
    sql,
    `select (select count(*) from quota where running <> 0 or waiting <> 0)
      + (select count(*) from quota_month where reserved_micros <> 0 or reserved_gpu_ms <> 0)
      + (select coalesce(sum(total), 0) from repair_count where kind = 'quotasCorrected')
      + (select count(*) from quota_month m join quota q using (subject_id) where q.scope = 'tenant'
          and m.used_micros <> (select coalesce(sum(micros), 0) from usage u where u.tenant_id = q.tenant_id and u.month = m.month)) as n`,
  );
  const repairs = await sql`select kind, total from repair_count order by kind`;
  console.log(`corrected: ${repairs.map(({ kind, total }) => `${kind} ${total}`).join(", ") || "nothing"}`);
  return {
    lost: losses.length,
    twice,
    quota_drift: drift,
    orphans: (await countOpenRows(sql)) + (await countStrayObjects(sql, store)),
  };
}

const countOpenRows = (sql: postgres.Sql): Promise<number> =>
  queryNumber(
    sql,
    `select (select count(*) from attempt where state = 'running') + (select count(*) from intent)
      + (select count(*) from outbox where effect->>'to' = 'queue') as n`,
  );

async function countStrayObjects(sql: postgres.Sql, store: string): Promise<number> {
  const known = new Set((await sql`select key from asset`).map(({ key }) => String(key)));
  const client = new S3Client({ ...buildClientConfig(store), forcePathStyle: true });
  let strays = 0;
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: BUCKET }))
    for (const { Key = "" } of Contents) if (/^[^/]+\/(previews|assets)\//.test(Key) && !known.has(Key)) strays++;
  client.destroy();
  return strays;
}
