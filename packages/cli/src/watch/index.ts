import type { components } from "@pegbar/sdk";
import type { Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { Show } from "./show.ts";

type Job = components["schemas"]["Job"];

/** Follows a job to its end and shows how it goes; with `--json` and `lines`, each event as a line of stdout. */
export async function watch(
  cli: Cli,
  jobId: string,
  { previews, lines }: { previews: boolean; lines: boolean },
): Promise<Job> {
  const { out, signal } = cli;
  const show = new Show(out, previews);
  try {
    return await cli.client().waitForJob(jobId, {
      signal,
      onEvent: async (event) => {
        if (lines) out.line(event);
        if (!out.json) await show.event(event, signal);
      },
    });
  } finally {
    show.end();
  }
}

/** Throws unless a job that has ended succeeded. */
export function demandSuccess({ id, state, reason, failure }: Job): void {
  if (state === "cancelled")
    throw new CliError("jobCancelled", `${id} was cancelled.`, `Try it again: pegbar retry ${id}`);
  if (state === "succeeded") return;
  const node = failure?.node;
  const at = node ? ` in node ${node.id} (${node.title ?? node.classType})` : "";
  const why = failure ? `${failure.message}${at}` : (reason ?? "no reason was given");
  throw new CliError("jobFailed", `${id} ${state}: ${why}`, `Try it again: pegbar retry ${id}`);
}
