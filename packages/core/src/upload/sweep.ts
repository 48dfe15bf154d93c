import { and, asc, eq, lt, type SQL } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { countedOn } from "../input/index.ts";
import { input } from "../input/input.sql.ts";
import { model } from "../model/model.sql.ts";
import { discard } from "../quota/storage.ts";
import { tenant } from "../tenant/tenant.sql.ts";
import { remove } from "./parts.ts";

/** Days after which an upload that was announced and not completed is given up. */
export const ABANDONED_DAYS = 7;

/**
 * Gives up uploads that nobody went on with: what had come of them is removed and their storage is free again. Runs as
 * the dispatch role. Returns how many.
 */
export async function sweepAbandoned(): Promise<number> {
  const before = new Date(Context.ports().clock.now().getTime() - ABANDONED_DAYS * 86_400_000);
  const tenants = await Database.tx((tx) => tx.select({ id: tenant.id }).from(tenant).orderBy(asc(tenant.id)));
  let swept = 0;
  for (const { id: tenantId } of tenants)
    swept += await Context.as({ type: "system", tenantId, name: "janitor" }, async () => {
      const old = await Database.tx(async (tx) => ({
        inputs: await tx
          .select()
          .from(input)
          .where(abandoned(input, tenantId, before)),
        models: await tx
          .select()
          .from(model)
          .where(abandoned(model, tenantId, before)),
      }));
      // Objects first: a row that is left can be swept again. No URL to put one is valid any more.
      for (const { key } of [...old.inputs, ...old.models]) if (key !== null) await remove(key);
      for (const row of old.inputs) await giveUpInput(row, before);
      for (const row of old.models) await giveUpModel(row, before);
      return old.inputs.length + old.models.length;
    });
  return swept;
}

type Announced = PgTable & Record<"tenantId" | "status" | "announcedAt", PgColumn>;

const abandoned = (of: Announced, tenantId: string, before: Date): SQL | undefined =>
  and(eq(of.tenantId, tenantId), eq(of.status, "announced"), lt(of.announcedAt, before));

const giveUpInput = (row: typeof input.$inferSelect, before: Date): Promise<void> =>
  Database.tx(async (tx) => {
    const gone = await tx
      .delete(input)
      .where(and(eq(input.id, row.id), abandoned(input, row.tenantId, before)))
      .returning({ id: input.id });
    if (gone.length > 0) await discard(tx, countedOn(row), row.bytes);
  });

const giveUpModel = (row: typeof model.$inferSelect, before: Date): Promise<void> =>
  Database.tx(async (tx) => {
    const tenantId = Context.tenantId();
    const refusal = {
      code: "upload_abandoned",
      message: `Its file had not come ${ABANDONED_DAYS} days after it was announced`,
      remedy: "Announce it again, upload, then complete.",
    };
    const given = await tx
      .update(model)
      .set({ status: "refused", refusal })
      .where(and(eq(model.id, row.id), abandoned(model, tenantId, before)))
      .returning({ id: model.id });
    if (given.length > 0) await discard(tx, [tenantId], row.bytes ?? 0);
  });
