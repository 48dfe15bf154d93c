import path from "node:path";
import type { Command } from "commander";
import type { components } from "@pegbar/sdk";
import { parseFrameRate, planDelivery, type FrameRate } from "@pegbar/sdk/delivery";
import { deliverToFolder, deliverToZip } from "@pegbar/sdk/node";
import { startBar } from "../bar.ts";
import { runCommand, type Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { createInvalidShotError, findShotFilter } from "../shot-filter.ts";
import { withExamples } from "./examples.ts";
import { parseInteger } from "./options.ts";

type Version = components["schemas"]["Version"];

interface Options {
  name?: string;
  onlyVersion?: number;
  rate: FrameRate;
  output?: string;
  unapproved?: boolean;
}

/** Saves a version of a shot with everything that its receiver needs to use and to verify it. */
export function deliver(program: Command): void {
  const command = program
    .command("deliver")
    .description(
      "save a version of a shot as a folder or ZIP: frames, OpenTimelineIO timeline, certificate and manifest; for supervisors",
    )
    .argument("<shot>", "HARBOR/sq010/sh010, sht_…, or a version: ver_…")
    .option("--name <name>", "name of the output, if the shot has several")
    // Not --version, which is an option of the whole command.
    .option(
      "--only-version <number>",
      "a version such as 3 (default: the newest approved one)",
      parseInteger(1, 999_999),
    )
    .option("--rate <rate>", "frames per second: 24, 24000/1001 or 23.976", parseRate, parseRate("24"))
    .option("-o, --output <path>", "folder, or a name that ends with .zip (default: a folder named after the version)")
    .option("--unapproved", "also a version that is not approved")
    .action((shot: string, options: Options, command: Command) =>
      runCommand(command, async (cli) => {
        const version = await chooseVersion(cli, shot, options);
        if (version.status !== "approved" && !options.unapproved) throw createUnapprovedError(version);
        const plan = await planDelivery(cli.client(), version.id, { rate: options.rate, signal: cli.signal });
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

function parseRate(text: string): FrameRate {
  const rate = parseFrameRate(text);
  if (rate) return rate;
  throw new CliError(
    "usage",
    `Invalid frame rate ${JSON.stringify(text)}.`,
    "Write it exactly: 24, 25, 24000/1001 or 23.976.",
  );
}

/** The version that the arguments name: by id, by number, or the newest approved one. */
async function chooseVersion({ client, signal }: Cli, given: string, options: Options): Promise<Version> {
  if (given.startsWith("ver_")) return client().get("/v1/versions/{id}", { params: { path: { id: given } }, signal });
  const { shotId } = (await findShotFilter(client(), given, signal)).query;
  if (shotId === undefined) throw createInvalidShotError(given);
  const found: Version[] = [];
  const query = { shotId, limit: 200, ...(options.name === undefined ? {} : { name: options.name }) };
  for await (const version of client().pages("/v1/versions", query, { signal })) found.push(version);
  const names = [...new Set(found.map(({ name }) => name))];
  if (names.length > 1)
    throw new CliError("usage", `${given} has several outputs: ${names.join(", ")}.`, "Choose one with --name.");
  const chosen =
    options.onlyVersion === undefined
      ? (found.find(({ status }) => status === "approved") ?? (options.unapproved ? found[0] : undefined))
      : found.find(({ number }) => number === options.onlyVersion);
  if (chosen) return chosen;
  const [newest] = found;
  if (!newest)
    throw new CliError("notFound", `${given} has no results${options.name ? ` named ${options.name}` : ""}.`);
  if (options.onlyVersion === undefined) throw createUnapprovedError(newest);
  throw new CliError(
    "notFound",
    `${given} has no version ${options.onlyVersion}.`,
    `Choose one of ${found.map(({ number }) => number).join(", ")}.`,
  );
}

const createUnapprovedError = ({ name, number, status }: Version): CliError =>
  new CliError(
    "refused",
    `Version ${number} of ${name} is ${status === "retake" ? "sent to retake" : "not approved yet"}.`,
    "Ask a supervisor to approve a version, or deliver it anyway with --unapproved.",
  );
