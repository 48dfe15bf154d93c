import { randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import type { DispatchTicket, WorkloadClass } from "../../contract/index.ts";
import * as Database from "../../platform/database/index.ts";
import { createStatement } from "../../platform/database/statement.ts";
import * as Outbox from "../../platform/outbox/index.ts";
import { dispatchTicket } from "../../schema/dispatch.sql.ts";
import { findTenantGroups, MAX_TICKETS, type Group } from "./queue-head.ts";

/** The job that caused a ticket. The ticket may serve another one. */
export interface Cause {
  id: string;
  class: string;
}

/** Issues one ticket for the actor's tenant: a row, and after the commit a message to the queue of its class. */
export const issueTicket = (tx: Database.Tx, cause: Cause, delaySeconds?: number): Promise<void> =>
  insertTickets(tx, [cause], delaySeconds);

async function insertTickets(tx: Database.Tx, causes: readonly Cause[], delaySeconds?: number): Promise<void> {
  if (causes.length === 0) return;
  const tenantId = Context.getTenantId();
  const tickets = causes.map((cause): DispatchTicket => ({
    causedByJobId: cause.id,
    class: cause.class as WorkloadClass,
    nonce: randomBytes(18).toString("base64url"),
    ...describeCaller(),
  }));
  const delay = delaySeconds === undefined ? {} : { delaySeconds };
  await Database.runTogether([
    () =>
      tx
        .insert(dispatchTicket)
        .values(tickets.map(({ causedByJobId, class: of, nonce }) => ({ causedByJobId, class: of, nonce, tenantId }))),
    () =>
      Outbox.enqueueEffects(
        tx,
        tickets.map((ticket) => ({ to: "queue" as const, ticket, ...delay })),
      ),
  ]);
}

/** The request that issues a ticket, for logs and traces. The reconciler has none. */
function describeCaller(): Pick<DispatchTicket, "requestId" | "traceparent"> {
  const { requestId, traceparent } = Context.getCurrent();
  return { ...(requestId === undefined ? {} : { requestId }), ...(traceparent === undefined ? {} : { traceparent }) };
}

/** How many jobs are running on a quota, and how many may run. */
export interface RunningCount {
  scope: "tenant" | "show" | "member";
  running: number;
  running_limit: number | null;
}

/** How many of the actor's tenant's tickets no worker has used yet, for each class that has any. */
export async function countUnusedTickets(tx: Database.Tx, classes: readonly string[]): Promise<Map<string, number>> {
  const rows = await selectUnusedCounts(tx, { tenantId: Context.getTenantId(), classes });
  return new Map(rows.map((row) => [row.class, row.n]));
}

const selectUnusedCounts = createStatement<{ class: string; n: number }>(`
  select class, count(*)::int as n from demand
  where tenant_id = :tenantId and class = any(:classes::text[]) and used_at is null group by class`);

/**
 * Issues tickets for jobs that have just been queued, as long as the studio has fewer unused tickets than jobs that may
 * run. Further tickets are issued when jobs end.
 * @param queued the jobs, each with its locked quotas
 * @param unusedTickets of {@link countUnusedTickets}, counted after the quotas were locked
 */
export async function issueTicketsFor(
  tx: Database.Tx,
  queued: readonly { cause: Cause; quotas: readonly RunningCount[] }[],
  unusedTickets: ReadonlyMap<string, number>,
): Promise<void> {
  const unused = new Map(unusedTickets);
  const causes: Cause[] = [];
  let needsFullCount = false;
  for (const { cause, quotas } of queued) {
    const limited = quotas.filter(({ running_limit }) => running_limit !== null);
    if (limited.some(({ running, running_limit: most }) => running >= (most ?? 0))) continue;
    if (limited.some(({ scope }) => scope !== "tenant")) {
      // Which of the unused tickets could serve this show or member is only known from the full count.
      needsFullCount = true;
      continue;
    }
    const [tenant] = limited;
    const count = unused.get(cause.class) ?? 0;
    if (count >= MAX_TICKETS) continue;
    if (tenant && tenant.running + count >= (tenant.running_limit ?? 0)) continue;
    unused.set(cause.class, count + 1);
    causes.push(cause);
  }
  if (needsFullCount) issueTicketsAfterCommit(Context.getTenantId());
  await insertTickets(tx, causes);
}

/**
 * Issues a tenant's missing tickets once the open transaction has committed. If the process is killed in between, the
 * reconciler issues them.
 */
export function issueTicketsAfterCommit(tenantId: string): void {
  Database.runAfterCommit(async () => {
    await Database.tx((tx) =>
      Context.getActor().type === "platform"
        ? Database.runForTenant(tenantId, "dispatch", () => issueTickets(tx))
        : issueTickets(tx),
    ).catch((error: unknown) =>
      Context.getPorts().log("warn", "dispatch tickets not issued, the reconciler will", { error }),
    );
  });
}

/** Issues tickets until every job of the actor's tenant that may run has one. Returns how many were missing. */
export async function issueTickets(tx: Database.Tx): Promise<number> {
  const tenantId = Context.getTenantId();
  const [, groups] = await Database.runTogether([
    // One at a time: two jobs that end at once would otherwise each issue tickets for both.
    () => tx.execute(sql`select pg_advisory_xact_lock(hashtext('pegbar demand'), hashtext(${tenantId}))`),
    () => findTenantGroups(tx, tenantId),
  ]);
  const causes = findMissingTickets(groups);
  await insertTickets(tx, causes);
  return causes.length;
}

/** One cause per missing ticket. The classes share the studio's limit, so that each of them may use it. */
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
    return causes.slice(0, MAX_TICKETS).slice(ofClass[0]?.unused_tickets ?? 0);
  });
}

/** Issues tickets for the jobs that may run after a limit of the actor's tenant was raised. */
export const issueTicketsNow = (): Promise<number> => Database.tx(issueTickets);

export interface TicketRow {
  class: string;
  usedAt: Date | null;
  /** The tenant that owns the ticket; see {@link tradeTicket}. */
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
