import { rmSync } from "node:fs";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { migrate } from "@pegbar/core/platform/database/migrate.ts";
import { choosePorts } from "@pegbar/local/platform/addresses.ts";
import { startChild } from "@pegbar/local/platform/child.ts";
import { startPostgres } from "@pegbar/local/platform/postgres.ts";
import { findProgram } from "@pegbar/local/platform/program.ts";
import { buildBundles } from "./bundles.ts";
import { createDataFolder } from "./data-folder.ts";
import { PASSWORDS, TEMPLATE, TENANT_KEY } from "./constants.ts";
import { createSeededTemplate } from "./seeded-template.ts";

declare module "vitest" {
  export interface ProvidedContext {
    adminUrl: string;
    storeUrl: string;
    /** Folder that database and store write to. */
    dataDir: string;
    /** Folder with bundles of the programs that tests start. */
    bundles: string;
  }
}

/** Starts one PostgreSQL and one store for the whole run. Every test file creates its own database from a template. */
export default async function setup(project: TestProject) {
  const dir = createDataFolder("test");
  const ends: (() => void | Promise<void>)[] = [() => rmSync(dir, { recursive: true, force: true })];
  const teardown = async () => {
    for (const end of ends.toReversed()) await end();
  };
  const bundles = buildBundles();
  // The `await` below reports it; a start that fails earlier has an error of its own.
  bundles.catch(() => undefined);
  try {
    const ports = await choosePorts(0, 0);
    const postgres = await startPostgres({
      onRestart: (message) => console.error(message),
      dir,
      port: ports.database,
      password: "test",
      logFile: path.join(dir, "postgres.log"),
      volatile: true,
    });
    ends.push(postgres.stop);
    await migrate({ adminUrl: postgres.adminUrl, database: TEMPLATE, passwords: PASSWORDS, tenantKey: TENANT_KEY });
    await createSeededTemplate(postgres.adminUrl);
    // In a separate process, because its open connections would keep vitest from exiting.
    const store = await startChild({
      name: "store",
      program: findProgram("store"),
      env: { STORE_PORT: String(ports.store), STORE_DIR: path.join(dir, "store") },
      logFile: path.join(dir, "store.log"),
      onRestart: (message) => console.error(message),
    });
    ends.push(() => store.stop());
    project.provide("adminUrl", postgres.adminUrl);
    project.provide("dataDir", dir);
    project.provide("bundles", await bundles);
    project.provide("storeUrl", `http://127.0.0.1:${ports.store}`);
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}
