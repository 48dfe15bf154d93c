import type { Command } from "commander";
import type { components } from "@pegbar/sdk";
import { formatCounts } from "../../batch/print-batch.ts";
import { runCommand } from "../../cli.ts";
import { formatTime } from "../../output.ts";
import { findShotFilter } from "../../shot-filter.ts";
import { withExamples } from "../examples.ts";
import { parseInteger } from "../options.ts";

type BatchSummary = components["schemas"]["BatchSummary"];

/** batch list */
export function addListCommand(batch: Command): void {
  const command = batch
    .command("list")
    .description("list batches, newest first")
    .option("--shot <codes>", "only batches of a show, sequence or shot: HARBOR, HARBOR/sq010, HARBOR/sq010/sh010")
    .option("-n, --limit <n>", "at most this many", parseInteger(1, 10_000), 20)
    .action(({ shot, limit }: { shot?: string; limit: number }, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const { query, matches } = await findShotFilter(client(), shot, signal);
        const found: BatchSummary[] = [];
        for await (const one of client().pages("/v1/batches", { ...query, limit: Math.min(200, limit) }, { signal })) {
          if (matches(one)) found.push(one);
          if (found.length === limit) break;
        }
        out.result(found, () =>
          out.table(
            ["batch", "state", "shot", "frames", "jobs", "created", "name"],
            found.map((one) => [
              one.id,
              one.state,
              `${one.show}/${one.sequence}/${one.shot}`,
              one.frames,
              formatCounts(one.counts),
              formatTime(one.createdAt),
              one.name,
            ]),
            "No matching batches.",
          ),
        );
      }),
    );
  withExamples(command, "pegbar batch list", "pegbar batch list --shot HARBOR/sq010 -n 50 --json");
}
