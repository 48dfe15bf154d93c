import { and, eq } from "drizzle-orm";
import * as z from "zod";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import { addPlaceCodes } from "../../studio/show/place.ts";
import { asset } from "../../schema/asset.sql.ts";
import type { MediaFacts } from "../../schema/media-facts.ts";
import { getCredentialedType } from "./credential-place.ts";
import { buildCredentialedName } from "./credentialed-key.ts";
import { assetFilters, filterAssets, filterVisible, pages } from "./filter.ts";

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

const select = (tx: Database.Tx) => tx.select(columns).from(asset);

export const fromID = fn(z.string().max(64), (id) =>
  Database.tx(async (tx) => {
    const [found] = await addPlaceCodes(await select(tx).where(and(eq(asset.id, id), filterVisible())));
    if (!found) throw createNotFoundError("asset", id);
    return found;
  }),
);

/** Assets that the actor may see, newest first by default. */
export const list = fn(
  z.strictObject({ ...pages.query.shape, ...assetFilters }),
  ({ sort, cursor, limit, ...wanted }) =>
    Database.tx(async (tx) => {
      const { items, next } = await pages.page({ sort, cursor, limit }, ({ where, orderBy, limit: count }) =>
        select(tx)
          .where(and(filterAssets(wanted), where))
          .orderBy(...orderBy)
          .limit(count),
      );
      return { items: await addPlaceCodes(items), next };
    }),
);

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

/** Query of the versions of an asset. */
export const versionQuery = z.strictObject(pages.query.shape);

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
