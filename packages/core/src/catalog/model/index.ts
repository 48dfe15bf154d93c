import { and, eq, sql } from "drizzle-orm";
import * as z from "zod";
import { listFileNames, mapTexts, renameTextModels, type Graph } from "@pegbar/comfyui";
import * as Database from "../../platform/database/index.ts";
import { createStatement } from "../../platform/database/statement.ts";
import { createNotFoundError, type ProblemDetail } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import * as Id from "../../platform/id.ts";
import { buildFilters, createPaging } from "../../platform/page.ts";
import { model, modelClearance } from "../../schema/model.sql.ts";

export {
  announce,
  Announcement,
  complete,
  getOwn,
  registerShared,
  revoke,
  setSharedStatus,
  settle,
  share,
  Shared,
} from "./own.ts";
export { clear, setClearances } from "./clearance.ts";
export { listUsedModels, listUsers } from "./trace.ts";

const select = (tx: Database.Tx) =>
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
      bytes: model.bytes,
      shared: sql<boolean>`${model.tenantId} is null`,
      clearedShowIds: sql<
        string[]
      >`coalesce(array_agg(${modelClearance.showId} order by ${modelClearance.showId}) filter (where ${modelClearance.showId} is not null), '{}')`,
    })
    .from(model)
    .leftJoin(modelClearance, eq(modelClearance.modelId, model.id))
    .groupBy(model.id)
    .$dynamic();

const pages = createPaging(
  "models",
  { by: model.id, field: "id" },
  {
    name: { by: model.name, field: "name" },
    fileName: { by: model.fileName, field: "fileName" },
    created: { by: model.id, field: "id" },
  },
  "name",
);

/** The models that the tenant can see: shared ones and its own. */
export const list = fn(
  z.strictObject({
    ...pages.query.shape,
    kind: z.string().max(64).optional(),
    family: z.string().max(64).optional(),
    status: z.string().max(64).optional(),
    fileName: z.string().max(400).optional(),
    /** Only models that are cleared for this show. */
    showId: Id.createSchema("show").optional(),
  }),
  ({ sort, cursor, limit, showId, status, ...fields }) =>
    Database.tx((tx) =>
      pages.page({ sort, cursor, limit }, ({ where, orderBy, limit: count }) =>
        select(tx)
          .where(
            and(
              ...buildFilters(model, fields),
              status === undefined ? undefined : sql`${model.status}::text = ${status}`,
              showId === undefined
                ? undefined
                : sql`${model.id} in (select model_id from model_clearance where show_id = ${showId})`,
              where,
            ),
          )
          .orderBy(...orderBy)
          .limit(count),
      ),
    ),
);

export const fromID = fn(z.string().max(64), (id) =>
  Database.tx(async (tx) => {
    const [found] = await select(tx).where(eq(model.id, id));
    if (!found) throw createNotFoundError("model", id);
    return found;
  }),
);

/** One place in a graph that names a model file. */
export interface Mention {
  nodeId: string;
  input: string;
  name: string;
  kind: string;
}

export interface Resolved {
  id: string;
  fileName: string;
  kind: string;
  /**
   * Path below the folder of its kind. A studio's own files are in a folder named after its id, which no other studio's
   * graph can refer to.
   */
  path: string;
}

/**
 * Finds the registered models that a graph names, and the reasons why a show cannot use them: not registered for this
 * tenant, not ready, revoked, or not cleared for the show.
 */
export async function resolve(mentions: readonly Mention[], showId: string) {
  if (mentions.length === 0) return { models: [] as Resolved[], problems: [] as ProblemDetail[] };
  const names = [...new Set(mentions.flatMap(({ name, kind }) => listFileNames(name, kind)))];
  const rows = await Database.tx((tx) => findModelsByName(tx, { names, showId }));
  const problems: ProblemDetail[] = [];
  const models = new Map<string, Resolved>();
  for (const mention of mentions) {
    const found = findRegistered(rows, mention).toSorted((a, b) => rank(a) - rank(b))[0];
    const problem = findObjection(mention.name, found);
    if (problem) problems.push({ ...problem, node: mention.nodeId, input: mention.input });
    else if (found)
      models.set(found.id, { id: found.id, fileName: found.fileName, kind: found.kind, path: getPath(found) });
  }
  return { models: [...models.values()], problems };
}

const findModelsByName = createStatement<{
  id: string;
  tenantId: string | null;
  fileName: string;
  kind: string;
  status: string;
  cleared: string | null;
}>(`
  select m.id, m.tenant_id as "tenantId", m.file_name as "fileName", m.kind, m.status, c.show_id as cleared
  from model m left join model_clearance c on c.model_id = m.id and c.show_id = :showId
  where m.file_name = any(:names::text[])`);

/**
 * Orders models of the same name: usable ones before unusable ones (announced, refused, revoked), then the studio's own
 * before the shared one. A studio can own a model with the name of a shared one only if the shared one was registered
 * later.
 */
const rank = ({ status, tenantId }: { status: string; tenantId: string | null }): number =>
  (status === "active" ? 0 : 2) + (tenantId === null ? 1 : 0);

/** Models with the best of the file names that a mention may stand for. */
function findRegistered<T extends { fileName: string; kind: string }>(
  models: readonly T[],
  { name, kind }: Mention,
): T[] {
  for (const fileName of listFileNames(name, kind)) {
    const found = models.filter((one) => one.fileName === fileName && isSameKind(one.kind, kind));
    if (found.length > 0) return found;
  }
  return [];
}

/** An input of unknown kind may name a model of any kind. */
const isSameKind = (registered: string, mentioned: string): boolean =>
  mentioned === "other" || registered === mentioned;

function findObjection(
  name: string,
  found: { status: string; cleared: string | null } | undefined,
): ProblemDetail | undefined {
  if (!found)
    return {
      code: "model_not_registered",
      message: `${name} is not a registered model`,
      remedy: "Ask an admin to register it, or choose another model (GET /v1/models).",
    };
  if (found.status === "revoked")
    return {
      code: "model_revoked",
      message: `${name} has been revoked`,
      remedy: "Choose another model (GET /v1/models).",
    };
  if (found.status !== "active")
    return {
      code: "model_not_ready",
      message: `${name} has been announced, but its file has not been verified`,
      remedy: "Ask the admin to finish its upload, or choose another model (GET /v1/models).",
    };
  if (found.cleared === null)
    return {
      code: "model_not_cleared",
      message: `${name} is not cleared for this show`,
      remedy: "Ask an admin to clear it for the show, or choose another model.",
    };
  return undefined;
}

/** Path of a model below the folder of its kind in ComfyUI. */
export const getPath = ({ tenantId, fileName }: { tenantId: string | null; fileName: string }): string =>
  tenantId === null ? fileName : `${tenantId}/${fileName}`;

/** The main model of a graph: its diffusion model or checkpoint. */
export const findMainModel = (models: readonly Resolved[]): Resolved | undefined =>
  models.find(({ kind }) => kind === "diffusion_model") ?? models.find(({ kind }) => kind === "checkpoint");

/**
 * Returns a copy of the graph in which each model has the path that ComfyUI finds it under: the folder of the studio,
 * and slashes where an export has the backslashes of Windows. Does not change the given graph.
 */
export function rename(graph: Graph, mentions: readonly Mention[], models: readonly Resolved[]): Graph {
  const renamed = { ...graph };
  for (const mention of mentions) {
    const { nodeId, input, name } = mention;
    const [found] = findRegistered(models, mention);
    const node = renamed[nodeId];
    if (!found || !node || isFoundAs(mention, found)) continue;
    const change = (text: string) =>
      text === name
        ? found.path
        : renameTextModels(text, (model) =>
            model.name === name && model.kind === mention.kind ? writeLike(name, found) : undefined,
          );
    renamed[nodeId] = { ...node, inputs: { ...node.inputs, [input]: mapTexts(node.inputs[input], change) } };
  }
  return renamed;
}

/** A model's path in a text: without its ending if the text has none. */
const writeLike = (name: string, { path, fileName }: Resolved): string =>
  name.toLowerCase().endsWith(fileName.slice(fileName.lastIndexOf(".")).toLowerCase())
    ? path
    : path.slice(0, path.lastIndexOf("."));

/** Whether ComfyUI finds a shared model under the written name, which may lack the ending inside of a text. */
const isFoundAs = ({ name, kind }: Mention, { path }: Resolved): boolean =>
  name === path || (kind === "embedding" && path.startsWith(`${name}.`));
