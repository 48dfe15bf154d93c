import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as run } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { roles } from "../../schema/columns.ts";

export type RoleName = keyof typeof roles;
export type Passwords = Record<RoleName, string>;

interface Options {
  /** Connection that may create roles and databases, and is only used for that. It does not need to be a superuser's. */
  adminUrl: string;
  database: string;
  passwords: Passwords;
  /** Key of the MAC that {@link connect} signs tenant ids with. */
  tenantKey: Uint8Array;
  /** Folder of the migrations. Default: next to the code. */
  folder?: string;
}

/** Folder of the SQL migrations. */
export const MIGRATIONS = path.join(import.meta.dirname, "../../../migrations");
const PAD = 64;

/** Creates missing roles and the database, runs the migrations as the owner, and sets the tenant key. */
export async function migrate(options: Options): Promise<void> {
  await prepare(options);
  const owner = postgres(buildRoleUrl(options.adminUrl, options.database, "owner", options.passwords), {
    max: 1,
    onnotice: () => undefined,
  });
  try {
    await run(drizzle(owner), { migrationsFolder: options.folder ?? MIGRATIONS });
    const [inner, outer] = [pad(options.tenantKey, 0x36), pad(options.tenantKey, 0x5c)];
    await owner`
      insert into app.tenant_key (inner_pad, outer_pad) values (${inner}, ${outer})
      on conflict (id) do update set inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad`;
  } finally {
    await owner.end();
  }
}

/** Builds the connection URL of a role. */
export function buildRoleUrl(adminUrl: string, database: string, role: RoleName, passwords: Passwords): string {
  const url = new URL(adminUrl);
  url.username = roles[role].name;
  url.password = passwords[role];
  url.pathname = `/${database}`;
  return url.toString();
}

async function prepare({ adminUrl, database, passwords }: Options): Promise<void> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  try {
    for (const [key, { name }] of Object.entries(roles)) await makeRole(admin, name, passwords[key as RoleName]);
    await makeDatabase(admin, database);
  } finally {
    await admin.end();
  }
}

/** Attributes that no role of the platform may have, by their column. */
const ATTRIBUTES = {
  rolsuper: "nosuperuser",
  rolbypassrls: "nobypassrls",
  rolcreatedb: "nocreatedb",
  rolcreaterole: "nocreaterole",
  rolinherit: "noinherit",
} as const;

async function makeRole(admin: postgres.Sql, name: string, password: string): Promise<void> {
  const [known] = await admin`select * from pg_roles where rolname = ${name}`;
  // Only a superuser may set some attributes, even to their current value, so attributes that do not change are left
  // out.
  const attributes = Object.entries(ATTRIBUTES).flatMap(([column, word]) => (known?.[column] === false ? [] : [word]));
  // Names and passwords cannot be parameters of a utility statement, so they are quoted.
  const quoted = password.replaceAll("'", "''");
  await admin.unsafe(`${known ? "alter" : "create"} role ${name} login ${attributes.join(" ")} password '${quoted}'`);
}

/** Creates the database or takes over an existing one, for the owner of its tables. */
async function makeDatabase(admin: postgres.Sql, database: string): Promise<void> {
  const owner = roles.owner.name;
  const [known] = await admin<{ owner: string }[]>`
    select pg_get_userbyid(datdba) as owner from pg_database where datname = ${database}`;
  if (known?.owner === owner) return;
  const [me] = await admin<{ rolsuper: boolean }[]>`select rolsuper from pg_roles where rolname = current_user`;
  // An administrator without superuser rights can only change the owner to a role that it is a member of, so it becomes
  // a member temporarily.
  if (!me?.rolsuper) await admin.unsafe(`grant ${owner} to current_user with set true, inherit false`);
  try {
    await admin.unsafe(
      known ? `alter database "${database}" owner to ${owner}` : `create database "${database}" owner ${owner}`,
    );
  } finally {
    if (!me?.rolsuper) await admin.unsafe(`revoke ${owner} from current_user granted by current_user`);
  }
}

function pad(key: Uint8Array, byte: number): Buffer {
  if (key.length < 32 || key.length > PAD) throw new RangeError("the tenant key must have 32 to 64 bytes");
  const padded = Buffer.alloc(PAD, byte);
  key.forEach((value, index) => padded.writeUInt8(value ^ byte, index));
  return padded;
}
