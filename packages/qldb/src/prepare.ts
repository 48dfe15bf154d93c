import type { Client } from "./client.ts";

export const RECORDS = "PegbarRecord";
export const HEADS = "PegbarHead";
const INDEXED = { [RECORDS]: "eventKey", [HEADS]: "tenantId" };

/** Creates missing tables and their indexes. Another client may do so at the same time. */
export async function prepare(client: Client): Promise<void> {
  for (const [table, field] of Object.entries(INDEXED))
    try {
      if ((await listTables(client)).includes(table)) continue;
      await client.transact(async (tx) => {
        await tx.execute(`CREATE TABLE ${table}`);
        await tx.execute(`CREATE INDEX ON ${table} (${field})`);
      });
    } catch (error) {
      if (!(await listTables(client)).includes(table)) throw error;
    }
}

const listTables = (client: Client): Promise<string[]> =>
  client.transact(async (tx) => {
    const result = await tx.execute("SELECT name FROM information_schema.user_tables WHERE status = 'ACTIVE'");
    return result.getResultList().flatMap((row) => row.get("name")?.stringValue() ?? []);
  });
