import { and, asc, eq, isNull, ne, sql } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { input } from "../../schema/input.sql.ts";
import { jobInput } from "../../schema/job.sql.ts";
import * as Ledger from "../ledger/index.ts";
import * as Record from "../../platform/record/index.ts";
import { selectPlace } from "../../studio/show/place.ts";
import { asset } from "../../schema/asset.sql.ts";

/** Kinds of files that content credentials are put into. */
const CAN_CARRY: readonly string[] = ["image/png", "image/jpeg", "image/webp", "video/mp4"];
export const canCarryCredentials = ({ contentType }: { contentType: string }): boolean =>
  CAN_CARRY.includes(contentType);

/** An asset, the file with content credentials that it may have already, and the inputs that it was made from. */
export const readForCredentials = (id: string) =>
  Database.tx(async (tx) => {
    const [found] = await tx
      .select({
        id: asset.id,
        jobId: asset.jobId,
        key: asset.key,
        sha256: asset.sha256,
        filename: asset.filename,
        contentType: asset.contentType,
        credentialedKey: asset.credentialedKey,
      })
      .from(asset)
      .where(eq(asset.id, id));
    if (!found) throw createNotFoundError("asset", id);
    const inputs = await tx
      .select({
        key: input.key,
        contentType: input.contentType,
        credentials: input.credentials,
        /** Of the same picture with credentials, where the input is a result of the studio's. */
        credentialedKey: sql<string | null>`(
          select max(made.credentialed_key) from asset as made
          where made.tenant_id = ${input.tenantId} and made.sha256 = ${input.sha256})`,
      })
      .from(jobInput)
      .innerJoin(input, eq(input.id, jobInput.inputId))
      // One that was erased meanwhile is named by nobody any more.
      .where(and(eq(jobInput.jobId, found.jobId), ne(input.status, "erased")))
      .orderBy(asc(input.id));
    return { ...found, inputs };
  });

type Manifest = Extract<Record.Event, { type: "asset.credentialed" }>["manifest"];

/** A file with content credentials that lies in the store. */
export interface Credentialed {
  key: string;
  sha256: string;
  bytes: number;
  manifest: Manifest;
  /** Leaf hash of the generation that its manifest names. */
  generatedLeaf: string;
}

/**
 * Makes a signed file the asset's, and leaves that to the log: the first one stands, since no two signatures are the same.
 * Returns the key of the one that stands.
 */
export const storeCredentialed = (id: string, { key, sha256, bytes, manifest, generatedLeaf }: Credentialed) =>
  Database.tx(async (tx) => {
    const won = await tx
      .update(asset)
      .set({ credentialedKey: key, credentialedSha256: sha256, credentialedBytes: bytes })
      .where(and(eq(asset.id, id), isNull(asset.credentialedKey)))
      .returning({ id: asset.id });
    const [row] = await tx
      .select({
        credentialedKey: asset.credentialedKey,
        shotId: asset.shotId,
        contentType: asset.contentType,
        ...selectPlace(asset),
      })
      .from(asset)
      .where(eq(asset.id, id));
    if (!row?.credentialedKey) throw createNotFoundError("asset", id);
    const { credentialedKey, contentType, ...place } = row;
    if (won.length > 0)
      await Record.enqueueRecords(tx, [
        {
          type: "asset.credentialed",
          schema: 1,
          eventId: Ledger.buildCredentialedId(id),
          assertedAt: Context.ports().clock.now().toISOString(),
          assetId: id,
          ...place,
          generatedLeaf,
          manifest,
          output: { sha256, bytes, contentType },
        },
      ]);
    return credentialedKey;
  });
