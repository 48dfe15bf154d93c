import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { inject } from "vitest";
import { connect } from "@pegbar/core/platform/database";
import { buildRoleUrl, type RoleName } from "@pegbar/core/platform/database/migrate.ts";
import { PASSWORDS, TEMPLATE, TENANT_KEY } from "./constants.ts";

/** Creates a database from the migrated template or from another one. */
export async function createDatabase(template = TEMPLATE) {
  const adminUrl = inject("adminUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`create database ${name} template ${template} owner pegbar_owner`);
  const ends: (() => Promise<unknown>)[] = [];
  const copies: string[] = [];
  const url = (role: RoleName, of = name) => buildRoleUrl(adminUrl, of, role, PASSWORDS);
  let observer: postgres.Sql | undefined;
  const open = () => {
    const all = new URL(adminUrl);
    all.pathname = `/${name}`;
    const client = postgres(all.toString(), { max: 2, onnotice: () => undefined });
    ends.push(() => client.end());
    return client;
  };
  return {
    name,
    url,
    /** Opens a pool like the product does. */
    connection(role: RoleName) {
      const made = connect({ url: url(role), tenantKey: TENANT_KEY, max: 5 });
      ends.push(made.end);
      return made;
    },
    /** Copies the database like a backup. Closes connections, which reconnect. */
    async backup() {
      const copy = `${name}_${copies.length}`;
      await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
      await admin.unsafe(`create database ${copy} template ${name} owner pegbar_owner`);
      copies.push(copy);
      return {
        connection(role: RoleName) {
          const made = connect({ url: url(role, copy), tenantKey: TENANT_KEY, max: 5 });
          ends.push(made.end);
          return made;
        },
        /** Opens a client that can read and change all rows. */
        admin() {
          const all = new URL(adminUrl);
          all.pathname = `/${copy}`;
          const client = postgres(all.toString(), { max: 1, onnotice: () => undefined });
          ends.push(() => client.end());
          return client;
        },
      };
    },
    /** Opens a raw client, which is what an attacker with the role's password has. */
    raw(role: RoleName) {
      const client = postgres(url(role), { max: 1, onnotice: () => undefined });
      ends.push(() => client.end());
      return client;
    },
    /** Returns a client that can read all rows, for assertions. */
    admin() {
      observer ??= open();
      return observer;
    },
    async drop() {
      for (const end of ends) await end();
      for (const one of [name, ...copies]) await admin.unsafe(`drop database ${one} with (force)`);
      await admin.end();
    },
  };
}
export type TestDatabase = Awaited<ReturnType<typeof createDatabase>>;
