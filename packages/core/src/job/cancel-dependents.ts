import { and, eq, inArray } from "drizzle-orm";
import * as Context from "../platform/context.ts";
import * as Database from "../platform/database/index.ts";
import { job } from "../schema/job.sql.ts";
import { applyAction } from "./act.ts";
import { listDependents } from "./dependents.ts";

/** Cancels the jobs that wait for a cancelled one, once the end of its attempt has committed. */
export function cancelDependentsAfterCommit(tenantId: string, jobId: string): void {
  Database.runAfterCommit(async () => {
    await Database.tx((tx) =>
      Database.runForTenant(tenantId, "dispatch", async () => {
        const ids = await listDependents(tx, [jobId]);
        if (ids.length > 0)
          await applyAction({ action: "cancel" }, and(inArray(job.id, ids), eq(job.heldBy, "dependency")));
      }),
    ).catch((error: unknown) =>
      Context.getPorts().log("warn", "jobs that wait for a cancelled one were not cancelled", {
        jobId,
        error,
      }),
    );
  });
}
