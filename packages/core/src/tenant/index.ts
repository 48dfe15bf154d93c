import { eq } from "drizzle-orm";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { notFound } from "../error.ts";
import { tenant } from "./tenant.sql.ts";

/** The actor's own tenant. */
export const current = () =>
  Database.tx(async (tx) => {
    const [found] = await tx.select().from(tenant).where(eq(tenant.id, Context.tenantId()));
    if (!found) throw notFound("studio", Context.tenantId());
    return found;
  });

/** Makes a tenant with the id of the acting system actor, or renames it. */
export const ensure = (draft: { slug: string; name: string }) =>
  Database.tx(async (tx) => {
    const id = Context.tenantId();
    await tx
      .insert(tenant)
      .values({ id, ...draft })
      .onConflictDoUpdate({ target: tenant.id, set: { name: draft.name } });
    return id;
  });

/** Id of the tenant with this slug; runs as the identity role. */
export const idOf = (slug: string) =>
  Database.tx(async (tx) => {
    const [found] = await tx.select({ id: tenant.id }).from(tenant).where(eq(tenant.slug, slug));
    return found?.id;
  });
