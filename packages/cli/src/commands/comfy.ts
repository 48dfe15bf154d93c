import { createHash } from "node:crypto";
import path from "node:path";
import envPaths from "env-paths";
import { Option, type Command } from "commander";
import { PegbarError } from "@pegbar/sdk";
import { runCommand, type Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { readProfiles, writeProfile } from "../profiles.ts";
import { createInvalidShotError, findShow, isShot } from "../shot-filter.ts";
import { withExamples } from "./examples.ts";
import { parseInteger } from "./options.ts";

interface ComfyOptions {
  port: number;
  shot?: string;
  save?: boolean;
  class?: "light" | "heavy" | "xl";
  lane?: "interactive" | "batch";
  timeLimit?: number;
  previews?: boolean;
}

/** ComfyUI's own port, which tools expect. */
const PORT = 8188;

/** Serve ComfyUI's protocol to tools on this machine. */
export function addComfyCommand(program: Command): void {
  const command = program
    .command("comfy")
    .description("let tools for ComfyUI on this machine run their workflows on Pegbar")
    .addOption(new Option("--port <port>", "port on 127.0.0.1").default(PORT).argParser(parseInteger(0, 65_535)))
    .option("-s, --shot <shot>", "shot of the jobs (default: PEGBAR_SHOT, then the profile's)")
    .option("--save", "make this shot the profile's default")
    .addOption(new Option("--class <class>", "GPU size").choices(["light", "heavy", "xl"]))
    .addOption(new Option("--lane <lane>", "scheduling lane").choices(["interactive", "batch"]))
    .option("--time-limit <seconds>", "for each job", parseInteger(1, 86_400))
    .option("--previews", "send previews also for prompts that do not ask (ComfyUI's --preview-method auto)")
    .action((options: ComfyOptions, command: Command) =>
      runCommand(command, async (cli) => {
        const shot = chooseShot(cli, options.shot);
        const show = await findShow(cli.client(), shot, cli.signal);
        if (options.save) await saveShot(cli, shot);
        await serve(cli, shot, show?.id, options);
      }),
    );
  withExamples(
    command,
    "pegbar comfy --shot HARBOR/sq010/sh010",
    "pegbar comfy --port 8288 --class heavy --lane batch",
  );
}

function chooseShot(cli: Cli, given: string | undefined): string {
  const shot = given ?? (process.env["PEGBAR_SHOT"] || cli.profile?.shot);
  if (shot === undefined)
    throw new CliError(
      "usage",
      "No shot: every job belongs to one.",
      "Name it with --shot HARBOR/sq010/sh010, and add --save to make it the default. See: pegbar shows",
    );
  if (!isShot(shot)) throw createInvalidShotError(shot);
  return shot;
}

async function saveShot({ profileName, out }: Cli, shot: string): Promise<void> {
  const profile = (await readProfiles()).profiles[profileName];
  if (!profile)
    throw new CliError("usage", `There is no profile "${profileName}" to save the shot in.`, "Sign in: pegbar login");
  await writeProfile(profileName, { ...profile, shot });
  out.note(`Saved ${shot} in the profile "${profileName}".`);
}

async function serve(cli: Cli, shot: string, showId: string | undefined, options: ComfyOptions): Promise<void> {
  const { out, signal } = cli;
  // Imported only now, because no other command needs the server.
  const { startComfy } = await import("../comfy/start.ts");
  const proxy = await startComfy({
    client: cli.client(),
    apiUrl: cli.url(),
    signal,
    port: options.port,
    folder: getFolder(cli, options.port),
    job: {
      shot,
      ...(options.class === undefined ? {} : { class: options.class }),
      ...(options.lane === undefined ? {} : { lane: options.lane }),
      ...(options.timeLimit === undefined ? {} : { timeLimitSeconds: options.timeLimit }),
    },
    ...(showId === undefined ? {} : { showId }),
    previews: options.previews ?? false,
    note: (text) => out.note(text),
  }).catch((error: unknown) => {
    throw describePortError(error, options.port);
  });
  out.result({ url: proxy.url, shot }, () => out.print(proxy.url));
  out.note(
    `Jobs are for ${shot}. Set this address in your tool as the address of ComfyUI. Ctrl-C stops it; jobs continue.`,
  );
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  await proxy.stop();
  out.note("Stopped. Jobs continue; start it again to see them.");
}

/** Prompts and uploads of each sign-in and port are separate. */
function getFolder({ profileName, tenant, url }: Cli, port: number): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([profileName, tenant?.slug ?? null, url()]))
    .digest("hex");
  return path.join(envPaths("pegbar", { suffix: "" }).data, "comfy", `${hash.slice(0, 16)}-${port}`);
}

function describePortError(error: unknown, port: number): unknown {
  if (error instanceof PegbarError || !(error instanceof Error) || !("code" in error)) return error;
  if (error.code === "EADDRINUSE")
    return new CliError(
      "unexpected",
      `Port ${port} is in use, probably by a ComfyUI or another pegbar comfy.`,
      `Stop that program, or choose another port: pegbar comfy --port ${port < 65_535 ? port + 1 : PORT}`,
      { cause: error },
    );
  if (error.code === "EACCES")
    return new CliError("unexpected", `You may not use port ${port}.`, "Choose one above 1023: --port 8188", {
      cause: error,
    });
  return error;
}
