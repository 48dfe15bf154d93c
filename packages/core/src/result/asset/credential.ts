import { and, asc, eq, isNull, ne, sql } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { input } from "../../schema/input.sql.ts";
import { jobInput } from "../../schema/job.sql.ts";
import * as Ledger from "../ledger/index.ts";
import * as Record from "../../platform/record/index.ts";
import { addPlaceCodes } from "../../studio/show/place.ts";
import { asset } from "../../schema/asset.sql.ts";
import { getCredentialedType } from "./credential-place.ts";

/** An asset, its file with content credentials if there is one, and the inputs that it was made from. */
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
        /** File with content credentials of the same image, if the input is a result of the studio. */
        credentialedKey: sql<string | null>`(
          select max(made.credentialed_key) from asset as made
          where made.tenant_id = ${input.tenantId} and made.sha256 = ${input.sha256})`,
      })
      .from(jobInput)
      .innerJoin(input, eq(input.id, jobInput.inputId))
      // Manifests do not name erased inputs.
      .where(and(eq(jobInput.jobId, found.jobId), ne(input.status, "erased")))
      .orderBy(asc(input.id));
    return { ...found, inputs };
  });

type Manifest = Extract<Record.Event, { type: "asset.credentialed" }>["manifest"];

/** A stored file with content credentials. */
export interface Credentialed {
  key: string;
  sha256: string;
  bytes: number;
  manifest: Manifest;
  /** Leaf hash of the generation that the manifest names. */
  generatedLeaf: string;
}

/**
 * Sets the signed file of an asset and enqueues its record. The first signed file stays, since no two signatures are
 * equal. Returns the key of the asset's signed file.
 */
export const storeCredentialed = (id: string, { key, sha256, bytes, manifest, generatedLeaf }: Credentialed) =>
  Database.tx(async (tx) => {
    const won = await tx
      .update(asset)
      .set({ credentialedKey: key, credentialedSha256: sha256, credentialedBytes: bytes })
      .where(and(eq(asset.id, id), isNull(asset.credentialedKey)))
      .returning({ id: asset.id });
    const [row] = await addPlaceCodes(
      await tx
        .select({ credentialedKey: asset.credentialedKey, shotId: asset.shotId, contentType: asset.contentType })
        .from(asset)
        .where(eq(asset.id, id)),
    );
    if (!row?.credentialedKey) throw createNotFoundError("asset", id);
    const { credentialedKey, contentType, ...place } = row;
    if (won.length > 0)
      await Record.enqueueRecords(tx, [
        {
          type: "asset.credentialed",
          schema: 1,
          eventId: Ledger.buildCredentialedId(id),
          assertedAt: Context.getPorts().clock.now().toISOString(),
          assetId: id,
          ...place,
          generatedLeaf,
          manifest,
          output: { sha256, bytes, contentType: getCredentialedType({ contentType }) },
        },
      ]);
    return credentialedKey;
  });
