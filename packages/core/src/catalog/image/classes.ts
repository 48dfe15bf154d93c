import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { noChoices, replaceChoices } from "@pegbar/comfyui";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { image } from "../../schema/image.sql.ts";
import { getCurrent } from "./index.ts";

/** The node classes of the current image, as ComfyUI's `/object_info` describes them. */
export interface Classes {
  comfyuiVersion: string;
  objectInfo: Record<string, unknown>;
  /** Changes with the content. */
  etag: string;
}

/** Of the current image only: a snapshot has megabytes. */
const cache = new WeakMap<object, Classes & { digest: string }>();

/**
 * The node classes of the image that graphs are checked against. Lists of models and of input files are empty, because the
 * machine that the image was recorded on may have had some that the caller may not know.
 */
export async function readClasses(): Promise<Classes> {
  const { database } = Context.getPorts();
  const { digest } = await getCurrent();
  const known = cache.get(database);
  if (known?.digest === digest) return known;
  const [row] = await Database.tx((tx) =>
    tx
      .select({ comfyuiVersion: image.comfyuiVersion, objectInfo: image.objectInfo })
      .from(image)
      .where(eq(image.objectInfoDigest, digest)),
  );
  const objectInfo = replaceChoices(row?.objectInfo ?? {}, noChoices);
  const comfyuiVersion = row?.comfyuiVersion ?? "";
  const hash = createHash("sha256").update(JSON.stringify([comfyuiVersion, objectInfo]));
  const fresh = { digest, comfyuiVersion, objectInfo, etag: `"${hash.digest("base64url").slice(0, 22)}"` };
  cache.set(database, fresh);
  return fresh;
}
