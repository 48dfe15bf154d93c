import { eq } from "drizzle-orm";
import * as z from "zod";
import * as Audit from "../../platform/audit/index.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createRead } from "../../platform/database/statement.ts";
import { share } from "../../schema/dispatch.sql.ts";
import { createNotFoundError, VisibleError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import * as Outbox from "../../platform/outbox/index.ts";
import { isTimeZone } from "../../platform/billing-month.ts";
import { createQuota } from "../quota/create.ts";
import { tenant, tier } from "../../schema/tenant.sql.ts";

/** The tenant of the actor. */
export async function getCurrent(): Promise<Tenant> {
  const id = Context.getTenantId();
  const row = await readTenant({ id });
  if (!row) throw createNotFoundError("studio", id);
  return { ...row, createdAt: new Date(row.createdAt) };
}

type Tenant = typeof tenant.$inferSelect;

/** Written by hand because every client starts with it. */
const readTenant = createRead<Omit<Tenant, "createdAt"> & { createdAt: string }>(`
  select id, slug, name, time_zone as "timeZone", raw_graphs as "rawGraphs", tier, created_at as "createdAt"
  from tenant where id = :id`);

const timeZone = z.string().max(64).refine(isTimeZone, "an IANA time zone such as Europe/Berlin");
export const Settings = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  timeZone: timeZone.optional(),
  rawGraphs: z.boolean().optional(),
});

export const Tier = z.enum(tier.enumValues);

export const Draft = z.strictObject({
  slug: z.string().regex(/^[a-z][a-z0-9-]{1,30}[a-z0-9]$/, "3 to 32 of a-z, 0-9 and -, a letter first"),
  name: z.string().trim().min(1).max(200),
  timeZone: timeZone.default("UTC"),
  rawGraphs: z.boolean().default(false),
});

/** Creates the tenant of the acting system actor. */
export const create = fn(Draft, (draft) =>
  Database.tx(async (tx) => {
    const id = Context.getTenantId();
    const [made] = await tx
      .insert(tenant)
      .values({ id, ...draft })
      .onConflictDoNothing({ target: tenant.slug })
      .returning();
    if (!made)
      throw new VisibleError("already_exists", `The slug ${draft.slug} is already taken. Choose another slug.`);
    await tx.insert(share).values({ tenantId: id });
    await createQuota(tx, "tenant", id);
    await Outbox.enqueueEffect(tx, { to: "plan" });
    await Audit.record(tx, { action: "tenant.create", subject: { type: "tenant", id }, after: draft });
    return made;
  }),
);

/** Changes name, time zone, whether raw graphs may run and, for the operator, the usage plan. */
export const update = fn(Settings.extend({ tier: Tier.optional() }), (settings) =>
  Database.tx(async (tx) => {
    const id = Context.getTenantId();
    const [before] = await tx.select().from(tenant).where(eq(tenant.id, id)).for("no key update");
    if (!before) throw createNotFoundError("studio", id);
    const change = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
    if (Object.keys(change).length === 0) return before;
    const [after] = await tx.update(tenant).set(change).where(eq(tenant.id, id)).returning();
    if (settings.tier !== undefined) await Outbox.enqueueEffect(tx, { to: "plan" });
    await Audit.record(tx, {
      action: "tenant.update",
      subject: { type: "tenant", id },
      before: pick(before, change),
      after: change,
    });
    return after ?? before;
  }),
);

const pick = (row: Record<string, unknown>, like: object) =>
  Object.fromEntries(Object.keys(like).map((name) => [name, row[name]]));

/** Id of the tenant with this slug. Runs as the identity role. */
export const findId = (slug: string) =>
  Database.tx(async (tx) => {
    const [found] = await tx.select({ id: tenant.id }).from(tenant).where(eq(tenant.slug, slug));
    return found?.id;
  });
