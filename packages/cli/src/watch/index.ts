import type { components } from "@pegbar/sdk";
import type { Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { EventPrinter } from "./event-printer.ts";

type Job = components["schemas"]["Job"];

/** Watches a job to its end and prints its progress; with `--json` and `lines`, each event as a line on stdout. */
export async function watchJob(
  cli: Cli,
  jobId: string,
  { previews, lines }: { previews: boolean; lines: boolean },
): Promise<Job> {
  const { out, signal } = cli;
  const printer = new EventPrinter(out, previews);
  try {
    return await cli.client().waitForJob(jobId, {
      signal,
      onEvent: async (event) => {
        if (lines) out.line(event);
        if (!out.json) await printer.print(event, signal);
      },
    });
  } finally {
    printer.end();
  }
}

/** Throws unless the ended job succeeded. */
export function assertSucceeded({ id, state, reason, failure }: Job): void {
  const retry = `Try it again: pegbar retry ${id}`;
  if (state === "cancelled") throw new CliError("jobCancelled", `${id} was cancelled.`, retry);
  if (state === "succeeded") return;
  const node = failure?.node;
  const at = node ? ` in node ${node.id} (${node.title ?? node.classType})` : "";
  const why = failure ? `${failure.message}${at}` : (reason ?? "no reason was given");
  throw new CliError("jobFailed", `${id} ${state}: ${why}`, retry);
}
