import { eq } from "drizzle-orm";
import { objectInfoDigest, parseObjectInfo, type ObjectInfo } from "@pegbar/comfyui";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { VisibleError } from "../error.ts";
import * as Id from "../id.ts";
import { image } from "./image.sql.ts";

/** Makes the image with this `/object_info` the one that graphs are checked against. For the platform alone. */
export async function register(comfyuiVersion: string, objectInfo: unknown): Promise<string> {
  const digest = objectInfoDigest(parseObjectInfo(objectInfo));
  await Database.tx(async (tx) => {
    await tx.update(image).set({ current: false }).where(eq(image.current, true));
    await tx
      .insert(image)
      .values({ id: Id.create("image"), objectInfoDigest: digest, comfyuiVersion, objectInfo, current: true })
      .onConflictDoUpdate({ target: image.objectInfoDigest, set: { current: true, comfyuiVersion } });
  });
  return digest;
}

/** A new image is noticed within this time. */
const FRESH_MS = 5000;
const cache = new WeakMap<object, { digest: string; objectInfo: ObjectInfo; checkedAt: number }>();

/** The current image's nodes. Parsed once for as long as it stays the same. */
export async function current(): Promise<{ digest: string; objectInfo: ObjectInfo }> {
  const { database } = Context.ports();
  const known = cache.get(database);
  if (known && performance.now() - known.checkedAt < FRESH_MS) return known;
  const [head] = await Database.tx((tx) =>
    tx.select({ digest: image.objectInfoDigest }).from(image).where(eq(image.current, true)),
  );
  if (!head)
    throw new VisibleError("unavailable", "No ComfyUI image is registered yet. Ask the operator to start a worker.", {
      retryAfterSeconds: 10,
    });
  const checkedAt = performance.now();
  if (known?.digest === head.digest) {
    known.checkedAt = checkedAt;
    return known;
  }
  const [row] = await Database.tx((tx) =>
    tx.select({ objectInfo: image.objectInfo }).from(image).where(eq(image.objectInfoDigest, head.digest)),
  );
  const fresh = { digest: head.digest, objectInfo: parseObjectInfo(row?.objectInfo), checkedAt };
  cache.set(database, fresh);
  return fresh;
}
