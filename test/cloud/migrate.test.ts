import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hashObjectInfo, parseObjectInfo } from "@pegbar/comfyui";
import { connect } from "@pegbar/core/platform/database";
import { migrate, buildRoleUrl, type Passwords } from "@pegbar/core/platform/database/migrate.ts";
import { choosePorts } from "@pegbar/local/platform/addresses.ts";
import { startPostgres, type Postgres } from "@pegbar/local/platform/postgres.ts";
import { build } from "../../packages/functions/scripts/build.ts";
import { PASSWORDS, TENANT_KEY } from "../setup/constants.ts";
import { createDataFolder } from "../setup/data-folder.ts";

/**
 * A separate cluster, because roles belong to the cluster, and here an administrator without superuser rights creates
 * them.
 */
let server: Postgres;
let adminUrl: string;
const scratch = createDataFolder("migrate");

beforeAll(async () => {
  const { database: port } = await choosePorts(0, 0);
  const logFile = path.join(scratch, "postgres.log");
  server = await startPostgres({ dir: scratch, port, password: "test", logFile, volatile: true, onRestart: () => {} });
  const superuser = postgres(server.adminUrl, { max: 1 });
  // Created like Aurora's administrator.
  await superuser.unsafe("create role cloud_admin login createrole createdb password 'cloud'");
  await superuser.end();
  adminUrl = server.adminUrl.replace("postgres:test@", "cloud_admin:cloud@");
  expect(adminUrl).toContain("cloud_admin");
});
afterAll(async () => {
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
});

const asking = async <T>(url: string, ask: (sql: postgres.Sql) => Promise<T>): Promise<T> => {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await ask(sql);
  } finally {
    await sql.end();
  }
};
const long = (text: string): Passwords =>
  Object.fromEntries(Object.keys(PASSWORDS).map((role) => [role, `${role}${text.repeat(32)}`])) as unknown as Passwords;

const LOCKED = {
  name: "pack",
  repository: "https://git.example/pack",
  commit: "a".repeat(40),
  classes: { Blur: { kind: "plain" } },
};
const snapshot = {
  comfyuiVersion: "9.9.9",
  customNodes: [LOCKED],
  objectInfo: { LoadImage: { python_module: "nodes" }, Blur: { python_module: "custom_nodes.pack" } },
};

/** The function as deployed: bundled, with the golden image's snapshot next to it. Invoked twice. */
async function called(laid: object) {
  await writeFile(path.join(scratch, "migrate-lambda/image.json"), JSON.stringify(laid));
  const env = {
    SST_RESOURCE_Migration: JSON.stringify({ adminUrl, database: "fresh", passwords: long("a") }),
    SST_RESOURCE_TenantKey: JSON.stringify({ value: TENANT_KEY.toString("hex") }),
  };
  const code = `
    const { handler } = await import(${JSON.stringify(path.join(scratch, "migrate-lambda/bundle.mjs"))});
    for (let times = 2; times > 0; times--) console.log(JSON.stringify(await handler({})));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", code], {
    env,
    cwd: path.join(scratch, "migrate-lambda"),
  });
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
}

test("an image that differs from its lock stops the deploy before any change", async () => {
  await build("migrate/lambda", scratch);
  const failed = { ...snapshot, customNodes: [LOCKED, { ...LOCKED, name: "lost" }] };
  await expect(called({ imageDigest: "sha256:1", snapshot: failed })).rejects.toThrow(/lost brings no class/);
  await expect(called({ snapshot })).rejects.toThrow(/imageDigest/);
  const found = await asking(server.adminUrl, (sql) => sql`select 1 from pg_database where datname = 'fresh'`);
  expect(found).toEqual([]);
});

test("the bundled function creates roles and the database as an administrator without superuser rights", async () => {
  const image = hashObjectInfo(parseObjectInfo(snapshot.objectInfo));
  const answer = { database: "fresh", image };
  expect(await called({ imageDigest: "sha256:1", snapshot })).toEqual([answer, answer]);
});

test("graphs are then checked against this image, until another one replaces it", async () => {
  const images = () =>
    asking(
      buildRoleUrl(adminUrl, "fresh", "app", long("a")),
      (sql) => sql`select comfyui_version, image_digest, custom_nodes from image where current`,
    );
  const row = { comfyui_version: "9.9.9", image_digest: "sha256:1", custom_nodes: [LOCKED] };
  expect(await images()).toEqual([row]);
  // Another commit changes the lock, even if no class changes.
  const moved = [{ ...LOCKED, commit: "b".repeat(40) }];
  await called({ imageDigest: "sha256:2", snapshot: { ...snapshot, customNodes: moved } });
  expect(await images()).toEqual([{ ...row, image_digest: "sha256:2", custom_nodes: moved }]);
  const { Blur: _gone, ...objectInfo } = snapshot.objectInfo;
  await called({ imageDigest: "sha256:3", snapshot: { comfyuiVersion: "10", customNodes: [], objectInfo } });
  expect(await images()).toEqual([{ comfyui_version: "10", image_digest: "sha256:3", custom_nodes: [] }]);
});

test("roles have no more rights than they need, and the administrator cannot become one of them", async () => {
  const found = await asking(server.adminUrl, async (sql) => ({
    roles: await sql`
      select rolname from pg_roles where rolname like 'pegbar_%'
        and (rolsuper or rolbypassrls or rolcreatedb or rolcreaterole or rolinherit or not rolcanlogin)`,
    count: await sql`select count(*)::int as n from pg_roles where rolname like 'pegbar_%'`,
    becomes: await sql`
      select rolname from pg_roles where rolname like 'pegbar_%' and pg_has_role('cloud_admin', oid, 'set')`,
    strangers: await sql`
      select 1 from pg_database where datname = 'fresh' and pg_get_userbyid(datdba) <> 'pegbar_owner'`,
  }));
  expect(found).toEqual({ roles: [], count: [{ n: 8 }], becomes: [], strangers: [] });
});

test("the owner takes over a database that the cloud created for its administrator, and new passwords take effect", async () => {
  await asking(adminUrl, (sql) => sql.unsafe("create database given"));
  const passwords = long("b");
  const options = { adminUrl, database: "given", passwords, tenantKey: TENANT_KEY };
  await migrate(options);
  await migrate(options);
  const owner = await asking(
    buildRoleUrl(adminUrl, "given", "app", passwords),
    (sql) => sql`select pg_get_userbyid(datdba) as owner from pg_database where datname = 'given'`,
  );
  expect(owner).toEqual([{ owner: "pegbar_owner" }]);
  const [old = "", fresh = ""] = [long("a"), passwords].map((all) => buildRoleUrl(adminUrl, "given", "identity", all));
  await expect(asking(old, (sql) => sql`select 1`)).rejects.toThrow("password authentication failed");
  await expect(asking(fresh, (sql) => sql`select slug from tenant`)).resolves.toEqual([]);
});

test("roles work as elsewhere: enter a tenant, wake each other, rewrite tables", async () => {
  const dispatch = connect({
    url: buildRoleUrl(adminUrl, "given", "dispatch", long("b")),
    tenantKey: TENANT_KEY,
    max: 2,
  });
  try {
    let heard = "";
    const isLost = () => expect.unreachable("the connection was lost");
    const stop = await dispatch.listen("pegbar", (payload) => (heard = payload), isLost);
    await dispatch.run("ten_1", async (tx) => {
      const [row] = await tx.execute<{ tenant: string }>("select app.tenant() as tenant");
      expect(row?.tenant).toBe("ten_1");
      await tx.execute("select pg_notify('pegbar', 'hello')");
    });
    await expect.poll(() => heard).toBe("hello");
    await stop();
    await dispatch.rewrite(["input", "job"]);
  } finally {
    await dispatch.end();
  }
});

test("a role that is already a superuser is refused, and loses that right", async () => {
  await asking(server.adminUrl, (sql) => sql.unsafe("alter role pegbar_app superuser"));
  const options = { adminUrl, database: "given", passwords: long("b"), tenantKey: TENANT_KEY };
  await expect(migrate(options)).rejects.toThrow("permission denied");
  await migrate({ ...options, adminUrl: server.adminUrl });
  const left = await asking(server.adminUrl, (sql) => sql`select rolsuper from pg_roles where rolname = 'pegbar_app'`);
  expect(left).toEqual([{ rolsuper: false }]);
});
