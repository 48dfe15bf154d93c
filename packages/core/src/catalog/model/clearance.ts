import { and, eq, inArray, sql } from "drizzle-orm";
import * as z from "zod";
import * as Audit from "../../platform/audit/index.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import { show } from "../../schema/show.sql.ts";
import { model, modelClearance } from "../../schema/model.sql.ts";

/** Clears a model for a show. */
export const clear = (modelId: string, showId: string) =>
  Database.tx((tx) =>
    tx.insert(modelClearance).values({ tenantId: Context.getTenantId(), modelId, showId }).onConflictDoNothing(),
  );

/** Replaces the shows that a model is cleared for. */
export const setClearances = fn(
  z.object({ modelId: z.string().max(64), showIds: z.array(z.string().max(64)).max(1000) }),
  ({ modelId, showIds }) =>
    Database.tx(async (tx) => {
      const wanted = [...new Set(showIds)];
      // Concurrent calls run one after the other, so that the result is the list of one of them.
      await tx.execute(sql`select pg_advisory_xact_lock(hashtext('pegbar clearance'), hashtext(${modelId}))`);
      const [there] = await tx.select({ id: model.id }).from(model).where(eq(model.id, modelId));
      if (!there) throw createNotFoundError("model", modelId);
      const shows = await tx.select({ id: show.id }).from(show).where(inArray(show.id, wanted));
      const missing = wanted.find((id) => !shows.some((row) => row.id === id));
      if (missing !== undefined) throw createNotFoundError("show", missing);
      const before = await tx
        .select({ showId: modelClearance.showId })
        .from(modelClearance)
        .where(eq(modelClearance.modelId, modelId));
      const gone = before.map(({ showId }) => showId).filter((id) => !wanted.includes(id));
      if (gone.length > 0)
        await tx
          .delete(modelClearance)
          .where(and(eq(modelClearance.modelId, modelId), inArray(modelClearance.showId, gone)));
      if (wanted.length > 0)
        await tx
          .insert(modelClearance)
          .values(wanted.map((showId) => ({ tenantId: Context.getTenantId(), modelId, showId })))
          .onConflictDoNothing();
      await Audit.record(tx, {
        action: "model.clear",
        subject: { type: "model", id: modelId },
        before: { showIds: before.map(({ showId }) => showId) },
        after: { showIds: wanted },
      });
    }),
);
