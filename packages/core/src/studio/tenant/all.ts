import { and, eq, inArray, type SQL } from "drizzle-orm";
import * as z from "zod";
import * as Audit from "../../platform/audit/index.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { share } from "../../schema/dispatch.sql.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import { buildFilters, createPaging, type Clause } from "../../platform/page.ts";
import * as Member from "../member/roster.ts";
import * as Quota from "../quota/index.ts";
import { readLimits, type Limits } from "../quota/limits.ts";
import { getMonth } from "../../platform/billing-month.ts";
import { toDollars } from "../../platform/money.ts";
import { quota, quotaMonth } from "../../schema/quota.sql.ts";
import * as Tenant from "./index.ts";
import { tenant } from "../../schema/tenant.sql.ts";

/** Limits of a new studio until the operator sets others, so that no studio spends without a limit. */
const STARTING_LIMITS = {
  runningJobs: 8,
  waitingJobs: 10_000,
  gpuSecondsPerMonth: 2_000_000,
  dollarsPerMonth: 500,
  storageBytes: 50_000_000_000,
} as const satisfies Limits;

/** Creates a studio with limits. Its id is the tenant of the acting system actor. */
export const createWithLimits = (draft: z.input<typeof Tenant.Draft>, limits: Limits = {}) =>
  Database.tx(async () => {
    const made = await Tenant.create(draft);
    await Quota.update({ subjectId: made.id, change: { ...STARTING_LIMITS, ...limits } });
    return made;
  });

/** Creates a studio and invites its first admin. */
export const createStudio = (
  draft: z.input<typeof Tenant.Draft>,
  admin: { email: string; name: string },
  limits?: Limits,
): Promise<unknown> =>
  Database.tx(async () => {
    await createWithLimits(draft, limits);
    return Member.invite({ ...admin, role: "admin" });
  });

const select = (where: SQL | undefined, { orderBy, limit }: Pick<Clause, "orderBy" | "limit">) =>
  Database.tx(async (tx) => {
    const rows = await tx
      .select({ tenant, share, quota })
      .from(tenant)
      .innerJoin(share, eq(share.tenantId, tenant.id))
      .innerJoin(quota, eq(quota.subjectId, tenant.id))
      .where(where)
      .orderBy(...orderBy)
      .limit(limit);
    const now = Context.getPorts().clock.now();
    const months = await tx
      .select()
      .from(quotaMonth)
      .innerJoin(tenant, eq(tenant.id, quotaMonth.subjectId))
      .where(
        inArray(
          tenant.id,
          rows.map((row) => row.tenant.id),
        ),
      );
    return rows.map((row) => {
      const month = getMonth(now, row.tenant.timeZone);
      const booked = months.find(
        ({ quota_month: one }) => one.subjectId === row.tenant.id && one.month === month,
      )?.quota_month;
      return {
        ...row.tenant,
        weight: row.share.weight,
        limits: readLimits(row.quota),
        running: row.quota.running,
        waiting: row.quota.waiting,
        storageBytes: row.quota.storageBytes,
        month,
        gpuSeconds: (booked?.usedGpuMs ?? 0) / 1000,
        dollars: toDollars(booked?.usedMicros ?? 0),
      };
    });
  });

const pages = createPaging(
  "tenants",
  { by: tenant.id, field: "id" },
  {
    slug: { by: tenant.slug, field: "slug" },
    name: { by: tenant.name, field: "name" },
    created: { by: tenant.id, field: "id" },
  },
  "slug",
);

/** All studios with their numbers. Runs as the operator role. */
export const list = fn(
  z.strictObject({ ...pages.query.shape, slug: z.string().max(64).optional() }),
  ({ slug, ...query }) =>
    pages.page(query, ({ where, ...clause }) => select(and(...buildFilters(tenant, { slug }), where), clause)),
);

export async function fromID(id: string) {
  const [row] = await select(eq(tenant.id, id), { orderBy: [], limit: 1 });
  if (!row) throw createNotFoundError("studio", id);
  return row;
}

/** Sets a studio's weight in the fair share. Runs as the operator role. */
export const setWeight = (tenantId: string, weight: number) =>
  Database.tx(async (tx) => {
    const [before] = await tx
      .select({ weight: share.weight })
      .from(share)
      .where(eq(share.tenantId, tenantId))
      .for("no key update");
    if (!before) throw createNotFoundError("studio", tenantId);
    await tx.update(share).set({ weight }).where(eq(share.tenantId, tenantId));
    await Audit.record(tx, {
      action: "tenant.weight",
      subject: { type: "tenant", id: tenantId },
      before,
      after: { weight },
    });
  });
