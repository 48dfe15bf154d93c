import { and, eq, gt, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
import * as z from "zod";
import * as Access from "../../platform/access/index.ts";
import { roles, type Role } from "../../platform/actor.ts";
import * as Audit from "../../platform/audit/index.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import * as Id from "../../platform/id.ts";
import { buildFilters, createPaging } from "../../platform/page.ts";
import { queryBoolean } from "../../platform/query.ts";
import * as Member from "../member/index.ts";
import { member } from "../../schema/member.sql.ts";
import * as Show from "../show/index.ts";
import { findShot } from "../show/find-shot.ts";
import { tenant } from "../../schema/tenant.sql.ts";
import { hashOf, generateSecret } from "./secret.ts";
import { apiToken } from "../../schema/token.sql.ts";

export { isApiToken, isWhole } from "./secret.ts";

const DAY_MS = 86_400_000;
const verb = z.enum(Object.keys(Access.rules) as [Access.Permission, ...Access.Permission[]]);

export const Draft = z.strictObject({
  name: z.string().trim().min(1).max(100),
  verbs: z.array(verb).min(1).max(100).optional(),
  showIds: z.array(Id.createSchema("show")).min(1).max(100).optional(),
  /** Shot of jobs that name none, in the Comfy API: `sht_…`, or the codes `show/sequence/shot`. */
  shot: z.string().min(1).max(200).optional(),
  expiresInDays: z.int().min(1).max(366).default(90),
  /**
   * A token of the studio, for farm scripts: acts as a service member with this role, and stays valid when its creator
   * leaves.
   */
  service: z.strictObject({ role: z.enum(roles) }).optional(),
});
type Draft = z.output<typeof Draft>;

const columns = {
  id: apiToken.id,
  name: apiToken.name,
  hint: apiToken.hint,
  memberId: apiToken.memberId,
  createdBy: apiToken.createdBy,
  service: member.service,
  role: member.role,
  verbs: apiToken.verbs,
  showIds: apiToken.showIds,
  shotId: apiToken.shotId,
  expiresAt: apiToken.expiresAt,
  lastUsedAt: apiToken.lastUsedAt,
  revokedAt: apiToken.revokedAt,
  createdAt: apiToken.createdAt,
};

const select = (tx: Database.Tx) =>
  tx.select(columns).from(apiToken).innerJoin(member, eq(member.id, apiToken.memberId));
const filterReachable = (verb: "token.read" | "token.write") =>
  Access.filterReachable(verb, { memberId: apiToken.memberId });

const pages = createPaging(
  "tokens",
  { by: apiToken.id, field: "id" },
  { created: { by: apiToken.id, field: "id" }, name: { by: apiToken.name, field: "name" } },
  "-created",
);

/** Tokens that the actor may see, newest first by default. */
export const list = fn(
  z.strictObject({
    ...pages.query.shape,
    memberId: Id.createSchema("member").optional(),
    revoked: queryBoolean.optional(),
  }),
  ({ sort, cursor, limit, memberId, revoked }) =>
    Database.tx((tx) =>
      pages.page({ sort, cursor, limit }, ({ where, orderBy, limit: count }) =>
        select(tx)
          .where(
            and(
              filterReachable("token.read"),
              ...buildFilters(apiToken, { memberId }),
              revoked === undefined ? undefined : revoked ? isNotNull(apiToken.revokedAt) : isNull(apiToken.revokedAt),
              where,
            ),
          )
          .orderBy(...orderBy)
          .limit(count),
      ),
    ),
);

export const fromID = fn(z.string().max(64), (id) =>
  Database.tx(async (tx) => {
    const [found] = await select(tx).where(and(eq(apiToken.id, id), filterReachable("token.read")));
    if (!found) throw createNotFoundError("token", id);
    return found;
  }),
);

/** Creates a token. Returns it with its secret, which is not shown again. */
export const create = fn(Draft, (draft) =>
  Database.tx(async (tx) => {
    const { memberId: createdBy, tenantId, role, token } = Context.getMember();
    if (token)
      throw new VisibleError("forbidden", "An API token cannot create tokens. Sign in, then create the token.");
    assertLimits(draft, role);
    // Throws 404 for a show that the creator cannot see.
    for (const showId of draft.showIds ?? []) await Show.fromID(showId);
    const place = draft.shot === undefined ? undefined : await findShot(tx, draft.shot);
    if (place && draft.showIds && !draft.showIds.includes(place.showId))
      throw createError("/shot", "The token may not access the show of its shot", "Add the show to showIds.");
    const id = Id.create("token");
    const memberId = draft.service ? await Member.createService(draft.name, id, draft.service.role) : createdBy;
    if (draft.service) for (const showId of draft.showIds ?? []) await Show.join({ id: showId, memberId });
    const secret = generateSecret();
    await tx.insert(apiToken).values({
      id,
      tenantId,
      memberId,
      createdBy,
      name: draft.name,
      sha256: hashOf(secret),
      hint: secret.slice(-4),
      verbs: draft.verbs ?? null,
      showIds: draft.showIds ?? null,
      shotId: place?.shotId ?? null,
      expiresAt: new Date(Context.getPorts().clock.now().getTime() + draft.expiresInDays * DAY_MS),
    });
    await Audit.record(tx, { action: "token.create", subject: { type: "token", id }, after: { ...draft, memberId } });
    return { id, secret };
  }),
);

/**
 * Throws if the creator may not create a token with these limits.
 * @param creatorRole role of the creator; not used for a token of the studio
 */
function assertLimits({ service, verbs, showIds }: Draft, creatorRole: Role): void {
  if (service) Access.authorize("token.service");
  const role = service?.role ?? creatorRole;
  const lacking = verbs?.find((one) => Access.getRoleScope(one, role) === undefined);
  if (lacking !== undefined)
    throw createError("/verbs", `The role ${role} does not have the permission ${lacking}`, "Leave it out.");
  if (service && service.role !== "admin" && !showIds)
    throw createError(
      "/showIds",
      `Somebody with the role ${service.role} sees only the shows they are in`,
      "Name the shows: showIds.",
    );
  const unlimited = showIds && verbs?.find((one) => !Access.isLimitedToShows(one));
  if (unlimited !== undefined)
    throw createError(
      "/verbs",
      `The permission ${unlimited} is not limited to shows`,
      "Leave it out, or leave out showIds.",
    );
}

const createError = (pointer: string, message: string, remedy: string) =>
  new VisibleError("invalid_request", `${message}. ${remedy}`, {
    errors: [{ code: "token_scope", message, remedy, pointer }],
  });

/** Revokes a token immediately, and ends the service member of a token of the studio. */
export const revoke = fn(z.string().max(64), (id) =>
  Database.tx(async (tx) => {
    const [row] = await select(tx)
      .where(and(eq(apiToken.id, id), filterReachable("token.write")))
      .for("no key update", { of: apiToken });
    if (!row) throw createNotFoundError("token", id);
    if (row.revokedAt) return;
    await tx.update(apiToken).set({ revokedAt: Context.getPorts().clock.now() }).where(eq(apiToken.id, id));
    if (row.service) await Member.endService(row.memberId);
    await Audit.record(tx, { action: "token.revoke", subject: { type: "token", id }, before: { name: row.name } });
  }),
);

/**
 * Finds the membership and limits of a secret; undefined for one that is unknown, revoked or expired, or whose member
 * has left. Runs as the identity role.
 */
export const resolve = (secret: string) =>
  Database.tx(async (tx) => {
    const now = Context.getPorts().clock.now();
    const [row] = await tx
      .select({
        id: apiToken.id,
        verbs: apiToken.verbs,
        showIds: apiToken.showIds,
        shotId: apiToken.shotId,
        expiresAt: apiToken.expiresAt,
        lastUsedAt: apiToken.lastUsedAt,
        memberId: member.id,
        tenantId: member.tenantId,
        tenant: tenant.slug,
        tenantName: tenant.name,
        role: member.role,
        email: member.email,
        name: member.name,
      })
      .from(apiToken)
      .innerJoin(member, eq(member.id, apiToken.memberId))
      .innerJoin(tenant, eq(tenant.id, apiToken.tenantId))
      .where(
        and(
          eq(apiToken.sha256, hashOf(secret)),
          isNull(apiToken.revokedAt),
          gt(apiToken.expiresAt, now),
          eq(member.status, "active"),
        ),
      );
    if (!row) return undefined;
    const minute = sql`date_trunc('minute', ${now.toISOString()}::timestamptz)`;
    await tx
      .update(apiToken)
      .set({ lastUsedAt: minute })
      .where(and(eq(apiToken.id, row.id), or(isNull(apiToken.lastUsedAt), lt(apiToken.lastUsedAt, minute))));
    return row;
  });
