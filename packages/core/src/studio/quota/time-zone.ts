import { eq } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import type * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { tenant } from "../../schema/tenant.sql.ts";

/** IANA time zone of the actor's studio: monthly limits renew at its midnight. */
export async function readTimeZone(tx: Database.Tx): Promise<string> {
  const id = Context.getTenantId();
  const [found] = await tx.select({ timeZone: tenant.timeZone }).from(tenant).where(eq(tenant.id, id));
  if (!found) throw createNotFoundError("studio", id);
  return found.timeZone;
}
