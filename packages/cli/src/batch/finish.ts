import { followBatch, type components } from "@pegbar/sdk";
import type { Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { formatCounts } from "./print-batch.ts";
import { pullFiles } from "./pull.ts";

type Batch = components["schemas"]["Batch"];

/** What a command does after it has submitted a batch. */
export interface FinishOptions {
  wait?: boolean;
  /** Folder for the results. */
  download?: string;
}

/** A batch that the platform has stopped waits for a person. */
const isDone = ({ state, counts }: Batch): boolean =>
  state === "ended" || (state === "stopped" && counts.running === 0);

/** Prints a new batch; waits for its end or downloads its results, if that is wanted. Throws unless all jobs succeed. */
export async function finishBatch(cli: Cli, batch: Batch, { wait = false, download }: FinishOptions): Promise<void> {
  const { out } = cli;
  const { id } = batch;
  if (!wait && download === undefined)
    return out.result(batch, () => {
      out.print(id);
      out.note(
        `${batch.jobs} jobs. See: pegbar batch show ${id}. Download results as they finish: pegbar pull ${id} DIR --follow`,
      );
    });
  out.note(`${id} for ${batch.show}/${batch.sequence}/${batch.shot}: ${batch.jobs} jobs`);
  const files =
    download === undefined ? undefined : await pullFiles(cli, { batchId: id }, download, { follow: true, isDone });
  const ended = download === undefined ? await waitForEnd(cli, id) : await readBatch(cli, id);
  out.result(files ? { ...ended, files } : ended, () =>
    files ? files.forEach(({ file }) => out.print(file)) : out.print(id),
  );
  assertSucceeded(ended);
}

const readBatch = ({ client, signal }: Cli, id: string): Promise<Batch> =>
  client().get("/v1/batches/{id}", { params: { path: { id } }, signal });

async function waitForEnd({ out, client, signal }: Cli, id: string): Promise<Batch> {
  let printed = "";
  for await (const batch of followBatch(client(), id, { signal })) {
    const text = `${batch.state}: ${formatCounts(batch.counts)}`;
    if (text !== printed) out.note((printed = text));
    if (isDone(batch)) return batch;
  }
  throw new Error("the batch was not followed to its end");
}

function assertSucceeded({ id, state, reason, counts }: Batch): void {
  if (state === "stopped")
    throw new CliError(
      "jobFailed",
      `${id} was ${reason ?? "stopped"}.`,
      `See why: pegbar batch show ${id}. Then continue: pegbar batch resume ${id}`,
    );
  if (counts.failed > 0)
    throw new CliError(
      "jobFailed",
      `${counts.failed} of the jobs of ${id} failed.`,
      `See why: pegbar batch show ${id}. Then try them again: pegbar batch retry ${id}`,
    );
  if (counts.cancelled > 0) throw new CliError("jobCancelled", `${counts.cancelled} jobs of ${id} were cancelled.`);
}
