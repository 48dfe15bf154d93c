import { and, desc, eq, gt, isNull, notInArray, or } from "drizzle-orm";
import * as z from "zod";
import * as Audit from "../../platform/audit/index.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import { addSecret } from "./secret.ts";
import { webhook, webhookSecret } from "../../schema/webhook.sql.ts";

const HOUR_MS = 3_600_000;
/** Maximum number of old secrets that sign in addition to the newest, which limits the size of headers. */
const MOST_OLD = 2;

export const Rotation = z.strictObject({
  /** How long the old secret also signs, in hours. */
  overlapHours: z.int().min(0).max(168).default(24),
});

/** Creates a new signing secret and returns it. It is not shown again. The old secret also signs for some hours. */
export const rotate = fn(z.object({ id: z.string().max(64), rotation: Rotation }), ({ id, rotation }) =>
  Database.tx(async (tx) => {
    const [row] = await tx.select().from(webhook).where(eq(webhook.id, id)).for("no key update");
    if (!row) throw createNotFoundError("webhook", id);
    const now = Context.getPorts().clock.now();
    const expiresAt = new Date(now.getTime() + rotation.overlapHours * HOUR_MS);
    const mine = eq(webhookSecret.webhookId, id);
    // Also shortens earlier rotations, so that 0 hours invalidates all old secrets.
    await tx
      .update(webhookSecret)
      .set({ expiresAt })
      .where(and(mine, or(isNull(webhookSecret.expiresAt), gt(webhookSecret.expiresAt, expiresAt))));
    const kept = await tx
      .select({ id: webhookSecret.id })
      .from(webhookSecret)
      .where(and(mine, gt(webhookSecret.expiresAt, now)))
      .orderBy(desc(webhookSecret.id))
      .limit(MOST_OLD);
    await tx.delete(webhookSecret).where(
      and(
        mine,
        notInArray(
          webhookSecret.id,
          kept.map((one) => one.id),
        ),
      ),
    );
    const secret = await addSecret(tx, row.tenantId, id);
    await Audit.record(tx, { action: "webhook.rotate", subject: { type: "webhook", id }, after: rotation });
    return { secret, oldExpiresAt: kept.length > 0 ? expiresAt : null };
  }),
);
