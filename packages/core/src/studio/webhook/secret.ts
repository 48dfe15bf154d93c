import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import type * as Database from "../../platform/database/index.ts";
import * as Id from "../../platform/id.ts";
import type { Webhooks } from "../../platform/port/index.ts";
import { seal, unseal, type SealKey } from "../../platform/seal.ts";
import { webhookSecret } from "../../schema/webhook.sql.ts";

/** Format of Standard Webhooks: `whsec_` and base64. */
const SECRET_BYTES = 32;

/** The adapter that calls studios' addresses. Throws in processes without one. */
export function requireWebhooks(): Webhooks {
  const { webhooks } = Context.getPorts();
  if (!webhooks) throw new Error("This process has no webhooks.");
  return webhooks;
}

const getSealKey = (): SealKey => ({ secret: requireWebhooks().key, purpose: "webhook secret" });

/** Creates a signing secret and returns it. It is not shown again. */
export async function addSecret(tx: Database.Tx, tenantId: string, webhookId: string): Promise<string> {
  const secret = `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
  await tx.insert(webhookSecret).values({
    id: Id.create("webhookSecret"),
    tenantId,
    webhookId,
    sealed: seal(secret, webhookId, getSealKey()),
    createdAt: Context.getPorts().clock.now(),
  });
  return secret;
}

/** The valid signing secrets of a webhook, newest first. */
export async function readSecrets(tx: Database.Tx, webhookId: string): Promise<string[]> {
  const now = Context.getPorts().clock.now();
  const rows = await tx.select().from(webhookSecret).where(eq(webhookSecret.webhookId, webhookId));
  return rows
    .filter(({ expiresAt }) => !expiresAt || expiresAt > now)
    .toSorted((a, b) => (a.id < b.id ? 1 : -1))
    .map(({ sealed }) => unseal(sealed, webhookId, getSealKey()));
}
