import type { Command } from "commander";
import type { paths } from "@pegbar/sdk";
import { FRAMES_HELP, readFrameRange } from "../../batch/frame-range.ts";
import { laneOption, priorityOption } from "../../batch/options.ts";
import { formatCounts } from "../../batch/print-batch.ts";
import { runCommand, type Cli } from "../../cli.ts";
import { CliError } from "../../exit.ts";
import { withExamples } from "../examples.ts";

type Action = paths["/v1/batches/{id}/actions"]["post"]["requestBody"]["content"]["application/json"];

const EXAMPLE = "bat_01JYB4X2K0000000000000000A";

interface ActOptions {
  frames?: string;
  priority?: number;
  lane?: "interactive" | "batch";
}

/** batch pause, resume, cancel, retry, prioritise */
export function addActCommands(batch: Command): void {
  for (const [action, description] of [
    ["pause", "hold the queued jobs of a batch; running jobs continue"],
    ["resume", "queue the held jobs of a batch that was paused or stopped"],
  ] as const) {
    const command = batch
      .command(action)
      .description(description)
      .argument("<batch>", "bat_…")
      .action((id: string, _options: unknown, command: Command) =>
        runCommand(command, (cli) => act(cli, id, { action })),
      );
    withExamples(command, `pegbar batch ${action} ${EXAMPLE}`);
  }
  for (const [action, description] of [
    ["cancel", "cancel jobs of a batch that have not ended"],
    ["retry", "queue failed jobs of a batch again"],
  ] as const) {
    const command = batch
      .command(action)
      .description(description)
      .argument("<batch>", "bat_…")
      .option("-f, --frames <range>", `only these frames, ${FRAMES_HELP}`)
      .action((id: string, { frames }: ActOptions, command: Command) =>
        runCommand(command, (cli) => act(cli, id, { action, ...readFrames(frames) })),
      );
    withExamples(command, `pegbar batch ${action} ${EXAMPLE}`, `pegbar batch ${action} ${EXAMPLE} -f 12-20`);
  }
  const prioritise = batch
    .command("prioritise")
    .description("change priority or lane of queued jobs of a batch")
    .argument("<batch>", "bat_…")
    .option("-f, --frames <range>", `only these frames, ${FRAMES_HELP}`)
    .addOption(priorityOption())
    .addOption(laneOption())
    .action((id: string, { frames, priority, lane }: ActOptions, command: Command) =>
      runCommand(command, (cli) => {
        if (priority === undefined && lane === undefined)
          throw new CliError("usage", "Nothing to change.", "Add --priority, --lane, or both.");
        return act(cli, id, {
          action: "prioritise",
          ...readFrames(frames),
          ...(priority === undefined ? {} : { priority }),
          ...(lane === undefined ? {} : { lane }),
        });
      }),
    );
  withExamples(prioritise, `pegbar batch prioritise ${EXAMPLE} -f 1,25,48 --priority -5 --lane interactive`);
}

function readFrames(frames: string | undefined): { frames?: string } {
  if (frames === undefined) return {};
  readFrameRange(frames);
  return { frames };
}

async function act({ out, client, signal }: Cli, id: string, body: Action): Promise<void> {
  const acted = await client().post("/v1/batches/{id}/actions", { params: { path: { id } }, body, signal });
  const { changed, batch } = acted;
  out.result(acted, () =>
    out.print(
      `${changed} ${changed === 1 ? "job" : "jobs"} changed. ${id} is ${batch.state}: ${formatCounts(batch.counts)}.`,
    ),
  );
}
