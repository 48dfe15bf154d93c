import { and, desc, eq, isNull, sql } from "drizzle-orm";
import * as z from "zod";
import { modelKinds } from "@pegbar/comfyui";
import * as Audit from "../../platform/audit/index.ts";
import { audit } from "../../schema/audit.sql.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError, type ProblemDetail } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import * as Id from "../../platform/id.ts";
import * as Record from "../../platform/record/index.ts";
import * as Outbox from "../../platform/outbox/index.ts";
import { waitUntil } from "../../platform/signal.ts";
import { addStorage, removeStorage } from "../../studio/quota/storage.ts";
import * as Removal from "../../platform/removal/index.ts";
import * as Upload from "../upload/parts.ts";
import { model } from "../../schema/model.sql.ts";

/** Maximum size of a model file: larger than any model that fits a GPU. */
export const MAX_BYTES = 200 * 1024 ** 3;

const SHA256 = z.string().regex(/^[0-9a-f]{64}$/, "64 lower-case hexadecimal digits");
const createTextSchema = (most: number) => z.string().trim().min(1).max(most);
export const Announcement = z.strictObject({
  /** The name that graphs use. Only safetensors, because other formats can contain code. */
  fileName: z
    .string()
    .max(200)
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._ -]*\.safetensors$/,
      "a plain file name that ends in .safetensors; convert .ckpt, .pt and .bin files first, since they can carry code",
    ),
  kind: z.enum(modelKinds),
  name: createTextSchema(200),
  sha256: SHA256,
  bytes: z.int().min(10).max(MAX_BYTES),
  /** For files over 64 MiB: the SHA-256 of each part of 64 MiB, in order. */
  partSha256s: z.array(SHA256).max(Upload.countOf(MAX_BYTES)).optional(),
  family: createTextSchema(100),
  licence: createTextSchema(200),
  vramMib: z.int().min(0).max(1_000_000).default(0),
});

export type Row = typeof model.$inferSelect;
const getTopic = (id: string) => `model:${id}`;

/**
 * Announces a model file of the studio. Returns the model, and the URLs to upload its file to unless it is stored
 * already. A refused file may be announced again.
 */
export const announce = fn(Announcement, async (draft): Promise<{ model: Row; upload: Upload.Upload | undefined }> => {
  const tenantId = Context.getTenantId();
  Upload.assertParts(draft.bytes, draft.partSha256s);
  const row = await Database.tx(async (tx) => {
    const [known] = await tx
      .select()
      .from(model)
      .where(and(eq(model.tenantId, tenantId), eq(model.kind, draft.kind), eq(model.fileName, draft.fileName)))
      .for("no key update");
    const same = known?.sha256 === draft.sha256 && known.status !== "refused";
    // With other parts, the upload starts from the beginning.
    if (same && !(known.status === "announced" && String(known.partSha256s ?? "") !== String(draft.partSha256s ?? "")))
      return known.status === "announced" ? renewAnnouncement(tx, known) : known;
    if (known && known.status !== "refused" && known.status !== "announced")
      throw new VisibleError(
        "already_exists",
        `${draft.fileName} already exists with other content. Models never change: give the new file another name.`,
      );
    await assertNotShared(tx, draft);
    const id = known?.id ?? Id.create("model");
    const fresh = {
      ...draft,
      status: "announced" as const,
      announcedAt: Context.getPorts().clock.now(),
      refusal: null,
      partSha256s: draft.partSha256s ?? null,
      key: buildKey(tenantId, draft.sha256),
    };
    if (known?.status === "announced") {
      await removeStorage(tx, [tenantId], known.bytes ?? 0);
      if (known.key !== null) await Removal.leave(tx, [known.key, Upload.buildPrefix(known.key)]);
    }
    await addStorage(tx, [tenantId], draft.bytes);
    const [made] = known
      ? await tx.update(model).set(fresh).where(eq(model.id, id)).returning()
      : await tx
          .insert(model)
          .values({ id, tenantId, ...fresh })
          .onConflictDoNothing()
          .returning();
    if (!made)
      throw new VisibleError(
        "conflict",
        `Another request has just announced ${draft.fileName}. Try again to continue with it.`,
      );
    await Audit.record(tx, { action: "model.announce", subject: { type: "model", id }, after: draft });
    return made;
  });
  const file = toAnnouncedFile(row);
  return { model: row, upload: row.status === "announced" && file ? await Upload.sign(file) : undefined };
});

/** A studio cannot use the name of a shared model, because graphs with that name must keep their meaning. */
async function assertNotShared(tx: Database.Tx, { kind, fileName }: z.output<typeof Announcement>): Promise<void> {
  const [shared] = await tx
    .select({ id: model.id })
    .from(model)
    .where(and(isNull(model.tenantId), eq(model.kind, kind), eq(model.fileName, fileName)));
  if (!shared) return;
  const message = `${fileName} is the name of a shared ${kind}`;
  const remedy = "Give the file another name, or clear the shared model for your shows.";
  throw new VisibleError("already_exists", `${message}. ${remedy}`, {
    errors: [{ code: "model_name_taken", message, remedy, pointer: "/fileName" }],
  });
}

/** Renews an announcement, so that the janitor keeps the parts that are uploaded already. */
async function renewAnnouncement(tx: Database.Tx, row: Row): Promise<Row> {
  const announcedAt = Context.getPorts().clock.now();
  await tx.update(model).set({ announcedAt }).where(eq(model.id, row.id));
  return { ...row, announcedAt };
}

/** The file that a model's row announces; undefined for a model that is part of the image. */
const toAnnouncedFile = ({ key, sha256, bytes, partSha256s }: Row): Upload.Announced | undefined =>
  key === null ? undefined : { key, sha256, bytes: bytes ?? 0, partSha256s, contentType: "application/octet-stream" };

/** A new key for each announcement, because objects are written once and a refused one may not be deleted yet. */
const buildKey = (tenantId: string, sha256: string) => `${tenantId}/models/${sha256}-${Id.create("model")}.safetensors`;

/** Marks the file as uploaded, and waits until it is checked. Returns undefined if that takes longer than `waitMs`. */
export async function complete(id: string, waitMs: number): Promise<Row | undefined> {
  const announced = await getOwn(id);
  const file = toAnnouncedFile(announced);
  if (announced.status === "announced" && file) await Upload.assertUploaded(file);
  await Database.tx(async (tx) => {
    const [row] = await tx.select().from(model).where(isOwnModel(id)).for("no key update");
    if (!row) throw createNotFoundError("model", id);
    if (row.status !== "announced") return;
    await tx.update(model).set({ status: "checking" }).where(eq(model.id, id));
    await Outbox.enqueueEffect(tx, {
      to: "media",
      task: { task: "verify-model", tenantId: Context.getTenantId(), modelId: id },
    });
  });
  const row = await waitUntil(getTopic(id), waitMs, async () => {
    const now = await getOwn(id);
    return now.status === "checking" ? undefined : now;
  });
  if (row?.status === "refused" && row.refusal)
    throw new VisibleError("model_refused", `${row.refusal.message}. ${row.refusal.remedy}`, { errors: [row.refusal] });
  return row;
}

const isOwnModel = (id: string) => and(eq(model.id, id), eq(model.tenantId, Context.getTenantId()));

/** A model that the studio owns. */
export const getOwn = (id: string) =>
  Database.tx(async (tx) => {
    const [row] = await tx.select().from(model).where(isOwnModel(id));
    if (!row) throw createNotFoundError("model", id);
    return row;
  });

/**
 * Stores the result of the check of a model file. The janitor deletes a refused file, and the parts of an assembled
 * one.
 */
export async function settle(id: string, refusal: ProblemDetail | undefined): Promise<void> {
  const row = await getOwn(id);
  if (row.status !== "checking") return;
  await Database.tx(async (tx) => {
    const [changed] = await tx
      .update(model)
      .set(refusal ? { status: "refused", refusal } : { status: "active", refusal: null })
      .where(and(eq(model.id, id), eq(model.status, "checking")))
      .returning({ id: model.id });
    if (changed && !refusal) await Record.enqueueRecords(tx, [await toRegisteredRecord(tx, row)]);
    if (changed && refusal) await removeStorage(tx, [Context.getTenantId()], row.bytes ?? 0);
    if (changed && row.key !== null)
      await Removal.leave(tx, [
        ...(refusal ? [row.key] : []),
        ...(row.partSha256s ? [Upload.buildPrefix(row.key)] : []),
      ]);
    await Database.sendSignal(tx, getTopic(id));
  });
}

/** The ledger record of a verified model, with the member who announced it. */
async function toRegisteredRecord(tx: Database.Tx, row: Row): Promise<Record.Event> {
  const { id, fileName, kind, name, sha256, bytes, family, licence } = row;
  const [announced] = await tx
    .select({ memberId: audit.actorId })
    .from(audit)
    .where(and(eq(audit.action, "model.announce"), eq(audit.subjectId, id), eq(audit.actorType, "member")))
    .orderBy(desc(audit.id))
    .limit(1);
  return {
    type: "model.registered",
    schema: 1,
    eventId: id,
    assertedAt: Context.getPorts().clock.now().toISOString(),
    modelId: id,
    user: await Record.readUser(tx, announced?.memberId ?? null),
    model: { fileName, kind, name, sha256, bytes: bytes ?? 0, family, licence },
  };
}

/** Revokes a model permanently. Running jobs continue; the caller holds the queued ones. */
export const revoke = fn(z.string().max(64), (id) =>
  Database.tx(async (tx) => {
    const [row] = await tx.select().from(model).where(isOwnModel(id)).for("no key update");
    if (!row) throw createNotFoundError("model of your own", id);
    if (row.status === "revoked") return row;
    const [after] = await tx.update(model).set({ status: "revoked" }).where(eq(model.id, id)).returning();
    await Audit.record(tx, {
      action: "model.revoke",
      subject: { type: "model", id },
      before: { status: row.status, fileName: row.fileName },
      after: { status: "revoked" },
    });
    return after ?? row;
  }),
);

/** A model file of the image that all studios share. */
export const Shared = z.strictObject({
  fileName: createTextSchema(512),
  kind: createTextSchema(64),
  name: createTextSchema(200),
  sha256: Announcement.shape.sha256,
  family: createTextSchema(100),
  licence: createTextSchema(200),
  vramMib: z.int().min(0).max(1_000_000).default(0),
});

export const registerShared = fn(Shared, (draft) =>
  Database.tx(async (tx) => {
    const known = and(sql`${model.tenantId} is null`, eq(model.kind, draft.kind), eq(model.fileName, draft.fileName));
    const [updated] = await tx.update(model).set(draft).where(known).returning();
    if (updated) return updated;
    const [made] = await tx
      .insert(model)
      .values({ id: Id.create("model"), tenantId: null, ...draft })
      .returning();
    if (!made) throw createNotFoundError("model", draft.fileName);
    return made;
  }),
);

/** Registers a shared model for the operator, with an audit entry. */
export const share = fn(Shared, (draft) =>
  Database.tx(async (tx) => {
    const made = await registerShared(draft);
    await Audit.record(tx, { action: "model.share", subject: { type: "model", id: made.id }, after: draft });
    return made;
  }),
);

/** Revokes a shared model for all studios, or activates it again. Runs as the operator role. */
export const setSharedStatus = (id: string, status: "active" | "revoked") =>
  Database.tx(async (tx) => {
    const [row] = await tx
      .update(model)
      .set({ status })
      .where(and(eq(model.id, id), sql`${model.tenantId} is null`))
      .returning();
    if (!row) throw createNotFoundError("shared model", id);
    await Audit.record(tx, { action: "model.shared", subject: { type: "model", id }, after: { status } });
    return row;
  });
