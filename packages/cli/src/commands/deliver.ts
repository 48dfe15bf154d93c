import path from "node:path";
import type { Command } from "commander";
import { planDelivery, type FrameRate } from "@pegbar/sdk/delivery";
import { deliverToFolder, deliverToZip } from "@pegbar/sdk/node";
import { startBar } from "../bar.ts";
import { runCommand } from "../cli.ts";
import { chooseVersion, createUnapprovedError, parseRate, type VersionChoice } from "../choose-version.ts";
import { withExamples } from "./examples.ts";
import { parseInteger } from "./options.ts";

interface Options extends VersionChoice {
  rate?: FrameRate;
  output?: string;
  movie: boolean;
}

/** Saves a version of a shot with everything that its receiver needs to use and to verify it. */
export function deliver(program: Command): void {
  const command = program
    .command("deliver")
    .description(
      "save a version of a shot as a folder or ZIP: frames, movie, contact sheet, OpenTimelineIO timeline, certificate and manifest; for supervisors",
    )
    .argument("<shot>", "HARBOR/sq010/sh010, sht_…, or a version: ver_…")
    .option("--name <name>", "name of the output, if the shot has several")
    // Not --version, which is an option of the whole command.
    .option(
      "--only-version <number>",
      "a version such as 3 (default: the newest approved one)",
      parseInteger(1, 999_999),
    )
    .option("--rate <rate>", "frames per second: 24, 24000/1001 or 23.976 (default: the show's)", parseRate)
    .option("--no-movie", "without movie and contact sheet")
    .option("-o, --output <path>", "folder, or a name that ends with .zip (default: a folder named after the version)")
    .option("--unapproved", "also a version that is not approved")
    .action((shot: string, options: Options, command: Command) =>
      runCommand(command, async (cli) => {
        const version = await chooseVersion(cli, shot, options);
        if (version.status !== "approved" && !options.unapproved) throw createUnapprovedError(version);
        const plan = await planDelivery(cli.client(), version.id, {
          ...(options.rate ? { rate: options.rate } : {}),
          renditions: options.movie,
          signal: cli.signal,
        });
        for (const failure of plan.failures) cli.out.note(`${failure} The delivery goes on without it.`);
        const output = options.output ?? plan.name;
        const bar = cli.out.json || !process.stderr.isTTY ? undefined : startBar();
        const onFile = (done: number, count: number) =>
          bar?.update((100 * done) / count, { where: `${done} of ${count} files` });
        const store = output.endsWith(".zip") ? deliverToZip : deliverToFolder;
        await store(cli.client(), plan, output, { signal: cli.signal, onFile }).finally(() => bar?.stop());
        const { manifest } = plan;
        cli.out.result({ output, ...manifest }, () => cli.out.print(output));
        cli.out.note(
          `${path.basename(output)}: ${manifest.files.length + 1} files, ${manifest.status}. Verify it: pegbar verify ${output.endsWith(".zip") ? "FOLDER, after unpacking it" : output}`,
        );
      }),
    );
  withExamples(
    command,
    "pegbar deliver HARBOR/sq010/sh010",
    "pegbar deliver HARBOR/sq010/sh010 --name paint --only-version 3 --rate 24000/1001 -o paint_v003.zip",
  );
}
