import { and, eq, lt, sql } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { outward, secretsOf } from "./secret.ts";
import { settle } from "./settle.ts";
import { webhook, webhookDelivery } from "./webhook.sql.ts";

/** Longer than a try may take. A process that dies in between loses nothing: another one takes it after this. */
const TAKEN_SECONDS = 30;
/** Tries at once to one webhook, so that a slow receiver does not hold up the others. */
const MOST_PER_WEBHOOK = 4;
const LOG_DAYS = 30;

/** A delivery that is ours to send until its time is over. */
export interface Taken {
  webhookId: string;
  eventId: string;
  tenantId: string;
  tries: number;
  since: Date;
  takenUntil: Date;
}

/** Takes up to `most` deliveries that are due. Runs as the webhook role. */
export const take = (most: number): Promise<Taken[]> =>
  Database.tx((tx) => {
    const now = Context.ports().clock.now();
    const at = now.toISOString();
    const takenUntil = new Date(now.getTime() + TAKEN_SECONDS * 1000);
    const due = sql`
      select webhook_id, event_id from webhook_delivery where (webhook_id, event_id) in (
        select webhook_id, event_id from (
          select d.webhook_id, d.event_id, d.next_attempt_at,
            row_number() over (partition by d.webhook_id order by d.next_attempt_at) + (
              select count(*) from webhook_delivery busy
              where busy.webhook_id = d.webhook_id and busy.state = 'pending' and busy.taken_until > ${at}
            ) as place
          from webhook_delivery d join webhook w on w.id = d.webhook_id and w.state = 'active'
          where d.state = 'pending' and d.next_attempt_at <= ${at} and (d.taken_until is null or d.taken_until <= ${at})
        ) as waiting where place <= ${MOST_PER_WEBHOOK} order by next_attempt_at limit ${most})
      and state = 'pending' and (taken_until is null or taken_until <= ${at})
      for update skip locked`;
    return tx
      .update(webhookDelivery)
      .set({ takenUntil })
      .where(sql`(webhook_id, event_id) in (${due})`)
      .returning({
        webhookId: webhookDelivery.webhookId,
        eventId: webhookDelivery.eventId,
        tenantId: webhookDelivery.tenantId,
        tries: webhookDelivery.tries,
        since: webhookDelivery.since,
        takenUntil: webhookDelivery.takenUntil,
      })
      .then((rows) => rows.map((row) => ({ ...row, takenUntil })));
  });

/** Sends one, signed by each of the webhook's secrets, and keeps how that went. No transaction is open meanwhile. */
export async function send(taken: Taken): Promise<void> {
  const found = await Database.tx(async (tx) => {
    const [row] = await tx
      .select({ url: webhook.url, payload: webhookDelivery.payload })
      .from(webhookDelivery)
      .innerJoin(webhook, and(eq(webhook.id, webhookDelivery.webhookId), eq(webhook.state, "active")))
      .where(and(eq(webhookDelivery.webhookId, taken.webhookId), eq(webhookDelivery.eventId, taken.eventId)));
    return row && { ...row, secrets: await secretsOf(tx, taken.webhookId) };
  });
  // Removed or disabled meanwhile.
  if (!found) return;
  const now = Context.ports().clock.now();
  const body = JSON.stringify(found.payload);
  const signatures = found.secrets.map((secret) => new Webhook(secret).sign(taken.eventId, now, body));
  const posted = await outward().post(
    found.url,
    {
      "content-type": "application/json",
      "user-agent": "Pegbar-Webhooks/1",
      "webhook-id": taken.eventId,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
      "webhook-signature": signatures.join(" "),
    },
    body,
  );
  await Database.tx((tx) => settle(tx, taken, now, posted));
}

/** Takes what is due and sends it; returns how many. */
export async function sendDue(most: number): Promise<number> {
  const taken = await take(most);
  await Promise.all(taken.map(send));
  return taken.length;
}

/** Forgets old deliveries. Runs as the webhook role. */
export const forget = (): Promise<unknown> =>
  Database.tx((tx) =>
    tx.delete(webhookDelivery).where(lt(webhookDelivery.createdAt, sql`now() - make_interval(days => ${LOG_DAYS})`)),
  );
