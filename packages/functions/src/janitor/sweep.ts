import { finish } from "@pegbar/core/result/erasure/finish.ts";
import * as Attempt from "@pegbar/core/attempt";
import * as Removal from "@pegbar/core/platform/removal";
import { deleteAbandonedUploads } from "@pegbar/core/catalog/upload/sweep.ts";
import { readResource } from "../resource.ts";

const HOUR_MS = 3_600_000;
let lookedAt = 0;

/** One round of the janitor: what attempts left, what others leave to it, what was erased, and once an hour uploads that nobody went on with. Returns how many. */
export async function sweep(): Promise<number> {
  const { sweep: seconds } = readResource("Times");
  const swept = (await Attempt.removeLeftovers(seconds)) + (await Removal.sweepOlderThan(seconds));
  const erased = await finish();
  if (Date.now() - lookedAt < HOUR_MS) return swept + erased;
  lookedAt = Date.now();
  return swept + erased + (await deleteAbandonedUploads());
}
