import path from "node:path";
import { migrate } from "@pegbar/core/database/migrate.ts";
import { key, resource } from "../resource.ts";

/** Where scripts/build.ts lays them: beside the bundle. */
const folder = path.join(import.meta.dirname, "migrations");

/** Before new code takes traffic: makes the database what that code expects. May run again. */
export async function handler(): Promise<{ database: string }> {
  const { adminUrl, database, passwords } = resource("Migration");
  await migrate({ adminUrl, database, passwords, tenantKey: key("TenantKey"), folder });
  return { database };
}
