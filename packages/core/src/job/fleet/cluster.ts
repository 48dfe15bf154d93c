import * as Context from "../../platform/context.ts";
import { createNotFoundError, VisibleError } from "../../platform/error/index.ts";
import type { ClusterState } from "../../platform/port/index.ts";

/** State of the cluster that workers run on. Runs as the operator role. */
export async function readCluster(): Promise<ClusterState> {
  const { cluster: found, log } = Context.getPorts();
  if (!found) throw createNotFoundError("cluster", "of this platform");
  try {
    return await found.describe();
  } catch (error) {
    log("warn", "cannot read the cluster's state", { error });
    throw new VisibleError("unavailable", "The cluster's state is not available. Try again.", { retryAfterSeconds: 5 });
  }
}
