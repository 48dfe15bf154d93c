import { and, eq, or, sql } from "drizzle-orm";
import * as z from "zod";
import * as Access from "../../platform/access/index.ts";
import * as Audit from "../../platform/audit/index.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import { buildFilters, createPaging } from "../../platform/page.ts";
import { member } from "../../schema/member.sql.ts";
import * as Notice from "../notice/index.ts";
import { show } from "../../schema/show.sql.ts";
import { tenant } from "../../schema/tenant.sql.ts";
import { getMonth, getRenewalTime } from "../../platform/billing-month.ts";
import { toDollars } from "../../platform/money.ts";
import { quota, quotaMonth } from "../../schema/quota.sql.ts";
import { ensureMonth } from "./create.ts";
import { readLimits, QuotaChange, toColumns } from "./limits.ts";
import { lockQuotas, type QuotaRow } from "./lock.ts";
import { formatMoney } from "./refusal.ts";
import { readTimeZone } from "./time-zone.ts";

export { Limits, QuotaChange } from "./limits.ts";

/** Kinds of subject by the prefix of their ids. */
const SUBJECT = /^(?:ten|sho|mem)_[0-9A-HJKMNP-TV-Z]{26}$/;
export const subjectSchema = z.string().regex(SUBJECT, "an id of a studio, show or member: ten_…, sho_… or mem_…");

/**
 * Condition for the quotas that the actor may see: an admin all, others the studio's, those of their shows and their
 * own.
 */
function filterVisible() {
  const actor = Context.getActor();
  if (actor.type !== "member") return undefined;
  const shows = and(
    Access.getScope("quota.read") === "shows"
      ? sql`${quota.subjectId} in (select show_id from show_member where member_id = ${actor.memberId})`
      : undefined,
    Access.filterTokenShows(quota.subjectId),
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

const pages = createPaging(
  "quotas",
  { by: quota.subjectId, field: "subjectId" },
  { scope: { by: quota.scope, field: "scope" } },
  "scope",
);

/** Limits and their use this month, by default the studio first, then shows, then members. */
export const list = fn(
  z.strictObject({ ...pages.query.shape, scope: z.enum(["tenant", "show", "member"]).optional() }),
  ({ sort, cursor, limit, ...fields }) =>
    Database.tx(async (tx) => {
      const timeZone = await readTimeZone(tx);
      const now = Context.getPorts().clock.now();
      return pages.page({ sort, cursor, limit }, async ({ where, orderBy, limit: count }) => {
        const rows = await select(tx, getMonth(now, timeZone))
          .where(and(filterVisible(), ...buildFilters(quota, fields), where))
          .orderBy(...orderBy)
          .limit(count);
        return rows.map((row) => describeQuota(row, now, timeZone));
      });
    }),
);

export const fromID = fn(subjectSchema, (subjectId) =>
  Database.tx(async (tx) => {
    const timeZone = await readTimeZone(tx);
    const now = Context.getPorts().clock.now();
    const [row] = await select(tx, getMonth(now, timeZone)).where(and(filterVisible(), eq(quota.subjectId, subjectId)));
    if (!row) throw createNotFoundError("quota", subjectId);
    return describeQuota(row, now, timeZone);
  }),
);

type Read = Awaited<ReturnType<typeof select>>[number];

/** Converts to the units of the API: seconds, dollars, bytes. */
function describeQuota({ quota: row, name, ...month }: Read, now: Date, timeZone: string) {
  return {
    subjectId: row.subjectId,
    scope: row.scope,
    name,
    month: getMonth(now, timeZone),
    renewsAt: getRenewalTime(now, timeZone),
    timeZone,
    limits: readLimits(row),
    weight: row.scope === "member" ? row.weight : null,
    used: {
      runningJobs: row.running,
      waitingJobs: row.waiting,
      gpuSeconds: month.usedGpuMs / 1000,
      dollars: toDollars(month.usedMicros),
      storageBytes: row.storageBytes,
    },
    reserved: { gpuSeconds: month.reservedGpuMs / 1000, dollars: toDollars(month.reservedMicros) },
  };
}

/**
 * Sets limits. A limit below the current use is allowed: accepted jobs continue, and new ones are refused until there
 * is room; `effects` says so. The caller issues dispatch tickets for the jobs that may run now.
 */
export const update = fn(z.object({ subjectId: subjectSchema, change: QuotaChange }), ({ subjectId, change }) =>
  Database.tx(async (tx) => {
    const { weight, ...limits } = change;
    const timeZone = await readTimeZone(tx);
    const now = Context.getPorts().clock.now();
    const month = getMonth(now, timeZone);
    await ensureMonth(tx, [subjectId], month);
    const [before] = await lockQuotas(tx, [subjectId], month);
    if (!before) throw createNotFoundError("quota", subjectId);
    assertWeighable(before.scope, weight);
    const { limits: was, weight: weighed } = await fromID(subjectId);
    await tx
      .update(quota)
      .set({ ...toColumns(limits), ...(weight === undefined ? {} : { weight }), updatedAt: now })
      .where(eq(quota.subjectId, subjectId));
    const after = await fromID(subjectId);
    await Notice.keep(tx, Notice.findReached(withLimits(before, toColumns(limits)), month));
    await Audit.record(tx, {
      action: "quota.update",
      subject: { type: before.scope, id: subjectId },
      before: { ...was, ...(weight === undefined ? {} : { weight: weighed }) },
      after: { ...after.limits, ...(weight === undefined ? {} : { weight }) },
    });
    return { ...after, effects: describeEffects(after) };
  }),
);

/** The result of {@link update}, without changing anything. */
export const previewUpdate = fn(
  z.object({ subjectId: subjectSchema, change: QuotaChange }),
  async ({ subjectId, change: { weight, ...limits } }) => {
    const now = await fromID(subjectId);
    assertWeighable(now.scope, weight);
    const given = Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
    const after = { ...now, weight: weight ?? now.weight, limits: { ...now.limits, ...given } };
    return { ...after, effects: describeEffects(after) };
  },
);

/** Throws `invalid_request` for the weight of a studio or show. */
function assertWeighable(scope: "tenant" | "show" | "member", weight: number | undefined): void {
  if (weight === undefined || scope === "member") return;
  throw new VisibleError(
    "invalid_request",
    scope === "tenant"
      ? "The studio's weight is set by the operator of the platform. Leave weight out."
      : "Shows have no weight. Leave weight out, or set the weights of the members.",
  );
}

/** The row with its new limits. */
const withLimits = (row: QuotaRow, to: ReturnType<typeof toColumns>) => ({
  ...row,
  gpu_ms_limit: to.gpuMsLimit === undefined ? row.gpu_ms_limit : to.gpuMsLimit,
  micros_limit: to.microsLimit === undefined ? row.micros_limit : to.microsLimit,
  storage_limit: to.storageLimit === undefined ? row.storage_limit : to.storageLimit,
});

const formatTime = (seconds: number): string =>
  `${Math.round(seconds)} GPU-seconds (${(seconds / 3600).toFixed(1)} hours)`;

/** Describes the effects of limits that are below the current use, for people. */
function describeEffects({ limits, used, reserved, renewsAt }: ReturnType<typeof describeQuota>): string[] {
  const found: string[] = [];
  const { runningJobs, waitingJobs, gpuSecondsPerMonth, dollarsPerMonth, storageBytes } = limits;
  if (runningJobs !== null && used.runningJobs > runningJobs)
    found.push(`${used.runningJobs} running jobs continue. No job starts until fewer than ${runningJobs} are running.`);
  if (waitingJobs !== null && used.waitingJobs > waitingJobs)
    found.push(
      `${used.waitingJobs} queued jobs stay in the queue. New jobs are rejected until fewer than ${waitingJobs} are queued.`,
    );
  const gpu = used.gpuSeconds + reserved.gpuSeconds;
  if (gpuSecondsPerMonth !== null && gpu > gpuSecondsPerMonth)
    found.push(
      `${formatTime(gpu)} are used or reserved, ${formatTime(gpu - gpuSecondsPerMonth)} over the limit. Accepted jobs still run. New jobs are rejected until ${renewsAt.toISOString()}, or until jobs use less than they reserved.`,
    );
  const spent = used.dollars + reserved.dollars;
  if (dollarsPerMonth !== null && spent > dollarsPerMonth)
    found.push(
      `${formatMoney(spent)} are used or reserved, ${formatMoney(spent - dollarsPerMonth)} over the limit. Accepted jobs still run. New jobs are rejected until ${renewsAt.toISOString()}, or until jobs use less than they reserved.`,
    );
  if (storageBytes !== null && used.storageBytes > storageBytes)
    found.push(`${used.storageBytes} stored bytes are kept. Uploads and new jobs are rejected.`);
  return found;
}
