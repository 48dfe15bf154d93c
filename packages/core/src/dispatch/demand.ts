import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import * as Context from "../context.ts";
import type { WorkloadClass } from "../contract/index.ts";
import * as Database from "../database/index.ts";
import { statement } from "../database/statement.ts";
import * as Outbox from "../outbox/index.ts";
import { demand } from "./dispatch.sql.ts";
import { groupsOf, type Group } from "./waiting.ts";

/** Sends one message's worth of demand on account of a job of the actor's tenant. */
export async function send(
  tx: Database.Tx,
  cause: { id: string; class: string },
  delaySeconds?: number,
): Promise<void> {
  const nonce = randomBytes(18).toString("base64url");
  const message = { jobId: cause.id, class: cause.class as WorkloadClass, nonce };
  await Database.together([
    () => tx.insert(demand).values({ nonce, tenantId: Context.tenantId(), jobId: cause.id, class: cause.class }),
    () => Outbox.put(tx, { to: "queue", demand: message, ...(delaySeconds === undefined ? {} : { delaySeconds }) }),
  ]);
}

/** Jobs that run on a quota, and how many may. */
export interface Load {
  scope: "tenant" | "show" | "member";
  running: number;
  running_limit: number | null;
}

/** Messages of the actor's tenant in a class that no worker has used yet. */
export async function unusedOf(tx: Database.Tx, workloadClass: string): Promise<number> {
  const [row] = await counting(tx, Context.tenantId(), workloadClass);
  return row?.n ?? 0;
}

const counting = statement<{ n: number }>(
  "select count(*)::int as n from demand where tenant_id = $1 and class = $2 and used_at is null",
);

/**
 * Demand for a job that has just been queued, unless its studio has as many messages out as jobs may run: then the end
 * of one of them sends the next.
 */
export async function demandFor(
  tx: Database.Tx,
  cause: { id: string; class: string },
  loads: readonly Load[],
  unused: number,
): Promise<void> {
  const limited = loads.filter(({ running_limit }) => running_limit !== null);
  if (limited.some(({ running, running_limit: most }) => running >= (most ?? 0))) return;
  // Which of the messages that are out could serve this show or member takes a closer look.
  if (limited.some(({ scope }) => scope !== "tenant")) return topUpAfterCommit(Context.tenantId());
  const [tenant] = limited;
  if (tenant && tenant.running + unused >= (tenant.running_limit ?? 0)) return;
  await send(tx, cause);
}

/**
 * Sends a tenant's missing messages once the open transaction has committed. Should the process die in between, the
 * repair run sends them.
 */
export function topUpAfterCommit(tenantId: string): void {
  Database.afterCommit(async () => {
    await Database.tx((tx) =>
      Context.actor().type === "platform" ? Database.forTenant(tenantId, "dispatch", () => topUp(tx)) : topUp(tx),
    ).catch((error: unknown) =>
      Context.ports().log("warn", "demand not sent, the repair will", { error: String(error) }),
    );
  });
}

/** Sends what is missing until every job of the actor's tenant that may run has a message. Returns how many were. */
export async function topUp(tx: Database.Tx): Promise<number> {
  const tenantId = Context.tenantId();
  const [, groups] = await Database.together([
    // One after the other, or two ends at once would each send for both.
    () => tx.execute(sql`select pg_advisory_xact_lock(hashtext('pegbar demand'), hashtext(${tenantId}))`),
    () => groupsOf(tx, tenantId),
  ]);
  const causes = missing(groups);
  for (const cause of causes) await send(tx, cause);
  return causes.length;
}

/** One cause for each message that is missing. Classes share a studio's room: any of them may use it. */
export function missing(groups: readonly Group[]): { id: string; class: string }[] {
  return [...Map.groupBy(groups, (group) => group.class).values()].flatMap((ofClass) => {
    const shows = new Map<string, number>();
    const members = new Map<string, number>();
    let room = ofClass[0]?.tenant_room ?? Infinity;
    const causes = ofClass.flatMap((group) => {
      const show = shows.get(group.show_id) ?? group.show_room ?? Infinity;
      const member = members.get(group.member_id) ?? group.member_room ?? Infinity;
      const may = Math.max(0, Math.min(group.waiting, room, show, member));
      room -= may;
      shows.set(group.show_id, show - may);
      members.set(group.member_id, member - may);
      return Array.from({ length: may }, () => ({ id: group.head, class: group.class }));
    });
    return causes.slice(ofClass[0]?.unused ?? 0);
  });
}

/** Sends demand for what a raised limit of the actor's tenant has freed. */
export const freed = (): Promise<number> => Database.tx(topUp);
