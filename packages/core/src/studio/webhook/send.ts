import { and, eq, lt, sql } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import type { Posted } from "../../platform/port/index.ts";
import { requireWebhooks, readSecrets } from "./secret.ts";
import { settle } from "./settle.ts";
import { webhook, webhookDelivery } from "../../schema/webhook.sql.ts";

/** Longer than an attempt takes. If the process dies, another one takes the delivery after this time. */
const TAKEN_SECONDS = 30;
/** Maximum number of concurrent attempts per webhook and per studio, so that slow receivers do not delay others. */
const [MOST_PER_WEBHOOK, MOST_PER_TENANT] = [4, 8] as const;
const LOG_DAYS = 30;

/** A delivery that this process may send until `takenUntil`. */
export interface Taken {
  webhookId: string;
  eventId: string;
  tenantId: string;
  takenUntil: Date;
}

/** Takes up to `most` due deliveries, in turn from each studio, oldest first. Runs as the webhook role. */
export const take = (most: number): Promise<Taken[]> =>
  Database.tx((tx) => {
    const now = Context.getPorts().clock.now();
    const at = now.toISOString();
    const takenUntil = new Date(now.getTime() + TAKEN_SECONDS * 1000);
    const free = sql`state = 'pending' and (taken_until is null or taken_until <= ${at})`;
    const due = sql`
      with busy as (
        select tenant_id, webhook_id from webhook_delivery where state = 'pending' and taken_until > ${at}),
      waiting as (
        select d.webhook_id, d.event_id, d.next_attempt_at,
          row_number() over (partition by w.tenant_id order by d.nth, d.next_attempt_at)
            + (select count(*) from busy where busy.tenant_id = w.tenant_id) as place
        from webhook w cross join lateral (
          select webhook_id, event_id, next_attempt_at, row_number() over (order by next_attempt_at) as nth
          from webhook_delivery where webhook_id = w.id and next_attempt_at <= ${at} and ${free}
          order by next_attempt_at
          limit greatest(0, ${MOST_PER_WEBHOOK} - (select count(*) from busy where busy.webhook_id = w.id))
        ) as d
        where w.state = 'active')
      select webhook_id, event_id from webhook_delivery
      where (webhook_id, event_id) in (
        select webhook_id, event_id from waiting where place <= ${MOST_PER_TENANT}
        order by place, next_attempt_at limit ${most})
        and ${free}
      for update skip locked`;
    return tx
      .update(webhookDelivery)
      .set({ takenUntil })
      .where(sql`(webhook_id, event_id) in (${due})`)
      .returning({
        webhookId: webhookDelivery.webhookId,
        eventId: webhookDelivery.eventId,
        tenantId: webhookDelivery.tenantId,
      })
      .then((rows) => rows.map((row) => ({ ...row, takenUntil })));
  });

/**
 * When the next delivery that is not being sent becomes due; undefined if none is pending. Runs as the webhook role.
 */
export const readNextDue = (): Promise<Date | undefined> =>
  Database.tx(async (tx) => {
    const [row] = await tx
      .select({ at: sql<string | null>`min(greatest(next_attempt_at, taken_until))` })
      .from(webhookDelivery)
      .where(eq(webhookDelivery.state, "pending"));
    return row?.at == null ? undefined : new Date(row.at);
  });

/**
 * Sends a delivery, signed with each secret of the webhook, and stores the outcome. No transaction is open during the
 * request.
 */
export async function send(taken: Taken): Promise<void> {
  const [found] = await Database.tx((tx) =>
    tx
      .select({ url: webhook.url, payload: webhookDelivery.payload })
      .from(webhookDelivery)
      .innerJoin(webhook, and(eq(webhook.id, webhookDelivery.webhookId), eq(webhook.state, "active")))
      .where(and(eq(webhookDelivery.webhookId, taken.webhookId), eq(webhookDelivery.eventId, taken.eventId))),
  );
  // Deleted or disabled meanwhile.
  if (!found) return;
  const now = Context.getPorts().clock.now();
  const body = JSON.stringify(found.payload);
  const signatures = await createSignatures(taken, now, body);
  const posted = signatures
    ? await requireWebhooks().post(
        found.url,
        {
          "content-type": "application/json",
          "user-agent": "Pegbar-Webhooks/1",
          "webhook-id": taken.eventId,
          "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
          "webhook-signature": signatures.join(" "),
        },
        body,
      )
    : UNSIGNED;
  await Database.tx((tx) => settle(tx, taken, now, posted));
}

/**
 * Undefined if the secrets cannot be decrypted, because the platform's key has changed. Then the attempt fails like any
 * other.
 */
async function createSignatures({ webhookId, eventId }: Taken, now: Date, body: string): Promise<string[] | undefined> {
  try {
    const secrets = await Database.tx((tx) => readSecrets(tx, webhookId));
    return secrets.map((secret) => new Webhook(secret).sign(eventId, now, body));
  } catch (error) {
    Context.getPorts().log("error", "a webhook's secret cannot be decrypted", { webhookId, error });
    return undefined;
  }
}

const UNSIGNED: Posted = {
  status: undefined,
  error: "its secret cannot be decrypted any more: rotate it",
  retryAfter: undefined,
  durationMs: 0,
};

/** Deletes old deliveries. Runs as the webhook role. */
export const forget = (): Promise<unknown> =>
  Database.tx((tx) =>
    tx.delete(webhookDelivery).where(lt(webhookDelivery.createdAt, sql`now() - make_interval(days => ${LOG_DAYS})`)),
  );
