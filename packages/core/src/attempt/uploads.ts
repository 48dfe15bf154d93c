import { eq } from "drizzle-orm";
import * as Context from "../platform/context.ts";
import type { OutputFile, UploadsAnswer } from "../contract/index.ts";
import * as Database from "../platform/database/index.ts";
import { VisibleError } from "../platform/error/index.ts";
import { attempt } from "../schema/job.sql.ts";
import { createLeaseLostError } from "./lease-lost.ts";
import { buildOutputKey } from "./output-key.ts";

/** Write-once URLs for the outputs of a running attempt. */
export async function signUploads(
  tenantId: string,
  attemptId: string,
  outputs: readonly OutputFile[],
): Promise<UploadsAnswer> {
  await assertRunning(attemptId);
  const { storage } = Context.getPorts();
  return {
    uploads: await Promise.all(
      outputs.map(async (output) => ({
        name: output.name,
        upload: await storage.signPut({ ...output, key: buildOutputKey(tenantId, attemptId, output) }),
      })),
    ),
  };
}

/** Throws `conflict` for an output that is not in storage with the announced size and hash. */
export async function assertUploaded(
  tenantId: string,
  attemptId: string,
  outputs: readonly OutputFile[],
): Promise<void> {
  const { storage } = Context.getPorts();
  await Promise.all(
    outputs.map(async (output) => {
      const stored = await storage.head(buildOutputKey(tenantId, attemptId, output));
      const same = stored?.bytes === output.bytes && (stored.sha256 ?? output.sha256) === output.sha256;
      if (!same)
        throw new VisibleError(
          "conflict",
          `Output ${output.name} is not in the store as announced. Upload it, then complete the attempt.`,
        );
    }),
  );
}

async function assertRunning(attemptId: string): Promise<void> {
  const [row] = await Database.tx((tx) =>
    tx.select({ state: attempt.state }).from(attempt).where(eq(attempt.id, attemptId)),
  );
  if (row?.state !== "running") throw createLeaseLostError();
}
