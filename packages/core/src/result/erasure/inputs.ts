import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { asset } from "../../schema/asset.sql.ts";
import { selectDerived } from "../asset/lineage.ts";
import type * as Database from "../../platform/database/index.ts";
import { listQuotaSubjects } from "../../catalog/input/index.ts";
import { imageSequence, imageSequenceFrame } from "../../schema/image-sequence.sql.ts";
import { input } from "../../schema/input.sql.ts";
import * as Quota from "../../studio/quota/storage.ts";
import type { InputRow } from "./survey.ts";

/** Erases everything that describes the inputs. Returns the keys that the janitor must delete. */
export async function eraseInputs(tx: Database.Tx, rows: readonly InputRow[]): Promise<string[]> {
  const carried = await findCarriedOn(
    tx,
    rows.filter(({ credentials }) => credentials !== null).map(({ id }) => id),
  );
  for (const row of rows) {
    await tx
      .update(input)
      .set({
        sha256: `erased:${row.id}`,
        blake3: null,
        filename: "erased",
        key: "",
        status: "erased",
        refusal: null,
        partSha256s: null,
        facts: null,
        thumbnailKey: null,
        placeholder: null,
        credentials: null,
      })
      .where(eq(input.id, row.id));
    if (row.status !== "refused" && row.assetId === null)
      await Quota.removeStorage(tx, listQuotaSubjects(row), row.bytes);
  }
  await leaveSequences(
    tx,
    rows.map(({ id }) => id),
  );
  return [
    ...carried,
    // The file of a result stays with the result.
    ...rows
      .filter(({ assetId }) => assetId === null)
      .flatMap(({ key, thumbnailKey }) => (thumbnailKey === null ? [key] : [key, thumbnailKey])),
  ];
}

/** Removes erased files from their image sequences, whose names and hashes describe them. The other files stay. */
async function leaveSequences(tx: Database.Tx, inputIds: readonly string[]): Promise<void> {
  if (inputIds.length === 0) return;
  const left = await tx
    .delete(imageSequenceFrame)
    .where(inArray(imageSequenceFrame.inputId, [...inputIds]))
    .returning({ id: imageSequenceFrame.imageSequenceId });
  for (const id of new Set(left.map((row) => row.id)))
    await tx
      .update(imageSequence)
      .set({ pattern: "erased", manifestSha256: `erased:${id}` })
      .where(eq(imageSequence.id, id));
}

/**
 * Removes the signed files of results that were made from these inputs, because they contain the inputs' credentials
 * and thumbnails. The results themselves stay.
 */
async function findCarriedOn(tx: Database.Tx, inputIds: readonly string[]): Promise<string[]> {
  if (inputIds.length === 0) return [];
  const from = sql`exists (select from job_input where job_input.job_id = asset.job_id
    and job_input.input_id = any(${sql.param(inputIds)}::text[]))`;
  const signed = await tx
    .select({ id: asset.id, key: asset.credentialedKey })
    .from(asset)
    .where(
      and(
        isNotNull(asset.credentialedKey),
        sql`${asset.id} in (select id from (${selectDerived(from, sql`all`)}) as m)`,
      ),
    );
  await tx
    .update(asset)
    .set({ credentialedKey: null, credentialedSha256: null, credentialedBytes: null })
    .where(
      inArray(
        asset.id,
        signed.map(({ id }) => id),
      ),
    );
  return signed.flatMap(({ key }) => key ?? []);
}
