import type { Command } from "commander";
import { groupFailures } from "../../batch/failures.ts";
import { printBatch } from "../../batch/print-batch.ts";
import { runCommand } from "../../cli.ts";
import { withExamples } from "../examples.ts";
import { takeAll } from "../take-all.ts";

/** batch show */
export function addShowCommand(batch: Command): void {
  const command = batch
    .command("show")
    .description("show a batch: a map of its frames, failures with their reasons, price")
    .argument("<batch>", "bat_…")
    .action((id: string, _options: unknown, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const found = await client().get("/v1/batches/{id}", { params: { path: { id } }, signal });
        const query = { batchId: id, sort: "frame", limit: 200 } as const;
        const jobs = await takeAll(client().pages("/v1/jobs", query, { signal }));
        const failures = groupFailures(jobs);
        const frames = jobs.map(({ id: jobId, frame, variant, state, reusedJobId }) => ({
          jobId,
          frame,
          variant,
          state,
          reusedJobId,
        }));
        out.result({ ...found, frameStates: frames, failures }, () => printBatch(out, found, jobs, failures));
      }),
    );
  withExamples(command, "pegbar batch show bat_01JYB4X2K0000000000000000A");
}
