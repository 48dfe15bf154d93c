import { and, eq, ne, type SQL } from "drizzle-orm";
import * as z from "zod";
import * as Access from "../../platform/access/index.ts";
import { roles } from "../../platform/actor.ts";
import * as Audit from "../../platform/audit/index.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import * as Id from "../../platform/id.ts";
import { buildFilters, createPaging } from "../../platform/page.ts";
import { queryBoolean } from "../../platform/query.ts";
import { createQuota } from "../quota/create.ts";
import { showMember } from "../../schema/show.sql.ts";
import { member, memberStatus } from "../../schema/member.sql.ts";
import { getInvitationExpiry } from "./expiry.ts";

type Row = typeof member.$inferSelect;

export const Invitation = z.strictObject({
  email: z.email().max(320).toLowerCase(),
  name: z.string().trim().min(1).max(200),
  role: z.enum(roles),
});
export const Change = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  role: z.enum(roles).optional(),
});

const toAudited = ({ email, name, role, status }: Row) => ({ email, name, role, status });

const pages = createPaging(
  "members",
  { by: member.id, field: "id" },
  {
    status: { by: member.status, field: "status" },
    name: { by: member.name, field: "name" },
    created: { by: member.id, field: "id" },
  },
  "status",
);

/** Members that the actor may see, by default active and invited ones before those who left or declined. */
export const list = fn(
  z.strictObject({
    ...pages.query.shape,
    status: z.enum(memberStatus.enumValues).optional(),
    role: z.enum(roles).optional(),
    service: queryBoolean.optional(),
  }),
  ({ sort, cursor, limit, ...fields }) =>
    Database.tx((tx) =>
      pages.page({ sort, cursor, limit }, ({ where, orderBy, limit: count }) =>
        tx
          .select()
          .from(member)
          .where(and(filterReachable("member.read"), ...buildFilters(member, fields), where))
          .orderBy(...orderBy)
          .limit(count),
      ),
    ),
);

export const fromID = fn(z.string().max(64), (id) =>
  Database.tx(async (tx) => {
    const [found] = await tx
      .select()
      .from(member)
      .where(and(eq(member.id, id), filterReachable("member.read")));
    if (!found) throw createNotFoundError("member", id);
    return found;
  }),
);

/**
 * Invites a person. Nothing changes for them until they accept with this verified e-mail. Former members, people who
 * declined and those whose invitation has expired may be invited again.
 */
export const invite = fn(Invitation, (draft) =>
  Database.tx(async (tx) => {
    const [known] = await tx.select().from(member).where(eq(member.email, draft.email)).for("no key update");
    const now = Context.getPorts().clock.now();
    const expiry = known ? getInvitationExpiry(known) : null;
    if (known && isOpen(known) && !(expiry && expiry <= now))
      throw isThere(draft.email, known.status === "active" ? "a member" : "invited");
    const fresh = {
      ...draft,
      status: "invited" as const,
      issuer: null,
      subject: null,
      defaultAt: null,
      invitedBy: getInviterId(),
      invitedAt: now,
    };
    const [row] = known
      ? await tx.update(member).set(fresh).where(eq(member.id, known.id)).returning()
      : await tx
          .insert(member)
          .values({ id: Id.create("member"), tenantId: Context.getTenantId(), ...fresh })
          .onConflictDoNothing()
          .returning();
    // A concurrent request has invited the same person.
    if (!row) throw isThere(draft.email, "invited");
    await createQuota(tx, "member", row.id);
    await Audit.record(tx, {
      action: "member.invite",
      subject: { type: "member", id: row.id },
      ...(known ? { before: toAudited(known) } : {}),
      after: toAudited(row),
    });
    return row;
  }),
);

/** The acting member; null for the platform or an operator. */
function getInviterId(): string | null {
  const actor = Context.getActor();
  return actor.type === "member" ? actor.memberId : null;
}

/** Whether the person is a member or may still accept an invitation. */
const isOpen = ({ status }: Pick<Row, "status">): boolean => status === "active" || status === "invited";

const isThere = (email: string, as: string): VisibleError =>
  new VisibleError("already_exists", `${email} is ${as} already. Change that membership instead (GET /v1/members).`);

/** Changes name or role. A studio must keep at least one admin. */
export const update = fn(z.object({ id: z.string().max(64), change: Change }), ({ id, change }) =>
  Database.tx(async (tx) => {
    const before = await lockForChange(tx, id, filterReachable("member.update"));
    if (!isOpen(before)) throw createNotFoundError("member", id);
    if (before.role === "admin" && change.role !== undefined && change.role !== "admin") await assertAdminLeft(tx, id);
    const set = {
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.role === undefined ? {} : { role: change.role }),
    };
    if (Object.keys(set).length === 0) return before;
    const [after] = await tx.update(member).set(set).where(eq(member.id, id)).returning();
    if (!after) throw createNotFoundError("member", id);
    await Audit.record(tx, {
      action: "member.update",
      subject: { type: "member", id },
      before: toAudited(before),
      after: toAudited(after),
    });
    return after;
  }),
);

/**
 * Ends a membership. The name stays on the person's work; the person is removed from all shows. A studio must keep at
 * least one admin.
 */
export const leave = fn(z.string().max(64), (id) =>
  Database.tx(async (tx) => {
    const before = await lockForChange(tx, id, filterReachable("member.leave"));
    if (!isOpen(before)) return before;
    if (before.role === "admin" && before.status === "active") await assertAdminLeft(tx, id);
    await tx.delete(showMember).where(eq(showMember.memberId, id));
    const [after] = await tx
      .update(member)
      .set({ status: "left", issuer: null, subject: null, defaultAt: null })
      .where(eq(member.id, id))
      .returning();
    if (!after) throw createNotFoundError("member", id);
    await Audit.record(tx, {
      action: "member.leave",
      subject: { type: "member", id },
      before: toAudited(before),
      after: toAudited(after),
    });
    return after;
  }),
);

const filterReachable = (verb: Access.Permission): SQL | undefined =>
  Access.filterReachable(verb, { memberId: member.id });

/**
 * Locks the member and all admins in the order of their ids. If two admins remove each other at the same time, the
 * second one finds that they are no longer an admin.
 */
async function lockForChange(tx: Database.Tx, id: string, where: SQL | undefined): Promise<Row> {
  const [there] = await tx
    .select({ id: member.id })
    .from(member)
    .where(and(eq(member.id, id), where));
  if (!there) throw createNotFoundError("member", id);
  await tx
    .select({ id: member.id })
    .from(member)
    .where(eq(member.role, "admin"))
    .orderBy(member.id)
    .for("no key update");
  const [row] = await tx.select().from(member).where(eq(member.id, id)).for("no key update");
  if (!row) throw createNotFoundError("member", id);
  await assertStillAdmin(tx, id);
  return row;
}

/** Throws `forbidden` if the actor, who changes somebody else, is no longer an admin. The token was checked earlier. */
async function assertStillAdmin(tx: Database.Tx, id: string): Promise<void> {
  const actor = Context.getActor();
  if (actor.type !== "member" || actor.memberId === id) return;
  const [row] = await tx.select().from(member).where(eq(member.id, actor.memberId));
  if (row?.role === "admin" && row.status === "active") return;
  throw new VisibleError("forbidden", "You are no longer an admin of this studio.");
}

/** Throws `conflict` if no other admin who can sign in would remain. */
async function assertAdminLeft(tx: Database.Tx, id: string): Promise<void> {
  const [other] = await tx
    .select({ id: member.id })
    .from(member)
    .where(and(eq(member.role, "admin"), eq(member.status, "active"), ne(member.id, id)))
    .limit(1);
  if (other) return;
  throw new VisibleError(
    "last_admin",
    "This is the studio's only active admin. Make another member an admin first. Invited people must accept before that.",
  );
}
