import { and, sql, type SQL, type SQLWrapper } from "drizzle-orm";
import type { Actor, TokenScope } from "../actor.ts";
import * as Context from "../context.ts";
import { VisibleError } from "../error/index.ts";
import {
  isLimitedToShows,
  ruledRoles,
  rules,
  getRoleScope,
  type RuledRole,
  type Scope,
  type Permission,
} from "./rules.ts";

export {
  isLimitedToShows,
  rules,
  ruledRoles,
  getRoleScope,
  type RuledRole,
  type Scope,
  type Permission,
} from "./rules.ts";

/** The actor's role in the rules; undefined for parts of the platform, which only their database role limits. */
function getRole(actor: Actor): RuledRole | undefined {
  if (actor.type === "member") return actor.role;
  return actor.type === "operator" ? "operator" : undefined;
}

/**
 * The scope in which the actor has the permission. Parts of the platform have the scope `platform`.
 * @throws forbidden if the actor's role or token does not have the permission
 */
export function getScope(permission: Permission): Scope {
  const actor = Context.getActor();
  if (actor.type === "public") throw new VisibleError("unauthenticated", "Send a valid access token.");
  const role = getRole(actor);
  if (role === undefined) return "platform";
  if (actor.type === "member" && actor.token) assertTokenAllows(permission, actor.token);
  const found = getRoleScope(permission, role);
  if (found) return found;
  throw new VisibleError(
    "forbidden",
    `${rules[permission].what}: your role (${role}) can't do this. ${listAllowedRoles(permission)}`,
  );
}

/** Whether the actor has this permission for at least some rows. */
export function isAllowed(permission: Permission): boolean {
  try {
    authorize(permission);
    return true;
  } catch (error) {
    if (error instanceof VisibleError) return false;
    throw error;
  }
}

/** Every token has the permission `me.read`, which says who it acts for. */
function assertTokenAllows(permission: Permission, { verbs, showIds }: TokenScope): void {
  if (permission === "me.read") return;
  const fits = (verbs === null || verbs.includes(permission)) && (showIds === null || isLimitedToShows(permission));
  if (fits) return;
  throw new VisibleError(
    "forbidden",
    `${rules[permission].what}: this token has no permission ${permission}. Create a token that has it.`,
  );
}

/** Throws `forbidden` unless the actor has this permission for at least some rows. */
export const authorize = (permission: Permission): void => void getScope(permission);

function listAllowedRoles(permission: Permission): string {
  const roles = ruledRoles.filter((role) => getRoleScope(permission, role));
  return `Ask someone with the role ${roles.join(" or ")}.`;
}

/** Columns that say which member and show a row belongs to. */
interface Belonging {
  memberId?: SQLWrapper;
  showId?: SQLWrapper;
}

/**
 * Condition for the rows in the scope of the permission; undefined if there is no limit within the tenant. Row-level
 * security separates tenants in any case.
 */
export function filterReachable(permission: Permission, columns: Belonging): SQL | undefined {
  const actor = Context.getActor();
  const far = getScope(permission);
  if (actor.type !== "member" || far === "platform") return undefined;
  return and(
    limitTo(permission, far, columns, actor.memberId),
    columns.showId ? filterTokenShows(columns.showId) : undefined,
  );
}

/**
 * The conditions of {@link filterReachable} for statements written by hand.
 * @param column that holds the id of the row's show
 */
export const buildShowCondition = (column: string): string => `
  (:onlyShowsOf::text is null or ${column} in (select show_id from show_member where member_id = :onlyShowsOf))
  and (:tokenShows::text[] is null or ${column} = any(:tokenShows))`;

/** @param column that holds the id of the row's owner */
export const buildOwnerCondition = (column: string): string => `(:ownerId::text is null or ${column} = :ownerId)`;

/** Values for the parameters of these conditions. */
export function getReachValues(permission: Permission) {
  const actor = Context.getActor();
  const scope = getScope(permission);
  const memberId = actor.type === "member" ? actor.memberId : null;
  return {
    ownerId: scope === "own" ? memberId : null,
    onlyShowsOf: scope === "shows" ? memberId : null,
    tokenShows: getTokenShowIds(),
  };
}

function limitTo(
  permission: Permission,
  far: Scope,
  { memberId, showId }: Belonging,
  actorId: string,
): SQL | undefined {
  if (far === "tenant") return undefined;
  if (far === "own" && memberId) return sql`${memberId} = ${actorId}`;
  if (showId) return sql`${showId} in (select show_id from show_member where member_id = ${actorId})`;
  throw new Error(`${permission} has the scope ${far}, but the rows have no owner or show`);
}

/** Shows that the actor's token is limited to; null for a token without a limit, or without a token. */
export function getTokenShowIds(): readonly string[] | null {
  const actor = Context.getActor();
  return actor.type === "member" ? (actor.token?.showIds ?? null) : null;
}

/** Condition for rows in the shows of the actor's token; undefined for a token without a limit. */
export function filterTokenShows(showId: SQLWrapper): SQL | undefined {
  const showIds = getTokenShowIds();
  return showIds === null ? undefined : sql`${showId} = any(${sql.param(showIds)}::text[])`;
}
