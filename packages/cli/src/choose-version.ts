import type { components } from "@pegbar/sdk";
import { parseFrameRate, type FrameRate } from "@pegbar/sdk/delivery";
import type { Cli } from "./cli.ts";
import { CliError } from "./exit.ts";
import { createInvalidShotError, findShotFilter } from "./shot-filter.ts";

type Version = components["schemas"]["Version"];

/** Options that choose a version of a shot. */
export interface VersionChoice {
  name?: string;
  onlyVersion?: number;
  unapproved?: boolean;
  /** Whether the newest version is chosen, also if an older one is approved. */
  newest?: boolean;
}

/** Reads a frame rate of the command line. */
export function parseRate(text: string): FrameRate {
  const rate = parseFrameRate(text);
  if (rate) return rate;
  throw new CliError(
    "usage",
    `Invalid frame rate ${JSON.stringify(text)}.`,
    "Write it exactly: 24, 25, 24000/1001 or 23.976.",
  );
}

/** The version that the arguments name: by id, by number, or the newest approved one. */
export async function chooseVersion({ client, signal }: Cli, given: string, options: VersionChoice): Promise<Version> {
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
      ? ((options.newest ? undefined : found.find(({ status }) => status === "approved")) ??
        (options.unapproved ? found[0] : undefined))
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

/** The version may not leave the studio. */
export const createUnapprovedError = ({ name, number, status }: Version): CliError =>
  new CliError(
    "refused",
    `Version ${number} of ${name} is ${status === "retake" ? "sent to retake" : "not approved yet"}.`,
    "Ask a supervisor to approve a version, or deliver it anyway with --unapproved.",
  );
