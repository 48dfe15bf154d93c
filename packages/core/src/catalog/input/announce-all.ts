import { inArray } from "drizzle-orm";
import * as z from "zod";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { VisibleError, type ProblemDetail } from "../../platform/error/index.ts";
import * as Id from "../../platform/id.ts";
import { input } from "../../schema/input.sql.ts";
import * as Quota from "../../studio/quota/storage.ts";
import * as Upload from "../upload/parts.ts";
import { Announcement, buildKey, claimRow, listQuotaSubjects, renew, type Row } from "./index.ts";

/** Maximum number of files in one request. */
export const MAX_FILES = 500;

export const AnnouncementList = z.strictObject({ files: z.array(Announcement).min(1).max(MAX_FILES) });
type File = z.output<typeof Announcement>;

/**
 * Announces several files at once, with a few statements for all of them. A file may occur more than once.
 * @returns in the order of `files`: the input, and the URLs to upload the file to unless it is stored already
 * @throws what announcing one of them throws, with a pointer to the file
 */
export async function announceAll({
  files,
}: z.output<typeof AnnouncementList>): Promise<{ input: Row; upload: Upload.Upload | undefined }[]> {
  const first = new Map<string, number>();
  for (const [index, file] of files.entries()) {
    pointTo(index, () => Upload.assertParts(file.bytes, file.partSha256s));
    const before = files[first.get(file.sha256) ?? index];
    if (before && before.bytes !== file.bytes)
      throw createError(index, "input_size_mismatch", "The same SHA-256 is announced with another size");
    if (!first.has(file.sha256)) first.set(file.sha256, index);
  }
  const rows = await Database.tx((tx) =>
    claimRows(
      tx,
      [...first.values()].flatMap((index) => files[index] ?? []),
      (sha256) => first.get(sha256) ?? 0,
    ),
  );
  const uploads = new Map(
    await Promise.all(
      [...rows.values()].map(
        async (row) => [row.sha256, row.status === "announced" ? await Upload.sign(row) : undefined] as const,
      ),
    ),
  );
  return files.map(({ sha256 }) => {
    const row = rows.get(sha256);
    if (!row) throw new Error("a file that was announced has no row");
    return { input: row, upload: uploads.get(sha256) };
  });
}

/** The rows of different files, by SHA-256. Locks are taken in the order of hashes, and quotas last. */
async function claimRows(
  tx: Database.Tx,
  files: readonly File[],
  indexOf: (sha256: string) => number,
): Promise<Map<string, Row>> {
  const tenantId = Context.getTenantId();
  const actor = Context.getActor();
  const createdBy = actor.type === "member" ? actor.memberId : null;
  const announcedAt = Context.getPorts().clock.now();
  const sorted = files.toSorted((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  const fresh = await tx
    .insert(input)
    .values(
      sorted.map((file) => {
        const id = Id.create("input");
        const partSha256s = file.partSha256s ?? null;
        return { id, tenantId, ...file, partSha256s, key: buildKey(tenantId, id), announcedAt, createdBy };
      }),
    )
    .onConflictDoNothing()
    .returning();
  const rows = new Map(fresh.map((row) => [row.sha256, row]));
  const others = sorted.filter(({ sha256 }) => !rows.has(sha256));
  const known = await lockKnown(tx, others);
  const unchanged = others.flatMap((file) => {
    const row = known.get(file.sha256);
    return row && row.bytes === file.bytes && (row.status === "verified" || row.status === "checking") ? [row] : [];
  });
  await renew(tx, unchanged);
  for (const row of unchanged) rows.set(row.sha256, row);
  // Uploads that were not completed, or refused, which may start again with another key.
  for (const file of others)
    if (!rows.has(file.sha256))
      rows.set(file.sha256, (await pointToLater(indexOf(file.sha256), () => claimRow(tx, file))).row);
  const bytes = fresh.reduce((sum, row) => sum + row.bytes, 0);
  if (fresh.length > 0) await Quota.addStorage(tx, listQuotaSubjects({ tenantId, createdBy }), bytes);
  return rows;
}

async function lockKnown(tx: Database.Tx, files: readonly File[]): Promise<Map<string, Row>> {
  if (files.length === 0) return new Map();
  const hashes = files.map(({ sha256 }) => sha256);
  const found = await tx
    .select()
    .from(input)
    .where(inArray(input.sha256, hashes))
    .orderBy(input.sha256)
    .for("no key update");
  return new Map(found.map((row) => [row.sha256, row]));
}

function createError(index: number, code: "input_size_mismatch", message: string): VisibleError {
  const remedy = "Send the right size.";
  return new VisibleError(code, `${message}. ${remedy}`, {
    errors: [{ code, message, remedy, pointer: `/files/${index}/bytes` }],
  });
}

function pointTo<T>(index: number, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw addPointer(error, index);
  }
}

async function pointToLater<T>(index: number, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw addPointer(error, index);
  }
}

/** The same error, with the place of the file in the request. */
function addPointer(error: unknown, index: number): unknown {
  if (!(error instanceof VisibleError)) return error;
  const { code, message, errors, quota, retryAfterSeconds } = error;
  const details: ProblemDetail[] =
    errors.length > 0 ? [...errors] : [{ code, message, remedy: "Announce the file with other values." }];
  return new VisibleError(code, message, {
    errors: details.map((detail) => ({ ...detail, pointer: `/files/${index}${detail.pointer ?? ""}` })),
    ...(quota ? { quota: [...quota] } : {}),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}
