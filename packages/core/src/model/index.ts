import { and, asc, eq, isNull, sql } from "drizzle-orm";
import * as z from "zod";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import type { ProblemDetail } from "../error.ts";
import { fn } from "../fn.ts";
import * as Id from "../id.ts";
import { model, modelClearance } from "./model.sql.ts";

export const Draft = z.object({
  fileName: z.string().min(1).max(512),
  kind: z.string().min(1).max(64),
  name: z.string().min(1).max(200),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  family: z.string().min(1).max(100),
  licence: z.string().min(1).max(200),
  vramMib: z.int().nonnegative().default(0),
});

/** The models that the tenant can see: shared ones and its own. */
export const list = fn(z.object({}), () =>
  Database.tx((tx) =>
    tx
      .select({
        id: model.id,
        fileName: model.fileName,
        kind: model.kind,
        name: model.name,
        sha256: model.sha256,
        family: model.family,
        licence: model.licence,
        vramMib: model.vramMib,
        status: model.status,
        shared: sql<boolean>`${model.tenantId} is null`,
        clearedShowIds: sql<
          string[]
        >`coalesce(array_agg(${modelClearance.showId} order by ${modelClearance.showId}) filter (where ${modelClearance.showId} is not null), '{}')`,
      })
      .from(model)
      .leftJoin(modelClearance, eq(modelClearance.modelId, model.id))
      .groupBy(model.id)
      .orderBy(asc(model.name)),
  ),
);

/** Registers a model file of the tenant's own. */
export const register = fn(Draft, (draft) =>
  Database.tx(async (tx) => {
    const id = Id.create("model");
    await tx.insert(model).values({ id, tenantId: Context.tenantId(), ...draft });
    return id;
  }),
);

/** Registers a model file that every tenant may see; runs as the dispatch role. Known ones keep their id. */
export const registerShared = fn(Draft, (draft) =>
  Database.tx(async (tx) => {
    const known = and(isNull(model.tenantId), eq(model.kind, draft.kind), eq(model.fileName, draft.fileName));
    const [updated] = await tx.update(model).set(draft).where(known).returning({ id: model.id });
    if (updated) return updated.id;
    const id = Id.create("model");
    await tx.insert(model).values({ id, tenantId: null, ...draft });
    return id;
  }),
);

/** Lets a show use a model. */
export const clear = (modelId: string, showId: string) =>
  Database.tx((tx) =>
    tx.insert(modelClearance).values({ tenantId: Context.tenantId(), modelId, showId }).onConflictDoNothing(),
  );

/** One place in a graph that names a model file. */
export interface Mention {
  nodeId: string;
  input: string;
  name: string;
}

/**
 * Which registered models a graph's mentions mean, and what speaks against using them in a show. A model that is not
 * registered for this tenant, is revoked, or is not cleared for the show may not be used.
 */
export async function resolve(mentions: readonly Mention[], showId: string) {
  if (mentions.length === 0) return { models: [], problems: [] };
  const rows = await Database.tx((tx) =>
    tx
      .select({
        id: model.id,
        fileName: model.fileName,
        status: model.status,
        sha256: model.sha256,
        cleared: modelClearance.showId,
      })
      .from(model)
      .leftJoin(modelClearance, and(eq(modelClearance.modelId, model.id), eq(modelClearance.showId, showId)))
      .where(sql`${model.fileName} = any(${sql.param([...new Set(mentions.map(({ name }) => name))])})`),
  );
  const problems: ProblemDetail[] = [];
  const models = new Map<string, (typeof rows)[number]>();
  for (const mention of mentions) {
    const found = rows.find((row) => row.fileName === mention.name);
    const refuse = (code: string, message: string, remedy: string) =>
      problems.push({ code, message, remedy, node: mention.nodeId, input: mention.input });
    if (!found) {
      refuse(
        "model_not_registered",
        `${mention.name} is not a registered model`,
        "Ask an admin to register it, or choose another model (GET /v1/models).",
      );
      continue;
    }
    if (found.status === "revoked") {
      refuse("model_revoked", `${mention.name} has been revoked`, "Choose another model (GET /v1/models).");
      continue;
    }
    if (found.cleared === null) {
      refuse(
        "model_not_cleared",
        `${mention.name} is not cleared for this show`,
        "Ask an admin to clear it for the show, or choose another model.",
      );
      continue;
    }
    models.set(found.id, found);
  }
  return { models: [...models.values()], problems };
}
