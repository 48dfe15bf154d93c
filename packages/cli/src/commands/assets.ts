import type { Command } from "commander";
import type { components } from "@pegbar/sdk";
import { runCommand } from "../cli.ts";
import { formatBytes, formatTime } from "../output.ts";
import { saveFiles } from "../save.ts";
import { findShotFilter } from "../shot-filter.ts";
import { withExamples } from "./examples.ts";
import { parseInteger } from "./options.ts";

type Asset = components["schemas"]["Asset"];

interface AssetsOptions {
  job?: string;
  shot?: string;
  limit: number;
}

interface DownloadOptions {
  output: string;
  certificate: boolean;
  signed?: boolean;
}

/** List and download results. */
export function addAssetCommands(program: Command): void {
  const list = program
    .command("assets")
    .description("list results, newest first")
    .option("--job <job>", "only results of this job")
    .option("--shot <shot>", "only results of a show, sequence or shot: HARBOR, HARBOR/sq010/sh010, sht_…")
    .option("-n, --limit <n>", "at most this many", parseInteger(1, 10_000), 20)
    .action(({ job, shot, limit }: AssetsOptions, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const { query, matches } = await findShotFilter(client(), shot, signal);
        const asked = { ...query, limit: Math.min(200, limit), ...(job === undefined ? {} : { jobId: job }) };
        const found: Asset[] = [];
        for await (const asset of client().pages("/v1/assets", asked, { signal })) {
          if (matches(asset)) found.push(asset);
          if (found.length === limit) break;
        }
        out.result(found, () =>
          out.table(
            ["asset", "shot", "file", "size", "created"],
            found.map((one) => [
              one.id,
              `${one.show}/${one.sequence}/${one.shot}`,
              one.filename,
              formatBytes(one.bytes),
              formatTime(one.createdAt),
            ]),
            "No matching results.",
          ),
        );
      }),
    );
  withExamples(
    list,
    "pegbar assets --shot HARBOR/sq010 -n 50",
    "pegbar assets --job job_01JYB4X2K0000000000000000A --json",
  );

  const download = program
    .command("download")
    .description("download results with their certificates; resumes interrupted downloads")
    .argument("<ids...>", "job_… or ast_…")
    .option("-o, --output <dir>", "folder to save them in", ".")
    .option("--no-certificate", "only the files")
    .option("--signed", "files with content credentials (C2PA); formats without them come as they are")
    .action((ids: string[], { output, ...options }: DownloadOptions, command: Command) =>
      runCommand(command, async (cli) => {
        const files = await saveFiles(cli, ids, output, options);
        cli.out.result(files, () => files.forEach(({ file }) => cli.out.print(file)));
      }),
    );
  withExamples(
    download,
    "pegbar download job_01JYB4X2K0000000000000000A -o results",
    "pegbar download ast_01JYB4X2K0000000000000000A -o signed --signed",
  );
}
