import { and } from "drizzle-orm";
import type { Disclosure } from "@pegbar/verify";
import * as z from "zod";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { fn } from "../fn.ts";
import * as Id from "../id.ts";
import * as Record from "../record/index.ts";
import { buildFilters, createPaging } from "../page.ts";
import { audit } from "../../schema/audit.sql.ts";

type Row = typeof audit.$inferSelect;

interface Entry {
  action: string;
  subject: { type: string; id: string };
  before?: unknown;
  after?: unknown;
}

/**
 * Records who did what, in the transaction of the change: an audit entry and, for a studio, a ledger record. Names and
 * changes of a studio's entries are stored encrypted, under the keys of the people that they concern.
 */
export async function record(tx: Database.Tx, { action, subject, before, after }: Entry): Promise<void> {
  const actor = Context.getActor();
  const who = Record.getActingUser();
  const id = Id.create("audit");
  const createdAt = Context.getPorts().clock.now();
  const tenantId = actor.type === "operator" || actor.type === "platform" ? null : Context.getTenantId();
  await tx.insert(audit).values({
    id,
    tenantId,
    actorType: who.type,
    actorId: who.id,
    action,
    subjectType: subject.type,
    subjectId: subject.id,
    ...(tenantId === null ? { actorName: who.name, before: before ?? null, after: after ?? null } : {}),
    requestId: Context.getRequestId(),
    createdAt,
  });
  if (tenantId === null) return;
  await Record.enqueueRecords(tx, [
    {
      type: "admin.acted",
      schema: 1,
      eventId: id,
      assertedAt: createdAt.toISOString(),
      action,
      subject,
      user: Record.recordUser(who),
      // As JSON, which omits undefined values.
      change: JSON.parse(JSON.stringify({ before: before ?? null, after: after ?? null })) as {
        before: unknown;
        after: unknown;
      },
    },
  ]);
}

const pages = createPaging(
  "audit",
  { by: audit.id, field: "id" },
  { created: { by: audit.id, field: "id" } },
  "-created",
);

/** The audit entries that the actor may see, newest first by default. */
export const list = fn(
  z.strictObject({
    ...pages.query.shape,
    action: z.string().max(64).optional(),
    subjectId: z.string().max(64).optional(),
    actorId: z.string().max(64).optional(),
  }),
  ({ sort, cursor, limit, ...fields }) =>
    Database.tx(async (tx) => {
      const { items, next } = await pages.page({ sort, cursor, limit }, ({ where, orderBy, limit: count }) =>
        tx
          .select()
          .from(audit)
          .where(and(...buildFilters(audit, fields), where))
          .orderBy(...orderBy)
          .limit(count),
      );
      const shown = await Record.readDisclosures(
        tx,
        items.map(({ id }) => id),
        [],
      );
      return { items: items.map((row) => ({ ...row, ...readDisclosed(row, shown(row.id)) })), next };
    }),
);

const User = z.object({ name: z.string() });
const Changed = z.object({ before: z.unknown(), after: z.unknown() });

/** Who did it, and what changed; null for erased values and for those that the reader may not see. */
function readDisclosed({ actorName, before, after }: Row, shown: readonly Disclosure[]) {
  const [who, change] = ["/user", "/change"].map((field) => shown.find((one) => one.field === field)?.value);
  return {
    actorName: who === undefined ? actorName : User.parse(who).name,
    ...(change === undefined ? { before, after } : Changed.parse(change)),
  };
}
