import { randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import type { DispatchTicket, WorkloadClass } from "../../contract/index.ts";
import * as Database from "../../platform/database/index.ts";
import { createStatement } from "../../platform/database/statement.ts";
import * as Outbox from "../../platform/outbox/index.ts";
import { dispatchTicket } from "../../schema/dispatch.sql.ts";
import { findTenantGroups, type Group } from "./queue-head.ts";

/** The job on whose account a ticket is issued. The ticket may serve another one. */
export interface Cause {
  id: string;
  class: string;
}

/** Issues one ticket for the actor's tenant: a row, and after the commit a message to the queue of its class. */
export async function issueTicket(tx: Database.Tx, cause: Cause, delaySeconds?: number): Promise<void> {
  const nonce = randomBytes(18).toString("base64url");
  const ticket: DispatchTicket = { causedByJobId: cause.id, class: cause.class as WorkloadClass, nonce };
  await Database.runTogether([
    () => tx.insert(dispatchTicket).values({ ...ticket, tenantId: Context.tenantId() }),
    () => Outbox.enqueueEffect(tx, { to: "queue", ticket, ...(delaySeconds === undefined ? {} : { delaySeconds }) }),
  ]);
}

/** How many jobs run on a quota, and how many may. */
export interface RunningCount {
  scope: "tenant" | "show" | "member";
  running: number;
  running_limit: number | null;
}

/** How many of the actor's tenant's tickets in a class no worker has used yet. */
export async function countUnusedTickets(tx: Database.Tx, workloadClass: string): Promise<number> {
  const [row] = await selectUnusedCount(tx, { tenantId: Context.tenantId(), class: workloadClass });
  return row?.n ?? 0;
}

const selectUnusedCount = createStatement<{ n: number }>(
  "select count(*)::int as n from demand where tenant_id = :tenantId and class = :class and used_at is null",
);

/**
 * Issues a ticket for a job that has just been queued, unless its studio has as many tickets out as jobs may run: then
 * the end of one of those jobs issues the next.
 */
export async function issueTicketFor(
  tx: Database.Tx,
  cause: Cause,
  quotas: readonly RunningCount[],
  unusedTickets: number,
): Promise<void> {
  const limited = quotas.filter(({ running_limit }) => running_limit !== null);
  if (limited.some(({ running, running_limit: most }) => running >= (most ?? 0))) return;
  // Which of the unused tickets could serve this show or member, only the full count tells.
  if (limited.some(({ scope }) => scope !== "tenant")) return issueTicketsAfterCommit(Context.tenantId());
  const [tenant] = limited;
  if (tenant && tenant.running + unusedTickets >= (tenant.running_limit ?? 0)) return;
  await issueTicket(tx, cause);
}

/**
 * Issues a tenant's missing tickets once the open transaction has committed. If the process is killed in between, the
 * reconciler issues them.
 */
export function issueTicketsAfterCommit(tenantId: string): void {
  Database.runAfterCommit(async () => {
    await Database.tx((tx) =>
      Context.actor().type === "platform"
        ? Database.runForTenant(tenantId, "dispatch", () => issueTickets(tx))
        : issueTickets(tx),
    ).catch((error: unknown) =>
      Context.ports().log("warn", "dispatch tickets not issued, the reconciler will", { error: String(error) }),
    );
  });
}

/** Issues tickets until every job of the actor's tenant that may run has one. Returns how many were missing. */
export async function issueTickets(tx: Database.Tx): Promise<number> {
  const tenantId = Context.tenantId();
  const [, groups] = await Database.runTogether([
    // One at a time: two jobs that end at once would otherwise each issue tickets for both.
    () => tx.execute(sql`select pg_advisory_xact_lock(hashtext('pegbar demand'), hashtext(${tenantId}))`),
    () => findTenantGroups(tx, tenantId),
  ]);
  const causes = findMissingTickets(groups);
  for (const cause of causes) await issueTicket(tx, cause);
  return causes.length;
}

/** One cause per missing ticket. Classes share a studio's limit: any of them may use it. */
export function findMissingTickets(groups: readonly Group[]): Cause[] {
  return [...Map.groupBy(groups, (group) => group.class).values()].flatMap((ofClass) => {
    const shows = new Map<string, number>();
    const members = new Map<string, number>();
    let room = ofClass[0]?.tenant_room ?? Infinity;
    const causes = ofClass.flatMap((group) => {
      const show = shows.get(group.show_id) ?? group.show_room ?? Infinity;
      const member = members.get(group.member_id) ?? group.member_room ?? Infinity;
      const count = Math.max(0, Math.min(group.waiting, room, show, member));
      room -= count;
      shows.set(group.show_id, show - count);
      members.set(group.member_id, member - count);
      return Array.from({ length: count }, () => ({ id: group.head, class: group.class }));
    });
    return causes.slice(ofClass[0]?.unused_tickets ?? 0);
  });
}

/** Issues tickets for the jobs that a raised limit of the actor's tenant lets run. */
export const issueTicketsNow = (): Promise<number> => Database.tx(issueTickets);

export interface TicketRow {
  class: string;
  usedAt: Date | null;
  /** Whose ticket it is; see {@link tradeTicket}. */
  tenantId: string;
  causedByJobId: string;
}

/** The ticket with this nonce, locked. */
export async function lockTicket(tx: Database.Tx, nonce: string): Promise<TicketRow | undefined> {
  const [row] = await tx
    .select({
      class: dispatchTicket.class,
      usedAt: dispatchTicket.usedAt,
      tenantId: dispatchTicket.tenantId,
      causedByJobId: dispatchTicket.causedByJobId,
    })
    .from(dispatchTicket)
    .where(eq(dispatchTicket.nonce, nonce))
    .for("no key update");
  return row;
}

export const useTicket = (tx: Database.Tx, nonce: string, now: Date) =>
  tx.update(dispatchTicket).set({ usedAt: now }).where(eq(dispatchTicket.nonce, nonce));

/**
 * Balances the tickets after one of tenant `to` has served a job of tenant `from`: an unused ticket of `from` becomes
 * `to`'s, so that each studio has as many tickets as before.
 */
export async function tradeTicket(tx: Database.Tx, workloadClass: string, from: string, to: string): Promise<void> {
  const traded = await tx.execute(sql`
    update demand set tenant_id = ${to} where nonce = (
      select nonce from demand
      where tenant_id = ${from} and class = ${workloadClass} and used_at is null
      limit 1 for no key update skip locked
    ) returning nonce`);
  if (traded.length === 0) issueTicketsAfterCommit(to);
}
