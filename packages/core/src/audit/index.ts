import { and } from "drizzle-orm";
import * as z from "zod";
import type { Person } from "../actor.ts";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { fn } from "../fn.ts";
import * as Id from "../id.ts";
import { filters, paging } from "../page.ts";
import { audit } from "./audit.sql.ts";

interface Entry {
  action: string;
  subject: { type: string; id: string };
  before?: unknown;
  after?: unknown;
}

/** Keeps who did what, within the transaction that does it. */
export async function record(tx: Database.Tx, { action, subject, before, after }: Entry): Promise<void> {
  const actor = Context.actor();
  const who = person();
  await tx.insert(audit).values({
    id: Id.create("audit"),
    tenantId: actor.type === "operator" || actor.type === "platform" ? null : Context.tenantId(),
    actorType: who.type,
    actorId: who.id,
    actorName: who.name,
    action,
    subjectType: subject.type,
    subjectId: subject.id,
    before: before ?? null,
    after: after ?? null,
    requestId: Context.requestId(),
    createdAt: Context.ports().clock.now(),
  });
}

/** Who answers for what happens now. */
function person(): Person {
  const actor = Context.actor();
  if (actor.type === "member") return { type: "member", id: actor.memberId, name: actor.name };
  if (actor.type === "operator") return { type: "operator", id: actor.operatorId, name: actor.name };
  if (actor.type === "system") return actor.by ?? { type: "system", id: actor.name, name: actor.name };
  throw new Error("nobody answers for this act");
}

const pages = paging("audit", { by: audit.id, field: "id" }, { created: { by: audit.id, field: "id" } }, "-created");

/** The trail that the actor may see, newest first unless told otherwise. */
export const list = fn(
  z.strictObject({
    ...pages.query.shape,
    action: z.string().max(64).optional(),
    subjectId: z.string().max(64).optional(),
    actorId: z.string().max(64).optional(),
  }),
  ({ sort, cursor, limit, ...fields }) =>
    Database.tx((tx) =>
      pages.page({ sort, cursor, limit }, ({ where, orderBy, limit: count }) =>
        tx
          .select()
          .from(audit)
          .where(and(...filters(audit, fields), where))
          .orderBy(...orderBy)
          .limit(count),
      ),
    ),
);
