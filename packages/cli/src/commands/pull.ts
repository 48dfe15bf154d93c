import { InvalidArgumentError, type Command } from "commander";
import type { PullSource } from "@pegbar/sdk/node";
import { pullFiles } from "../batch/pull.ts";
import { runCommand, type Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { createInvalidShotError, findShotFilter, isShot } from "../shot-filter.ts";
import { withExamples } from "./examples.ts";

interface PullOptions {
  onlyVersion?: number | "latest";
  follow?: boolean;
  certificates?: boolean;
}

/** pull */
export function addPullCommand(program: Command): void {
  const pull = program
    .command("pull")
    .description("download the results of a shot or batch; continues where an earlier call was interrupted")
    .argument("<target>", "bat_…, show/sequence/shot, or sht_…")
    .argument("[dir]", "folder to save them in", ".")
    // Not --version, which is an option of the whole command.
    .option("--only-version <number>", "a version such as 3, or latest (default for a shot)", parseVersion)
    .option("--follow", "continue with results as they finish: to the end of a batch; for a shot until Ctrl-C")
    .option("--certificates", "save the certificate of each file as NAME.pegbar.json")
    .action((target: string, folder: string, options: PullOptions, command: Command) =>
      runCommand(command, async (cli) => {
        const { follow = false, certificates: certificate = false } = options;
        const source = await findSource(cli, target);
        const version = options.onlyVersion ?? ("shotId" in source ? "latest" : undefined);
        const files = await pullFiles(cli, source, folder, {
          follow,
          certificate,
          lines: true,
          ...(version === undefined ? {} : { version }),
        });
        if (files.length === 0) throw new CliError("notFound", `No results of ${target}.`, "See: pegbar batch list");
        if (!cli.out.json) for (const { file } of files) cli.out.print(file);
      }),
    );
  withExamples(
    pull,
    "pegbar pull HARBOR/sq010/sh010 renders",
    "pegbar pull HARBOR/sq010/sh010 renders --only-version 3 --certificates",
    "pegbar pull bat_01JYB4X2K0000000000000000A renders --follow",
  );
}

async function findSource({ client, signal }: Cli, target: string): Promise<PullSource> {
  if (target.startsWith("bat_")) {
    await client().get("/v1/batches/{id}", { params: { path: { id: target } }, signal });
    return { batchId: target };
  }
  if (!isShot(target)) throw createInvalidShotError(target);
  const { query } = await findShotFilter(client(), target, signal);
  return { shotId: query.shotId ?? target };
}

function parseVersion(text: string): number | "latest" {
  if (text === "latest") return text;
  const number = Number(/^v?(\d{1,9})$/.exec(text)?.[1]);
  if (number >= 1) return number;
  throw new InvalidArgumentError("Write a version such as 3, or latest.");
}
