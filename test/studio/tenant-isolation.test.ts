import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as Database from "@pegbar/core/platform/database";
import { signTenantContext } from "@pegbar/core/platform/database";
import { createStatement } from "@pegbar/core/platform/database/statement.ts";
import { TENANT_KEY } from "../setup/constants.ts";
import { createStudios, type Studios } from "../setup/studio.ts";

let studios: Studios;
let lumen: string;
let orrery: string;

beforeAll(async () => {
  studios = await createStudios();
  [lumen, orrery] = (await Promise.all([studios.member("lumen", "artist"), studios.member("orrery", "artist")])).map(
    (actor) => (actor.type === "member" ? actor.tenantId : ""),
  ) as [string, string];
});
afterAll(() => studios.drop());

describe("catalogue", () => {
  test("every table has row-level security, forced, with a policy that checks reads and writes", async () => {
    const admin = studios.database.admin();
    const tables = await admin`
      select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
        (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`;
    expect(tables.length).toBeGreaterThan(20);
    for (const table of tables) expect(table).toMatchObject({ enabled: true, forced: true });
    expect(tables.filter((table) => table["policies"] === 0)).toEqual([]);
    const unchecked = await admin`
      select polrelid::regclass::text as name, polname from pg_policy
      where polcmd = '*' and (polqual is null or polwithcheck is null)`;
    expect(unchecked).toEqual([]);
  });

  test("every table with a tenant_id has the tenant policy", async () => {
    const missing = await studios.database.admin()`
      select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and not exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant')`;
    expect(missing).toEqual([]);
  });

  test("no role of the platform is a superuser, bypasses policies or owns a table", async () => {
    const admin = studios.database.admin();
    const roles = await admin`
      select rolname, rolsuper, rolbypassrls from pg_roles where rolname like 'pegbar_%' order by rolname`;
    expect(roles.map((role) => role["rolname"])).toEqual([
      "pegbar_app",
      "pegbar_dispatch",
      "pegbar_identity",
      "pegbar_operator",
      "pegbar_owner",
      "pegbar_public",
      "pegbar_sequencer",
      "pegbar_webhook",
    ]);
    for (const role of roles) expect(role).toMatchObject({ rolsuper: false, rolbypassrls: false });
    const owners = await admin`select distinct tableowner from pg_tables where schemaname = 'public'`;
    expect(owners.map((row) => row["tableowner"])).toEqual(["pegbar_owner"]);
  });

  test("only the sequencer may write the log, and no role may change or delete a leaf", async () => {
    const grants = await studios.database.admin()`
      select grantee, table_name, privilege_type from information_schema.role_table_grants
      where table_name in ('leaf', 'tree_node', 'checkpoint') and grantee like 'pegbar_%' and grantee <> 'pegbar_owner'
        and privilege_type <> 'SELECT'`;
    expect(new Set(grants.map((grant) => `${String(grant["grantee"])} ${String(grant["privilege_type"])}`))).toEqual(
      new Set(["pegbar_sequencer INSERT"]),
    );
  });
});

describe("work of the platform for one tenant after the other", () => {
  test("a statement that is sent first runs for that tenant, not for the one before", async () => {
    const readShots = createStatement<{ tenant_id: string }>("select tenant_id from shot");
    await studios.runAsPlatform("dispatch", () =>
      Database.tx(async (tx) => {
        for (const tenant of [lumen, orrery, lumen]) {
          const rows = await Database.runForTenant(tenant, "test", () => readShots(tx, {}));
          expect(rows.length).toBeGreaterThan(0);
          expect(rows.every((row) => row.tenant_id === tenant)).toBe(true);
        }
      }),
    );
  });
});

describe("a stolen connection of the application role", () => {
  const rows = async (set: (tenant: string) => string | undefined, victim = orrery) => {
    const client = studios.database.raw("app");
    return client.begin(async (tx) => {
      const setting = set(victim);
      if (setting !== undefined) await tx`select set_config('app.tenant', ${setting}, true)`;
      return tx`select id, tenant_id from show`;
    });
  };

  test("sees its own tenant's rows with the right signed context, so that the tests below have another reason", async () => {
    const found = await rows((tenant) => signTenantContext(tenant, TENANT_KEY));
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((row) => row["tenant_id"] === orrery)).toBe(true);
  });
  test("sees nothing without a tenant", async () => expect(await rows(() => undefined)).toEqual([]));
  test("sees nothing with an unsigned id", async () => expect(await rows((tenant) => tenant)).toEqual([]));
  test("sees nothing with an empty signature", async () => expect(await rows((tenant) => `${tenant}:`)).toEqual([]));
  test("sees nothing with a forged signature", async () =>
    expect(await rows((tenant) => signTenantContext(tenant, Buffer.alloc(32, 1)))).toEqual([]));
  test("sees nothing with another tenant's signature", async () =>
    expect(await rows((tenant) => `${tenant}:${signTenantContext(lumen, TENANT_KEY).split(":")[1]}`)).toEqual([]));

  test("cannot read the key of the signature", async () => {
    await expect(studios.database.raw("app")`select * from app.tenant_key`).rejects.toThrow(/permission denied/);
  });

  test("a statement prepared for one tenant returns nothing for the next", async () => {
    const client = studios.database.raw("app");
    await client`set plan_cache_mode = force_generic_plan`;
    const look = (setting: string) =>
      client.begin(async (tx) => {
        await tx`select set_config('app.tenant', ${setting}, true)`;
        return tx`select tenant_id from shot where code = ${"sh010"}`;
      });
    for (let i = 0; i < 6; i++)
      expect((await look(signTenantContext(orrery, TENANT_KEY))).every((row) => row["tenant_id"] === orrery)).toBe(
        true,
      );
    const next = await look(signTenantContext(lumen, TENANT_KEY));
    expect(next.length).toBeGreaterThan(0);
    expect(next.every((row) => row["tenant_id"] === lumen)).toBe(true);
    expect(await look("nobody:00")).toEqual([]);
  });

  test("cannot write a row for another tenant", async () => {
    const client = studios.database.raw("app");
    const write = client.begin(async (tx) => {
      await tx`select set_config('app.tenant', ${signTenantContext(lumen, TENANT_KEY)}, true)`;
      await tx`insert into show (id, tenant_id, code, name) values ('sho_x', ${orrery}, 'X', 'X')`;
    });
    await expect(write).rejects.toThrow(/row-level security/);
  });

  test("cannot move a row to another tenant", async () => {
    const client = studios.database.raw("app");
    const write = client.begin(async (tx) => {
      await tx`select set_config('app.tenant', ${signTenantContext(lumen, TENANT_KEY)}, true)`;
      await tx`update show set tenant_id = ${orrery}`;
    });
    await expect(write).rejects.toThrow(/row-level security/);
  });

  test("cannot change a published workflow version", async () => {
    const client = studios.database.raw("app");
    await expect(client`update workflow_version set number = 9`).rejects.toThrow(/permission denied/);
  });
});

test("Database.tx fails without an actor", async () => {
  const { tx } = await import("@pegbar/core/platform/database");
  await expect(tx(async () => 1)).rejects.toThrow(/no context/);
  await expect(studios.as({ type: "public" }, () => tx(async () => 1))).rejects.toThrow(/access token/);
});
