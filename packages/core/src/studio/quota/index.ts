import { and, eq, or, sql } from "drizzle-orm";
import * as z from "zod";
import * as Access from "../../platform/access/index.ts";
import * as Audit from "../../platform/audit/index.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { notFound } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import { filters, paging } from "../../platform/page.ts";
import { member } from "../../schema/member.sql.ts";
import * as Notice from "../notice/index.ts";
import { show } from "../../schema/show.sql.ts";
import { tenant } from "../../schema/tenant.sql.ts";
import { monthOf, renewsAt } from "../../platform/billing-month.ts";
import { dollars } from "../../platform/money.ts";
import { quota, quotaMonth } from "../../schema/quota.sql.ts";
import { ensureMonth } from "./create.ts";
import { fromColumns, Limits, toColumns } from "./limits.ts";
import { lockQuotas, type QuotaRow } from "./lock.ts";
import { money } from "./refusal.ts";
import { readTimeZone } from "./time-zone.ts";

export { Limits } from "./limits.ts";

/** Kinds of subject by the prefix of their ids. */
const SUBJECT = /^(?:ten|sho|mem)_[0-9A-HJKMNP-TV-Z]{26}$/;
export const subjectSchema = z.string().regex(SUBJECT, "an id of a studio, show or member: ten_…, sho_… or mem_…");

/** Whose quotas the actor may see: the studio's, those of one's shows, one's own; an admin all. */
function visible() {
  const actor = Context.actor();
  if (actor.type !== "member") return undefined;
  const shows = and(
    Access.scope("quota.read") === "shows"
      ? sql`${quota.subjectId} in (select show_id from show_member where member_id = ${actor.memberId})`
      : undefined,
    Access.tokenShows(quota.subjectId),
  );
  return shows && or(eq(quota.scope, "tenant"), eq(quota.subjectId, actor.memberId), shows);
}

const columns = {
  quota,
  name: sql<string>`coalesce(${tenant.name}, ${show.code}, ${member.name})`,
  usedGpuMs: sql<number>`coalesce(${quotaMonth.usedGpuMs}, 0)`.mapWith(Number),
  reservedGpuMs: sql<number>`coalesce(${quotaMonth.reservedGpuMs}, 0)`.mapWith(Number),
  usedMicros: sql<number>`coalesce(${quotaMonth.usedMicros}, 0)`.mapWith(Number),
  reservedMicros: sql<number>`coalesce(${quotaMonth.reservedMicros}, 0)`.mapWith(Number),
};

const select = (tx: Database.Tx, month: string) =>
  tx
    .select(columns)
    .from(quota)
    .leftJoin(quotaMonth, and(eq(quotaMonth.subjectId, quota.subjectId), eq(quotaMonth.month, month)))
    .leftJoin(tenant, eq(tenant.id, quota.subjectId))
    .leftJoin(show, eq(show.id, quota.subjectId))
    .leftJoin(member, eq(member.id, quota.subjectId));

const pages = paging(
  "quotas",
  { by: quota.subjectId, field: "subjectId" },
  { scope: { by: quota.scope, field: "scope" } },
  "scope",
);

/** Limits and what is taken of them this month: the studio first, then shows, then members by default. */
export const list = fn(
  z.strictObject({ ...pages.query.shape, scope: z.enum(["tenant", "show", "member"]).optional() }),
  ({ sort, cursor, limit, ...fields }) =>
    Database.tx(async (tx) => {
      const timeZone = await readTimeZone(tx);
      const now = Context.ports().clock.now();
      return pages.page({ sort, cursor, limit }, async ({ where, orderBy, limit: count }) => {
        const rows = await select(tx, monthOf(now, timeZone))
          .where(and(visible(), ...filters(quota, fields), where))
          .orderBy(...orderBy)
          .limit(count);
        return rows.map((row) => present(row, now, timeZone));
      });
    }),
);

export const fromID = fn(subjectSchema, (subjectId) =>
  Database.tx(async (tx) => {
    const timeZone = await readTimeZone(tx);
    const now = Context.ports().clock.now();
    const [row] = await select(tx, monthOf(now, timeZone)).where(and(visible(), eq(quota.subjectId, subjectId)));
    if (!row) throw notFound("quota", subjectId);
    return present(row, now, timeZone);
  }),
);

type Read = Awaited<ReturnType<typeof select>>[number];

/** In the units of the API: seconds, dollars, bytes. */
function present({ quota: row, name, ...month }: Read, now: Date, timeZone: string) {
  return {
    subjectId: row.subjectId,
    scope: row.scope,
    name,
    month: monthOf(now, timeZone),
    renewsAt: renewsAt(now, timeZone),
    limits: fromColumns(row),
    used: {
      runningJobs: row.running,
      waitingJobs: row.waiting,
      gpuSeconds: month.usedGpuMs / 1000,
      dollars: dollars(month.usedMicros),
      storageBytes: row.storageBytes,
    },
    reserved: { gpuSeconds: month.reservedGpuMs / 1000, dollars: dollars(month.reservedMicros) },
  };
}

/**
 * Sets limits. One below what is taken already is allowed: nothing that was accepted is undone, and nothing new is until
 * there is room again; `effects` says so. The caller issues dispatch tickets for the jobs that may run now.
 */
export const update = fn(z.object({ subjectId: subjectSchema, limits: Limits }), ({ subjectId, limits }) =>
  Database.tx(async (tx) => {
    const timeZone = await readTimeZone(tx);
    const now = Context.ports().clock.now();
    const month = monthOf(now, timeZone);
    await ensureMonth(tx, [subjectId], month);
    const [before] = await lockQuotas(tx, [subjectId], month);
    if (!before) throw notFound("quota", subjectId);
    const was = fromColumns(toLimits(before));
    await tx
      .update(quota)
      .set({ ...toColumns(limits), updatedAt: now })
      .where(eq(quota.subjectId, subjectId));
    const after = await fromID(subjectId);
    await Notice.keep(tx, Notice.findReached(withLimits(before, toColumns(limits)), month));
    await Audit.record(tx, {
      action: "quota.update",
      subject: { type: before.scope, id: subjectId },
      before: was,
      after: after.limits,
    });
    return { ...after, effects: effects(after) };
  }),
);

/** What {@link update} would answer now. Changes nothing. */
export const previewUpdate = fn(
  z.object({ subjectId: subjectSchema, limits: Limits }),
  async ({ subjectId, limits }) => {
    const now = await fromID(subjectId);
    const given = Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
    const after = { ...now, limits: { ...now.limits, ...given } };
    return { ...after, effects: effects(after) };
  },
);

const toLimits = (row: QuotaRow) => ({
  runningLimit: row.running_limit,
  waitingLimit: row.waiting_limit,
  gpuMsLimit: row.gpu_ms_limit,
  microsLimit: row.micros_limit,
  storageLimit: row.storage_limit,
});

/** The row under its new limits. */
const withLimits = (row: QuotaRow, to: ReturnType<typeof toColumns>) => ({
  ...row,
  gpu_ms_limit: to.gpuMsLimit === undefined ? row.gpu_ms_limit : to.gpuMsLimit,
  micros_limit: to.microsLimit === undefined ? row.micros_limit : to.microsLimit,
  storage_limit: to.storageLimit === undefined ? row.storage_limit : to.storageLimit,
});

const time = (seconds: number): string => `${Math.round(seconds)} GPU-seconds (${(seconds / 3600).toFixed(1)} hours)`;

/** What limits below the present state mean, in words. */
function effects({ limits, used, reserved, renewsAt }: ReturnType<typeof present>): string[] {
  const found: string[] = [];
  const { runningJobs, waitingJobs, gpuSecondsPerMonth, dollarsPerMonth, storageBytes } = limits;
  if (runningJobs !== null && used.runningJobs > runningJobs)
    found.push(`${used.runningJobs} jobs run and go on; none starts until fewer than ${runningJobs} run.`);
  if (waitingJobs !== null && used.waitingJobs > waitingJobs)
    found.push(`${used.waitingJobs} jobs wait and stay; none is accepted until fewer than ${waitingJobs} wait.`);
  const gpu = used.gpuSeconds + reserved.gpuSeconds;
  if (gpuSecondsPerMonth !== null && gpu > gpuSecondsPerMonth)
    found.push(
      `${time(gpu)} are used or reserved already, ${time(gpu - gpuSecondsPerMonth)} more than the limit. Accepted jobs still run; none is accepted before ${renewsAt.toISOString()}, unless jobs end below their hold.`,
    );
  const spent = used.dollars + reserved.dollars;
  if (dollarsPerMonth !== null && spent > dollarsPerMonth)
    found.push(
      `${money(spent)} are used or reserved already, ${money(spent - dollarsPerMonth)} more than the limit. Accepted jobs still run; none is accepted before ${renewsAt.toISOString()}, unless jobs end below their hold.`,
    );
  if (storageBytes !== null && used.storageBytes > storageBytes)
    found.push(`${used.storageBytes} bytes are stored and stay; nothing can be uploaded or submitted.`);
  return found;
}
