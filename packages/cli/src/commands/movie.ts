import path from "node:path";
import { Option, type Command } from "commander";
import { makeRendition, type RenditionRequest } from "@pegbar/sdk";
import { formatFrameRate, type FrameRate } from "@pegbar/sdk/delivery";
import { makeFolder, saveRendition } from "@pegbar/sdk/node";
import { chooseVersion, parseRate, type VersionChoice } from "../choose-version.ts";
import { runCommand } from "../cli.ts";
import { CliError } from "../exit.ts";
import { withExamples } from "./examples.ts";
import { parseInteger } from "./options.ts";

interface Options extends Omit<VersionChoice, "unapproved"> {
  rate?: FrameRate;
  format?: "mp4" | "webm" | "jpg" | "png";
  burnIn?: boolean;
  contactSheet?: boolean;
  output?: string;
}

/** Saves a movie or a contact sheet of a version, which the platform makes if it has not. */
export function movie(program: Command): void {
  const command = program
    .command("movie")
    .description("save a movie or a contact sheet of a version of a shot")
    .argument("<shot>", "HARBOR/sq010/sh010, sht_…, or a version: ver_…")
    .option("--name <name>", "name of the output, if the shot has several")
    .option("--only-version <number>", "a version such as 3 (default: the newest)", parseInteger(1, 999_999))
    .option("--contact-sheet", "all pictures on one sheet instead of a movie")
    .addOption(
      new Option(
        "--format <format>",
        "of a movie mp4 or webm, of a contact sheet jpg or png (default: the first)",
      ).choices(["mp4", "webm", "jpg", "png"]),
    )
    .option("--burn-in", "show version and frame number in each picture")
    .option("--rate <rate>", "frames per second: 24, 24000/1001 or 23.976 (default: the show's)", parseRate)
    .option("-o, --output <path>", "file or folder (default: the file's own name, in this folder)")
    .action((shot: string, options: Options, command: Command) =>
      runCommand(command, async (cli) => {
        const request = toRequest(options);
        const version = await chooseVersion(cli, shot, { ...options, unapproved: true, newest: true });
        let isWaiting = false;
        const onWait = () => {
          if (!isWaiting) cli.out.note("Making it…");
          isWaiting = true;
        };
        const made = await makeRendition(cli.client(), version.id, request, { signal: cli.signal, onWait });
        const file = chooseFile(made.filename, options.output);
        await makeFolder(path.dirname(path.resolve(file)));
        await saveRendition(cli.client(), made, file, cli.signal);
        cli.out.result({ output: file, ...made }, () => cli.out.print(file));
        if (made.missing && made.missing.length > 0)
          cli.out.note(`Frames without a picture: ${made.missing.join(", ")}. Black pictures say so in their place.`);
      }),
    );
  withExamples(
    command,
    "pegbar movie HARBOR/sq010/sh010 --burn-in",
    "pegbar movie HARBOR/sq010/sh010 --only-version 3 --format webm --rate 24000/1001 -o review/",
    "pegbar movie HARBOR/sq010/sh010 --contact-sheet",
  );
}

/** The output's path: a file, or a folder for the file's own name. */
function chooseFile(filename: string, output?: string): string {
  // A name from the server must not lead out of the folder.
  const own = path.basename(filename);
  if (output === undefined) return own;
  return output.endsWith("/") || path.extname(output) === "" ? path.join(output, own) : output;
}

function toRequest({ contactSheet, format, burnIn = false, rate }: Options): RenditionRequest {
  if (contactSheet) {
    if (format === "mp4" || format === "webm" || burnIn || rate)
      throw new CliError("usage", "A contact sheet has neither rate nor burn-in, and its format is jpg or png.");
    return { kind: "contactSheet", ...(format ? { format } : {}) };
  }
  if (format === "jpg" || format === "png")
    throw new CliError("usage", `A movie is no ${format}.`, "Add --contact-sheet, or choose mp4 or webm.");
  return {
    kind: "movie",
    burnIn,
    ...(format ? { format } : {}),
    ...(rate ? { frameRate: formatFrameRate(rate) } : {}),
  };
}
