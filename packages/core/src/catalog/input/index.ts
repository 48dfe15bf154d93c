import { and, eq, inArray, sql } from "drizzle-orm";
import * as z from "zod";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError, type ProblemDetail } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import * as Id from "../../platform/id.ts";
import * as Record from "../../platform/record/index.ts";
import * as Outbox from "../../platform/outbox/index.ts";
import type { SignedUrl } from "../../platform/port/index.ts";
import { waitUntil } from "../../platform/signal.ts";
import { lockQuotas } from "../../studio/quota/lock.ts";
import * as Quota from "../../studio/quota/storage.ts";
import * as Removal from "../../platform/removal/index.ts";
import type { Credentials } from "../../schema/credentials.ts";
import { input } from "../../schema/input.sql.ts";
import { CONTENT_TYPES, MAX_BYTES } from "./limits.ts";

export { list } from "./list.ts";
export { Credentials } from "../../schema/credentials.ts";

export { CONTENT_TYPES, MAX_BYTES, MAX_PIXELS } from "./limits.ts";

export const Announcement = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "64 lower-case hexadecimal digits"),
  bytes: z.int().min(1).max(MAX_BYTES),
  contentType: z.enum(CONTENT_TYPES),
  filename: z.string().min(1).max(255),
});

export type Row = typeof input.$inferSelect;
const getTopic = (id: string) => `input:${id}`;

/** Announces a file by its hash. Returns the input, and the URL to upload the file to unless it is stored already. */
export const announce = fn(Announcement, async (file): Promise<{ input: Row; upload: SignedUrl | undefined }> => {
  const tenantId = Context.getTenantId();
  const actor = Context.getActor();
  const row = await Database.tx(async (tx) => {
    const id = Id.create("input");
    const memberId = actor.type === "member" ? actor.memberId : null;
    const [fresh] = await tx
      .insert(input)
      .values({
        id,
        tenantId,
        ...file,
        key: buildKey(tenantId, id),
        announcedAt: Context.getPorts().clock.now(),
        createdBy: memberId,
      })
      .onConflictDoNothing()
      .returning();
    if (fresh) {
      await Quota.addStorage(tx, listQuotaSubjects(fresh), file.bytes);
      return fresh;
    }
    const [known] = await tx.select().from(input).where(eq(input.sha256, file.sha256));
    if (!known) throw createNotFoundError("input", file.sha256);
    const announcedAt = Context.getPorts().clock.now();
    if (known.status !== "refused" && known.bytes === file.bytes) {
      // Renewed, because the janitor deletes inputs that were not announced for a long time.
      await tx.update(input).set({ announcedAt }).where(eq(input.id, known.id));
      return known;
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
      await Removal.leave(tx, [known.key]);
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
        key: buildKey(tenantId, `${known.id}-${Id.create("input")}`),
      })
      .where(eq(input.id, known.id))
      .returning();
    return again ?? known;
  });
  if (row.status === "verified") return { input: row, upload: undefined };
  return { input: row, upload: await Context.getPorts().storage.signPut(row) };
});

/** The quotas that an input counts on. */
export const listQuotaSubjects = ({ tenantId, createdBy }: Pick<Row, "tenantId" | "createdBy">): string[] =>
  createdBy === null ? [tenantId] : [tenantId, createdBy];

const buildKey = (tenantId: string, name: string) => `${tenantId}/inputs/${name}`;

/**
 * Marks the file as uploaded, and waits until the media function has checked it. For a refused file it deletes the row
 * and throws; the janitor deletes the object later. Returns undefined if the check takes longer than `waitMs`.
 */
export async function complete(id: string, waitMs: number): Promise<Row | undefined> {
  await Database.tx(async (tx) => {
    const row = await lockInput(tx, id);
    if (row.status !== "announced") return;
    await tx.update(input).set({ status: "checking" }).where(eq(input.id, id));
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

async function lockInput(tx: Database.Tx, id: string): Promise<Row> {
  const [row] = await tx.select().from(input).where(eq(input.id, id)).for("no key update");
  if (!row) throw createNotFoundError("input", id);
  return row;
}

/**
 * Returns the inputs with these ids, and the reasons why a job cannot use them. Locks the rows until the transaction
 * ends, because the janitor deletes inputs that no job uses.
 */
export async function checkUsable(ids: readonly string[]): Promise<{ inputs: Row[]; problems: ProblemDetail[] }> {
  if (ids.length === 0) return { inputs: [], problems: [] };
  const inputs = await Database.tx((tx) =>
    tx
      .select()
      .from(input)
      .where(inArray(input.id, [...ids]))
      .for("key share"),
  );
  const missing = ids.filter((id) => !inputs.some((row) => row.id === id));
  if (missing.length > 0) throw createNotFoundError("input", missing[0] ?? "");
  const problems = inputs
    .filter((row) => row.status !== "verified")
    .map((row) => ({
      code: "input_not_verified",
      message: `Input ${row.id} (${row.filename}) is ${row.status}`,
      remedy: `Upload the file, then POST /v1/inputs/${row.id}/complete, then submit again.`,
      pointer: "/inputs",
    }));
  return { inputs, problems };
}

export interface Verified {
  contentType: string;
  width: number;
  height: number;
  thumbnailKey: string;
  placeholder: string;
  credentials: Credentials | null;
}
export type Refusal = NonNullable<Row["refusal"]>;

/** Stores the media function's result. The janitor deletes the object of a refused file. */
export async function settle(id: string, found: { verified: Verified } | { refusal: Refusal }): Promise<void> {
  const row = await fromID(id);
  if (row.status !== "checking") return;
  await Database.tx(async (tx) => {
    const [changed] = await tx
      .update(input)
      .set(
        "refusal" in found
          ? { status: "refused", refusal: found.refusal }
          : { status: "verified", ...found.verified, verifiedAt: sql`now()` },
      )
      .where(and(eq(input.id, id), eq(input.status, "checking")))
      .returning({ id: input.id });
    if (changed && "verified" in found)
      await Record.enqueueRecords(tx, [
        {
          type: "input.registered",
          schema: 1,
          eventId: id,
          assertedAt: Context.getPorts().clock.now().toISOString(),
          inputId: id,
          user: await Record.readUser(tx, row.createdBy),
          file: {
            sha256: row.sha256,
            bytes: row.bytes,
            contentType: found.verified.contentType,
            filename: row.filename,
          },
        },
      ]);
    if (changed && "refusal" in found) {
      await Quota.removeStorage(tx, listQuotaSubjects(row), row.bytes);
      await Removal.leave(tx, [row.key]);
    }
    await Database.sendSignal(tx, getTopic(id));
  });
}
