import { and, eq, inArray, sql } from "drizzle-orm";
import * as z from "zod";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError, type ProblemDetail } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import * as Id from "../../platform/id.ts";
import * as Outbox from "../../platform/outbox/index.ts";
import { waitUntil } from "../../platform/signal.ts";
import { lockQuotas } from "../../studio/quota/lock.ts";
import * as Quota from "../../studio/quota/storage.ts";
import * as Removal from "../../platform/removal/index.ts";
import type { Credentials } from "../../schema/credentials.ts";
import { input } from "../../schema/input.sql.ts";
import type { MediaFacts } from "../../schema/media-facts.ts";
import * as Upload from "../upload/parts.ts";
import { CONTENT_TYPES, MAX_BYTES } from "./limits.ts";

export { list } from "./list.ts";
export { Credentials } from "../../schema/credentials.ts";
export { MediaFacts } from "../../schema/media-facts.ts";

export { CONTENT_TYPES, getFileKind, MAX_BYTES, MAX_LOCAL_BYTES } from "./limits.ts";

const SHA256 = z.string().regex(/^[0-9a-f]{64}$/, "64 lower-case hexadecimal digits");
export const Announcement = z.strictObject({
  sha256: SHA256,
  bytes: z.int().min(1).max(MAX_BYTES),
  contentType: z.enum(CONTENT_TYPES),
  filename: z.string().min(1).max(255),
  /** For files over 64 MiB: the SHA-256 of each part of 64 MiB, in order. */
  partSha256s: z.array(SHA256).max(Upload.countOf(MAX_BYTES)).optional(),
});

export type Row = typeof input.$inferSelect;
/** Signal topic of an input. */
export const getTopic = (id: string) => `input:${id}`;

/** Announces a file by its hash. Returns the input, and the URLs to upload the file to unless it is stored already. */
export const announce = fn(
  Announcement,
  async (announced): Promise<{ input: Row; upload: Upload.Upload | undefined }> => {
    Upload.assertParts(announced.bytes, announced.partSha256s);
    const { row } = await Database.tx((tx) => claimRow(tx, announced));
    if (row.status === "verified") return { input: row, upload: undefined };
    // While it is checked, nothing can be uploaded any more.
    return { input: row, upload: row.status === "announced" ? await Upload.sign(row) : undefined };
  },
);

/** A file as it is announced. */
export type NewFile = Omit<z.output<typeof Announcement>, "contentType"> & {
  contentType: string;
  /** Key of an object that holds the whole file already. */
  storedAs?: string;
};

/**
 * Inserts the row of a file, or returns the one with the same SHA-256. An upload that was not completed, or refused, starts
 * again, with another key.
 * @throws input_size_mismatch, quota_exceeded
 */
export async function claimRow(
  tx: Database.Tx,
  { storedAs, ...announced }: NewFile,
): Promise<{ row: Row; isNew: boolean }> {
  const file = { ...announced, partSha256s: announced.partSha256s ?? null };
  const tenantId = Context.getTenantId();
  const actor = Context.getActor();
  const id = Id.create("input");
  const memberId = actor.type === "member" ? actor.memberId : null;
  const announcedAt = Context.getPorts().clock.now();
  const [fresh] = await tx
    .insert(input)
    .values({ id, tenantId, ...file, key: storedAs ?? buildKey(tenantId, id), announcedAt, createdBy: memberId })
    .onConflictDoNothing()
    .returning();
  if (fresh) {
    await Quota.addStorage(tx, listQuotaSubjects(fresh), file.bytes);
    return { row: fresh, isNew: true };
  }
  const [known] = await tx.select().from(input).where(eq(input.sha256, file.sha256));
  if (!known) throw createNotFoundError("input", file.sha256);
  // With other parts, the upload starts from the beginning.
  const hasOtherParts =
    known.status === "announced" &&
    (storedAs !== undefined || String(known.partSha256s ?? "") !== String(file.partSha256s ?? ""));
  if (known.status !== "refused" && known.bytes === file.bytes && !hasOtherParts) {
    await renew(tx, [known]);
    return { row: known, isNew: false };
  }
  if (known.status === "verified") {
    throw new VisibleError(
      "input_size_mismatch",
      `A file with this SHA-256 has ${known.bytes} bytes. Send the right size.`,
    );
  }
  await lockQuotas(tx, [...listQuotaSubjects(known), ...listQuotaSubjects({ tenantId, createdBy: memberId })]);
  // The input counts on the quotas of the member who announced it last. A refused input counts on none.
  if (known.status !== "refused") {
    await Quota.removeStorage(tx, listQuotaSubjects(known), known.bytes);
    await Removal.leave(tx, listObjects(known));
  }
  await Quota.addStorage(tx, listQuotaSubjects({ tenantId, createdBy: memberId }), file.bytes);
  // A new key, because objects are written once and the refused one may not be deleted yet.
  const [again] = await tx
    .update(input)
    .set({
      ...file,
      status: "announced",
      announcedAt,
      refusal: null,
      createdBy: memberId,
      key: storedAs ?? buildKey(tenantId, `${known.id}-${Id.create("input")}`),
    })
    .where(eq(input.id, known.id))
    .returning();
  return { row: again ?? known, isNew: true };
}

/**
 * Records that the actor announces known inputs: the janitor deletes inputs that were not announced for a long time,
 * nobody deletes one that others use, and it is visible again to a member who had deleted it for themselves.
 */
export async function renew(tx: Database.Tx, rows: readonly Pick<Row, "id">[]): Promise<void> {
  if (rows.length === 0) return;
  const actor = Context.getActor();
  const memberId = actor.type === "member" ? actor.memberId : null;
  await tx
    .update(input)
    .set({
      announcedAt: Context.getPorts().clock.now(),
      isShared: sql`${input.isShared} or ${input.createdBy} is distinct from ${memberId}::text`,
      ...(memberId === null ? {} : { hiddenFrom: sql`array_remove(${input.hiddenFrom}, ${memberId})` }),
    })
    .where(
      inArray(
        input.id,
        rows.map(({ id }) => id),
      ),
    );
}

/** The object of an input, and the prefix of its parts. */
export const listObjects = ({ key, partSha256s }: Pick<Row, "key" | "partSha256s">): string[] =>
  partSha256s ? [key, Upload.buildPrefix(key)] : [key];

/** The quotas that an input counts on. */
export const listQuotaSubjects = ({ tenantId, createdBy }: Pick<Row, "tenantId" | "createdBy">): string[] =>
  createdBy === null ? [tenantId] : [tenantId, createdBy];

export const buildKey = (tenantId: string, name: string) => `${tenantId}/inputs/${name}`;

/**
 * Marks the file as uploaded, and waits until the media function has checked it. For a refused file it deletes the row
 * and throws; the janitor deletes the object later. Returns undefined if the check takes longer than `waitMs`.
 */
export async function complete(id: string, waitMs: number): Promise<Row | undefined> {
  const announced = await fromID(id);
  if (announced.status === "announced") await Upload.assertUploaded(announced);
  await Database.tx(async (tx) => {
    const row = await lockInput(tx, id);
    if (row.status !== "announced") return;
    await tx
      .update(input)
      .set({ status: "checking", checkingSince: Context.getPorts().clock.now() })
      .where(eq(input.id, id));
    await Outbox.enqueueEffect(tx, {
      to: "media",
      task: { task: "verify-input", tenantId: row.tenantId, inputId: id },
    });
  });
  const row = await waitUntil(getTopic(id), waitMs, async () => {
    const now = await fromID(id);
    return now.status === "checking" ? undefined : now;
  });
  if (row?.status !== "refused" || !row.refusal) return row;
  await Database.tx((tx) => tx.delete(input).where(and(eq(input.id, id), eq(input.status, "refused"))));
  throw new VisibleError(row.refusal.code, row.refusal.detail, { errors: row.refusal.errors });
}

export const fromID = fn(z.string().max(64), (id) =>
  Database.tx(async (tx) => {
    const [row] = await tx.select().from(input).where(eq(input.id, id));
    if (!row) throw createNotFoundError("input", id);
    return row;
  }),
);

/**
 * URL to download the file for some minutes, under its name.
 * @throws conflict if it is not verified, or erased
 */
export async function download(id: string) {
  const { status, key, filename, contentType } = await fromID(id);
  if (status !== "verified")
    throw new VisibleError("conflict", `Input ${id} is ${status}. Only verified inputs can be downloaded.`);
  return Context.getPorts().storage.signGet(key, { filename, contentType });
}

export async function lockInput(tx: Database.Tx, id: string): Promise<Row> {
  const [row] = await tx.select().from(input).where(eq(input.id, id)).for("no key update");
  if (!row) throw createNotFoundError("input", id);
  return row;
}

/** Inputs, and the reasons why a job cannot use some of them. */
export interface Usable {
  inputs: Row[];
  problems: (ProblemDetail & { inputId: string })[];
}

/**
 * Returns the inputs with these ids, and the reasons why a job cannot use them. Locks the rows until the transaction
 * ends, because the janitor deletes inputs that no job uses.
 * @throws not_found
 */
export async function checkUsable(ids: readonly string[]): Promise<Usable> {
  if (ids.length === 0) return { inputs: [], problems: [] };
  const inputs = await Database.tx((tx) =>
    tx
      .select()
      .from(input)
      .where(inArray(input.id, [...ids]))
      .for("key share"),
  );
  const known = new Set(inputs.map(({ id }) => id));
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) throw createNotFoundError("input", missing);
  const problems = inputs
    .filter((row) => row.status !== "verified")
    .map((row) => ({
      inputId: row.id,
      code: "input_not_verified",
      message: `Input ${row.id} (${row.filename}) is ${row.status}`,
      remedy: `Upload the file, then POST /v1/inputs/${row.id}/complete, then submit again.`,
      pointer: "/inputs",
    }));
  return { inputs, problems };
}

/** The same for some of the inputs that were read together. */
export function selectUsable({ inputs, problems }: Usable, ids: readonly string[]): Usable {
  const wanted = new Set(ids);
  return {
    inputs: inputs.filter(({ id }) => wanted.has(id)),
    problems: problems.filter(({ inputId }) => wanted.has(inputId)),
  };
}

export interface Verified {
  /** Hexadecimal. */
  blake3: string;
  contentType: string;
  width: number | null;
  height: number | null;
  facts: MediaFacts;
  thumbnailKey: string | null;
  placeholder: string | null;
  credentials: Credentials | null;
}
export type Refusal = NonNullable<Row["refusal"]>;
