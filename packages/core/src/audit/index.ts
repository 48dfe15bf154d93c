import { and, desc, eq, lt } from "drizzle-orm";
import * as z from "zod";
import type { Person } from "../actor.ts";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { fn } from "../fn.ts";
import * as Id from "../id.ts";
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

/** The trail that the actor may see, newest first; `before` is the id of the last row of the page before. */
export const list = fn(
  z.object({
    action: z.string().max(64).optional(),
    subjectId: z.string().max(64).optional(),
    before: z.string().max(64).optional(),
    limit: z.int().min(1).max(200).default(50),
  }),
  ({ action, subjectId, before, limit }) =>
    Database.tx((tx) =>
      tx
        .select()
        .from(audit)
        .where(
          and(
            action ? eq(audit.action, action) : undefined,
            subjectId ? eq(audit.subjectId, subjectId) : undefined,
            before ? lt(audit.id, before) : undefined,
          ),
        )
        .orderBy(desc(audit.id))
        .limit(limit),
    ),
);
