import type { Command } from "commander";
import type { components } from "@pegbar/sdk";
import { run } from "../cli.ts";
import { moment, size } from "../output.ts";
import { place } from "../place.ts";
import { save } from "../save.ts";
import { whole } from "./options.ts";

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

/** Results: list, fetch. */
export function assets(program: Command): void {
  program
    .command("assets")
    .description("results, newest first")
    .option("--job <job>", "only those of a job")
    .option("--shot <shot>", "only those of a show, sequence or shot: HARBOR, HARBOR/sq010/sh010, sht_…")
    .option("-n, --limit <n>", "at most so many", whole(1, 10_000), 20)
    .action(({ job, shot, limit }: AssetsOptions, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        const { query, fits } = await place(client(), shot, signal);
        const asked = { ...query, limit: Math.min(200, limit), ...(job === undefined ? {} : { jobId: job }) };
        const found: Asset[] = [];
        for await (const asset of client().pages("/v1/assets", asked, { signal })) {
          if (fits(asset)) found.push(asset);
          if (found.length === limit) break;
        }
        out.result(found, () =>
          out.table(
            ["asset", "shot", "file", "size", "made"],
            found.map((one) => [one.id, placeOf(one), one.filename, size(one.bytes), moment(one.createdAt)]),
            "There are no such results.",
          ),
        );
      }),
    );

  program
    .command("download")
    .description("fetch results with their certificates; goes on where a download broke off")
    .argument("<ids...>", "job_… or ast_…")
    .option("-o, --output <dir>", "folder to put them in", ".")
    .option("--no-certificate", "only the files")
    .option("--signed", "the files with content credentials (C2PA); kinds that carry none come as they are")
    .action((ids: string[], { output, ...options }: DownloadOptions, command: Command) =>
      run(command, async (cli) => {
        const files = await save(cli, ids, output, options);
        cli.out.result(files, () => files.forEach(({ file }) => cli.out.print(file)));
      }),
    );
}

const placeOf = ({ show, sequence, shot }: Asset): string => `${show}/${sequence}/${shot}`;
