import postgres from "postgres";
import { buildRoleUrl } from "@pegbar/core/platform/database/migrate.ts";
import { seedDatabase } from "@pegbar/local/seed/database.ts";
import { ISSUER, LEDGER_KEY, PASSWORDS, SEEDED_TEMPLATE, TEMPLATE, TENANT_KEY } from "./constants.ts";
import { previewObjectInfo } from "./object-info.ts";

/** Creates the seeded template. Seeding once saves half a second in each test file. */
export async function createSeededTemplate(adminUrl: string): Promise<void> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`create database ${SEEDED_TEMPLATE} template ${TEMPLATE} owner pegbar_owner`);
  await admin.end();
  await seedDatabase({
    getUrl: (role) => buildRoleUrl(adminUrl, SEEDED_TEMPLATE, role, PASSWORDS),
    tenantKey: TENANT_KEY,
    ledgerKey: LEDGER_KEY,
    issuer: ISSUER,
    image: { comfyuiVersion: "test", customNodes: [], objectInfo: previewObjectInfo },
  });
}
