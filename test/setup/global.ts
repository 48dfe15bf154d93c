import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startFauxqs } from "fauxqs";
import type { TestProject } from "vitest/node";
import { migrate } from "@pegbar/core/database/migrate.ts";
import { choosePorts } from "@pegbar/local/platform/addresses.ts";
import { startPostgres } from "@pegbar/local/platform/postgres.ts";
import { PASSWORDS, TEMPLATE, TENANT_KEY } from "./constants.ts";

declare module "vitest" {
  export interface ProvidedContext {
    adminUrl: string;
    storeUrl: string;
  }
}

/** One PostgreSQL and one store for the whole run; every test file gets a database of its own from the template. */
export default async function setup(project: TestProject) {
  const dir = mkdtempSync(path.join(tmpdir(), "pegbar-test-"));
  // PostgreSQL runs as another account when the tests run as root.
  chmodSync(dir, 0o755);
  const { database: port } = await choosePorts(0);
  const postgres = await startPostgres({
    dir,
    port,
    password: "test",
    logFile: path.join(dir, "postgres.log"),
    volatile: true,
  });
  await migrate({ adminUrl: postgres.adminUrl, database: TEMPLATE, passwords: PASSWORDS, tenantKey: TENANT_KEY });
  const store = await startFauxqs({
    port: 0,
    host: "127.0.0.1",
    logger: false,
    dataDir: path.join(dir, "store"),
    s3StorageDir: path.join(dir, "objects"),
  });
  project.provide("adminUrl", postgres.adminUrl);
  project.provide("storeUrl", `http://127.0.0.1:${store.port}`);
  return async () => {
    await store.stop();
    await postgres.stop();
    rmSync(dir, { recursive: true, force: true });
  };
}
