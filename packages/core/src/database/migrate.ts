import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as run } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { roles } from "./columns.ts";

export type RoleName = keyof typeof roles;
export type Passwords = Record<RoleName, string>;

interface Options {
  /** A connection that may create roles and databases; used for nothing else. */
  adminUrl: string;
  database: string;
  passwords: Passwords;
  /** Key of the MAC that {@link connect} seals tenant ids with. */
  tenantKey: Uint8Array;
}

const MIGRATIONS = path.join(import.meta.dirname, "../../migrations");
const PAD = 64;

/** Makes roles and database where they are missing, runs the migrations as the owner, and sets the tenant key. */
export async function migrate(options: Options): Promise<void> {
  await prepare(options);
  const owner = postgres(urlFor(options.adminUrl, options.database, "owner", options.passwords), {
    max: 1,
    onnotice: () => undefined,
  });
  try {
    await run(drizzle(owner), { migrationsFolder: MIGRATIONS });
    const [inner, outer] = [pad(options.tenantKey, 0x36), pad(options.tenantKey, 0x5c)];
    await owner`
      insert into app.tenant_key (inner_pad, outer_pad) values (${inner}, ${outer})
      on conflict (id) do update set inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad`;
  } finally {
    await owner.end();
  }
}

/** Connection URL of one role. */
export function urlFor(adminUrl: string, database: string, role: RoleName, passwords: Passwords): string {
  const url = new URL(adminUrl);
  url.username = roles[role].name;
  url.password = passwords[role];
  url.pathname = `/${database}`;
  return url.toString();
}

async function prepare({ adminUrl, database, passwords }: Options): Promise<void> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  try {
    for (const [key, { name }] of Object.entries(roles)) {
      const [known] = await admin`select 1 from pg_roles where rolname = ${name}`;
      const attributes = "login nosuperuser nobypassrls nocreatedb nocreaterole noinherit";
      // Identifier and password cannot be parameters of a utility statement; both are ours and quoted.
      const password = passwords[key as RoleName].replaceAll("'", "''");
      await admin.unsafe(`${known ? "alter" : "create"} role ${name} ${attributes} password '${password}'`);
    }
    const [known] = await admin`select 1 from pg_database where datname = ${database}`;
    if (!known) await admin.unsafe(`create database "${database}" owner ${roles.owner.name}`);
  } finally {
    await admin.end();
  }
}

function pad(key: Uint8Array, byte: number): Buffer {
  if (key.length < 32 || key.length > PAD) throw new RangeError("the tenant key must have 32 to 64 bytes");
  const padded = Buffer.alloc(PAD, byte);
  key.forEach((value, index) => padded.writeUInt8(value ^ byte, index));
  return padded;
}
