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

/** Role by which the rules know an actor; undefined for parts of the platform, which rules do not bind. */
function getRole(actor: Actor): RuledRole | undefined {
  if (actor.type === "member") return actor.role;
  return actor.type === "operator" ? "operator" : undefined;
}

/** How far the actor may go with `verb`, or 403. Parts of the platform go as far as their database role. */
export function getScope(verb: Permission): Scope {
  const actor = Context.actor();
  if (actor.type === "public") throw new VisibleError("unauthenticated", "Send a valid access token.");
  const role = getRole(actor);
  if (role === undefined) return "platform";
  if (actor.type === "member" && actor.token) assertTokenAllows(verb, actor.token);
  const found = getRoleScope(verb, role);
  if (found) return found;
  throw new VisibleError(
    "forbidden",
    `${rules[verb].what}: your role (${role}) can't do this. ${listAllowedRoles(verb)}`,
  );
}

/** Whether the actor has this permission for at least some rows. */
export function isAllowed(verb: Permission): boolean {
  try {
    authorize(verb);
    return true;
  } catch (error) {
    if (error instanceof VisibleError) return false;
    throw error;
  }
}

/** Every token may read whose it is. */
function assertTokenAllows(verb: Permission, { verbs, showIds }: TokenScope): void {
  if (verb === "me.read") return;
  const fits = (verbs === null || verbs.includes(verb)) && (showIds === null || isLimitedToShows(verb));
  if (fits) return;
  throw new VisibleError(
    "forbidden",
    `${rules[verb].what}: this token has no permission ${verb}. Create a token that has it.`,
  );
}

/** Throws `forbidden` unless the actor has this permission for at least some rows. */
export const authorize = (verb: Permission): void => void getScope(verb);

function listAllowedRoles(verb: Permission): string {
  const roles = ruledRoles.filter((role) => getRoleScope(verb, role));
  return `Ask someone with the role ${roles.join(" or ")}.`;
}

/** Columns by which a row belongs to somebody. */
interface Belonging {
  memberId?: SQLWrapper;
  showId?: SQLWrapper;
}

/**
 * Condition for the rows that `verb` reaches; the database's policies keep the tenant apart in any case. Undefined
 * when all of the tenant's rows are meant.
 */
export function filterReachable(verb: Permission, columns: Belonging): SQL | undefined {
  const actor = Context.actor();
  const far = getScope(verb);
  if (actor.type !== "member" || far === "platform") return undefined;
  return and(
    limitTo(verb, far, columns, actor.memberId),
    columns.showId ? filterTokenShows(columns.showId) : undefined,
  );
}

/**
 * The condition of {@link filterReachable} for statements written by hand.
 * @param alias of the table, which has member_id and show_id
 */
export const buildReachCondition = (alias: string): string => `
  (:ownerId::text is null or ${alias}.member_id = :ownerId)
  and (:onlyShowsOf::text is null
    or ${alias}.show_id in (select show_id from show_member where member_id = :onlyShowsOf))
  and (:tokenShows::text[] is null or ${alias}.show_id = any(:tokenShows))`;

/** Values for the parameters of {@link buildReachCondition}. */
export function getReachValues(verb: Permission) {
  const actor = Context.actor();
  const scope = getScope(verb);
  const memberId = actor.type === "member" ? actor.memberId : null;
  return {
    ownerId: scope === "own" ? memberId : null,
    onlyShowsOf: scope === "shows" ? memberId : null,
    tokenShows: getTokenShowIds(),
  };
}

function limitTo(verb: Permission, far: Scope, { memberId, showId }: Belonging, actorId: string): SQL | undefined {
  if (far === "tenant") return undefined;
  if (far === "own" && memberId) return sql`${memberId} = ${actorId}`;
  if (showId) return sql`${showId} in (select show_id from show_member where member_id = ${actorId})`;
  throw new Error(`${verb} reaches ${far}, but the rows belong to nobody`);
}

/** Shows that the actor's token is limited to; null when it is not, or when no token acts. */
export function getTokenShowIds(): readonly string[] | null {
  const actor = Context.actor();
  return actor.type === "member" ? (actor.token?.showIds ?? null) : null;
}

/** Condition that a row lies in the shows of the actor's token; undefined when nothing limits it. */
export function filterTokenShows(showId: SQLWrapper): SQL | undefined {
  const showIds = getTokenShowIds();
  return showIds === null ? undefined : sql`${showId} = any(${sql.param(showIds)}::text[])`;
}
