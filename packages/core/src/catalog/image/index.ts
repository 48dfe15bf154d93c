import { eq, sql } from "drizzle-orm";
import {
  hashObjectInfo,
  listUnreviewedClasses,
  parseObjectInfo,
  type CustomNode,
  type ImageSnapshot,
  type ObjectInfo,
} from "@pegbar/comfyui";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { VisibleError } from "../../platform/error/index.ts";
import * as Id from "../../platform/id.ts";
import { image } from "../../schema/image.sql.ts";

/** The image that graphs are checked against. */
export interface Image {
  digest: string;
  objectInfo: ObjectInfo;
  customNodes: readonly CustomNode[];
}

/**
 * Makes the image of this snapshot the current one, which graphs are checked against. Runs as the platform.
 * @param imageDigest digest of the container image that the snapshot was taken from; null for a ComfyUI outside of a
 * container
 */
export async function register(snapshot: ImageSnapshot, imageDigest: string | null): Promise<string> {
  const digest = hashObjectInfo(parseObjectInfo(snapshot.objectInfo));
  const row = { ...snapshot, imageDigest, current: true, registeredAt: sql`clock_timestamp()` };
  await Database.tx(async (tx) => {
    await tx.update(image).set({ current: false }).where(eq(image.current, true));
    await tx
      .insert(image)
      .values({ id: Id.create("image"), objectInfoDigest: digest, ...row })
      .onConflictDoUpdate({ target: image.objectInfoDigest, set: row });
  });
  return digest;
}

/** How long the current image is cached, in milliseconds. */
const FRESH_MS = 5000;
const cache = new WeakMap<object, Image & { head: string; checkedAt: number }>();

const isCurrent = eq(image.current, true);

/** The current image with its nodes. Parsed only when the image has changed. */
export async function getCurrent(): Promise<Image> {
  const { database } = Context.getPorts();
  const known = cache.get(database);
  if (known && performance.now() - known.checkedAt < FRESH_MS) return known;
  const [row] = await Database.tx((tx) =>
    tx.select({ digest: image.objectInfoDigest, registeredAt: image.registeredAt }).from(image).where(isCurrent),
  );
  if (!row) throw createNoImageError();
  const checkedAt = performance.now();
  const head = `${row.digest} ${row.registeredAt.getTime()}`;
  if (known?.head === head) {
    known.checkedAt = checkedAt;
    return known;
  }
  const [whole] = await Database.tx((tx) =>
    tx
      .select({ objectInfo: image.objectInfo, customNodes: image.customNodes })
      .from(image)
      .where(eq(image.objectInfoDigest, row.digest)),
  );
  const fresh = {
    digest: row.digest,
    objectInfo: parseObjectInfo(whole?.objectInfo),
    customNodes: whole?.customNodes ?? [],
    head,
    checkedAt,
  };
  cache.set(database, fresh);
  return fresh;
}

/** The current image, for the operator, with the classes that may not run because nobody has reviewed them. */
export async function describe() {
  const [row] = await Database.tx((tx) =>
    tx
      .select({
        comfyuiVersion: image.comfyuiVersion,
        imageDigest: image.imageDigest,
        objectInfoDigest: image.objectInfoDigest,
        customNodes: image.customNodes,
        classes: sql<number>`(select count(*)::int from jsonb_object_keys(${image.objectInfo}))`,
        registeredAt: image.registeredAt,
      })
      .from(image)
      .where(isCurrent),
  );
  if (!row) throw createNoImageError();
  const { objectInfo, customNodes } = await getCurrent();
  return { ...row, unreviewed: listUnreviewedClasses(objectInfo, customNodes).map(({ classType }) => classType) };
}

const createNoImageError = () =>
  new VisibleError("unavailable", "No ComfyUI image is registered yet. Ask the operator to deploy one.", {
    retryAfterSeconds: 10,
  });
