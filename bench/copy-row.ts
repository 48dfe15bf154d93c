import postgres from "postgres";
import { DATABASE } from "@pegbar/local/platform/resources.ts";
import type { Stand } from "./stand.ts";

/**
 * Copies a row of the platform's database until there are `count` rows.
 * @param changes SQL expressions by column, for values that differ between copies; `n` is the copy's number
 */
export async function copyRow(
  { platform }: Stand,
  table: "job" | "asset",
  id: string,
  count: number,
  changes: Record<string, string>,
): Promise<void> {
  const url = new URL(platform.adminUrl);
  url.pathname = `/${DATABASE}`;
  const sql = postgres(url.href, { max: 1, onnotice: () => undefined });
  const changed = Object.entries(changes).flatMap(([column, value]) => [`'${column}'`, value]);
  await sql.unsafe(
    `insert into ${table} select (jsonb_populate_record(${table}, jsonb_build_object(${changed.join(", ")}))).*
     from ${table} cross join generate_series(1, ${count - 1}) as n where id = '${id}'`,
  );
  await sql.unsafe(`vacuum analyze ${table}`);
  await sql.end();
}
