import { and, eq, gt, lt, sql, type SQL } from "drizzle-orm";
import * as z from "zod";
import { queryInteger } from "../../platform/query.ts";
import * as Access from "../../platform/access/index.ts";
import * as Context from "../../platform/context.ts";
import { matchText } from "../../platform/database/holds.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import { queryFrame } from "../../platform/frame.ts";
import * as Id from "../../platform/id.ts";
import { buildFilters, createPaging } from "../../platform/page.ts";
import { addPlaceCodes } from "../../studio/show/place.ts";
import { asset } from "../../schema/asset.sql.ts";
import type { MediaFacts } from "../../schema/media-facts.ts";
import { getCredentialedType } from "./credential-place.ts";
import { buildCredentialedName } from "./credentialed-key.ts";

export { create } from "./create.ts";
export { storeCredentialed, readForCredentials, type Credentialed } from "./credential.ts";
export { getCredentialPlace, getCredentialedType } from "./credential-place.ts";
export { buildCredentialedName, buildCredentialedPrefix } from "./credentialed-key.ts";

const columns = {
  id: asset.id,
  shotId: asset.shotId,
  jobId: asset.jobId,
  memberId: asset.memberId,
  name: asset.name,
  version: asset.version,
  batchId: asset.batchId,
  frame: asset.frame,
  reusedAssetId: asset.reusedAssetId,
  nodeId: asset.nodeId,
  position: asset.position,
  execution: asset.execution,
  filename: asset.filename,
  key: asset.key,
  sha256: asset.sha256,
  blake3: asset.blake3,
  bytes: asset.bytes,
  contentType: asset.contentType,
  width: asset.width,
  height: asset.height,
  durationMs: asset.durationMs,
  frames: asset.frames,
  facts: asset.facts,
  thumbnailKey: asset.thumbnailKey,
  placeholder: asset.placeholder,
  credentialedKey: asset.credentialedKey,
  credentialedSha256: asset.credentialedSha256,
  credentialedBytes: asset.credentialedBytes,
  createdAt: asset.createdAt,
};

const filterVisible = () => Access.filterReachable("asset.read", { memberId: asset.memberId, showId: asset.showId });

const select = (tx: Database.Tx) => tx.select(columns).from(asset);

export const fromID = fn(z.string().max(64), (id) =>
  Database.tx(async (tx) => {
    const [found] = await addPlaceCodes(await select(tx).where(and(eq(asset.id, id), filterVisible())));
    if (!found) throw createNotFoundError("asset", id);
    return found;
  }),
);

const pages = createPaging(
  "assets",
  { by: asset.id, field: "id" },
  { created: { by: asset.id, field: "id" }, filename: { by: asset.filename, field: "filename" } },
  "-created",
);

/** Assets that the actor may see, newest first by default. */
export const list = fn(
  z.strictObject({
    ...pages.query.shape,
    jobId: Id.createSchema("job").optional(),
    batchId: Id.createSchema("batch").optional(),
    /** Results of this frame. */
    frame: queryFrame.optional(),
    showId: Id.createSchema("show").optional(),
    shotId: Id.createSchema("shot").optional(),
    memberId: Id.createSchema("member").optional(),
    name: z.string().max(64).optional(),
    version: queryInteger(1, 999_999_999).optional(),
    /** Words that must all occur in the file name or the settings. */
    q: z.string().trim().min(1).max(200).optional(),
    modelId: Id.createSchema("model").optional(),
    createdAfter: z.iso.datetime({ offset: true }).optional(),
    createdBefore: z.iso.datetime({ offset: true }).optional(),
  }),
  ({ sort, cursor, limit, q, modelId, createdAfter, createdBefore, ...fields }) =>
    Database.tx(async (tx) => {
      const { items, next } = await pages.page({ sort, cursor, limit }, ({ where, orderBy, limit: count }) =>
        select(tx)
          .where(
            and(
              filterVisible(),
              ...buildFilters(asset, fields),
              ...filterByText(q),
              modelId === undefined ? undefined : filterByModel(modelId),
              createdAfter === undefined ? undefined : gt(asset.createdAt, new Date(createdAfter)),
              createdBefore === undefined ? undefined : lt(asset.createdAt, new Date(createdBefore)),
              where,
            ),
          )
          .orderBy(...orderBy)
          .limit(count),
      );
      return { items: await addPlaceCodes(items), next };
    }),
);

/** One condition per word, case-insensitive. */
const filterByText = (q = ""): SQL[] =>
  q
    .split(/\s+/)
    .filter((word) => word !== "")
    .map(
      (word) => sql`(${matchText(asset.filename, word)} or exists (
        select from job where job.id = asset.job_id and ${matchText(sql`job.parameters::text`, word)}))`,
    );

const filterByModel = (modelId: string): SQL =>
  sql`exists (select from job_model where job_model.job_id = asset.job_id and job_model.model_id = ${modelId})`;

/** All outputs of a job that the actor may see, in the order of the graph's result. */
export const listByJob = fn(z.string().max(64), (jobId) =>
  Database.tx((tx) =>
    select(tx)
      .where(and(eq(asset.jobId, jobId), filterVisible()))
      .orderBy(asset.nodeId, asset.position, asset.id),
  ),
);

/** An asset with these bytes that the actor may see. */
export const findByBlake3 = fn(z.string().max(64), (blake3) =>
  Database.tx(async (tx) => {
    const [found] = await select(tx)
      .where(and(eq(asset.blake3, blake3), filterVisible()))
      .orderBy(asset.id)
      .limit(1);
    return found;
  }),
);

/** All versions of an asset in its shot, newest first by default. A version can have several files. */
export const listVersions = fn(
  z.object({ id: z.string().max(64), query: z.strictObject(pages.query.shape) }),
  async ({ id, query }) => {
    const { shotId, name } = await fromID(id);
    return list({ ...query, shotId, name });
  },
);

/**
 * URL to download the file for some minutes: the original file, or the one with content credentials, under its name.
 */
export async function download(id: string, credentialed: boolean) {
  const { key, credentialedKey, filename, contentType } = await fromID(id);
  const { storage } = Context.getPorts();
  if (!credentialed) return storage.signGet(key, { filename, contentType });
  if (credentialedKey === null) throw createNotFoundError("file with content credentials of the asset", id);
  const named = { filename, contentType };
  return storage.signGet(credentialedKey, {
    filename: buildCredentialedName(named),
    contentType: getCredentialedType(named),
  });
}

/** What is known about a file without knowing how it was made. */
export interface Facts {
  width?: number;
  height?: number;
  durationMs?: number;
  frames?: number;
  facts?: MediaFacts;
  blake3?: string;
  thumbnailKey?: string;
  placeholder?: string;
}

/** Stores what the media function found in a file. */
export const annotate = (id: string, facts: Facts) =>
  Database.tx((tx) => tx.update(asset).set(facts).where(eq(asset.id, id)));
