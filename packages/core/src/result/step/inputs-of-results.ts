import { inArray, sql } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import type * as Database from "../../platform/database/index.ts";
import * as Id from "../../platform/id.ts";
import { asset } from "../../schema/asset.sql.ts";
import { input } from "../../schema/input.sql.ts";

/** An asset by the job, the name of its output, and its frame. */
export interface ResultInput {
  jobId: string;
  name: string;
  frame: number | null;
  inputId: string;
}

/**
 * Makes results inputs of other jobs. The input is that of the studio with the same bytes, or a new one whose file belongs to
 * the result. It counts on no quota.
 * @returns the input of each first file of these jobs' outputs and frames
 */
export async function createInputsOfResults(tx: Database.Tx, jobIds: readonly string[]): Promise<ResultInput[]> {
  if (jobIds.length === 0) return [];
  const results = await tx
    .select()
    .from(asset)
    .where(inArray(asset.jobId, [...new Set(jobIds)]))
    .orderBy(asset.position, asset.id);
  const first = [
    ...new Map(results.toReversed().map((row) => [`${row.jobId} ${row.frame} ${row.name}`, row])).values(),
  ];
  const tenantId = Context.getTenantId();
  const now = Context.getPorts().clock.now();
  const files = [...new Map(first.map((row) => [row.sha256, row])).values()];
  if (files.length === 0) return [];
  await tx
    .insert(input)
    .values(
      files.map((row) => ({
        id: Id.create("input"),
        tenantId,
        sha256: row.sha256,
        blake3: row.blake3,
        bytes: row.bytes,
        contentType: row.contentType,
        filename: row.filename,
        key: row.key,
        assetId: row.reusedAssetId ?? row.id,
        status: "verified" as const,
        width: row.width,
        height: row.height,
        facts: row.facts,
        thumbnailKey: row.thumbnailKey,
        placeholder: row.placeholder,
        announcedAt: now,
        verifiedAt: now,
        createdBy: row.memberId,
        createdAt: now,
      })),
    )
    .onConflictDoUpdate({
      target: [input.tenantId, input.sha256],
      // An upload of the same bytes that never ended: its URLs stay valid, and nothing reads what they store.
      set: {
        status: "verified",
        key: sql`excluded.key`,
        assetId: sql`excluded.asset_id`,
        contentType: sql`excluded.content_type`,
        partSha256s: null,
        refusal: null,
        verifiedAt: now,
      },
      setWhere: inArray(input.status, ["announced", "refused"]),
    });
  const known = await tx
    .select({ id: input.id, sha256: input.sha256 })
    .from(input)
    .where(
      inArray(
        input.sha256,
        files.map(({ sha256 }) => sha256),
      ),
    );
  const ids = new Map(known.map(({ id, sha256 }) => [sha256, id]));
  return first.flatMap(({ jobId, name, frame, sha256 }) => {
    const inputId = ids.get(sha256);
    return inputId === undefined ? [] : [{ jobId, name, frame, inputId }];
  });
}
