import { finish } from "@pegbar/core/result/erasure/finish.ts";
import * as Attempt from "@pegbar/core/attempt";
import { reportRun } from "@pegbar/core/platform/health";
import * as Removal from "@pegbar/core/platform/removal";
import { cleanExpiredLinks } from "@pegbar/core/catalog/cleanup/share-links.ts";
import { deleteAbandonedUploads } from "@pegbar/core/catalog/cleanup/uploads.ts";
import { readResource } from "../resource.ts";

const HOUR_MS = 3_600_000;
let lookedAt = 0;

/**
 * Runs one round of the janitor: files of ended attempts, pictures of expired share links, objects that other components marked for deletion, erased files
 * and, once an hour, abandoned uploads.
 * @returns the number of deleted objects
 */
export async function sweep(): Promise<number> {
  const { sweep: seconds } = readResource("Times");
  await cleanExpiredLinks();
  const swept = (await Attempt.removeLeftovers(seconds)) + (await Removal.sweepOlderThan(seconds));
  const erased = await finish();
  await reportRun("janitor");
  if (Date.now() - lookedAt < HOUR_MS) return swept + erased;
  lookedAt = Date.now();
  return swept + erased + (await deleteAbandonedUploads());
}
