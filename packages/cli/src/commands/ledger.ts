import { readdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import pLimit from "p-limit";
import { CERTIFICATE_SUFFIX, shotCertificate } from "@pegbar/sdk";
import { makeFolder } from "@pegbar/sdk/node";
import { runCommand, type Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { fetchPublic } from "../fetch-public.ts";
import { findShotFilter, createInvalidShotError } from "../shot-filter.ts";
import { copyLog } from "./copy-log.ts";
import { withExamples } from "./examples.ts";
import { addTraceCommand } from "./trace.ts";
import { verifyQldb } from "./verify-qldb.ts";

/** The log that certificates come from. */
export function addLedgerCommands(program: Command): void {
  const group = program.command("ledger").description("keys, certificates and copies of the log");
  withExamples(group, "pegbar ledger key > log.key", "pegbar ledger shot HARBOR/sq010/sh010");

  const key = group
    .command("key")
    .description("print the log's public keys, to verify certificates with; needs no sign-in")
    .option(
      "--log <log>",
      "name the keys after one log, as other tools expect: platform, or the log that GET /v1/ledger names",
    )
    .action(({ log }: { log?: string }, command: Command) =>
      runCommand(command, async ({ out, url, signal }) => {
        const keys = await readLogKeys(url(), signal);
        const logKeys = log === undefined ? keys : await Promise.all(keys.map((one) => nameKeyOfLog(one, log)));
        out.result({ logKeys }, () => logKeys.forEach((one) => out.print(one)));
      }),
    );
  withExamples(key, "pegbar ledger key > log.key", "pegbar ledger key --log platform");

  const authority = group
    .command("authority")
    .description("print the PEM certificate that readers of content credentials (C2PA) must trust; needs no sign-in")
    .action((_options: unknown, command: Command) =>
      runCommand(command, async ({ out, url, signal }) => {
        const response = await fetchPublic(new URL("/v1/ledger/authority", url()), signal);
        const pem = await response.text();
        if (!response.ok || !pem.includes("BEGIN CERTIFICATE"))
          throw new CliError("notFound", `${url()} does not sign content credentials.`);
        out.result({ authority: pem }, () => out.print(pem.trimEnd()));
      }),
    );
  withExamples(authority, "pegbar ledger authority > authority.pem");

  const shot = group
    .command("shot")
    .description("save one certificate of every result of a shot, rejected ones included; for supervisors")
    .argument("<shot>", "HARBOR/sq010/sh010 or sht_…")
    .option("-o, --output <file>", "where to save it (default: SHOW_SEQUENCE_SHOT.pegbar.json)")
    .option("--withhold <kinds>", "values to leave out, separated by commas: identity, prompts, input")
    .action((given: string, { output, withhold }: { output?: string; withhold?: string }, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const { shotId } = (await findShotFilter(client(), given, signal)).query;
        if (shotId === undefined) throw createInvalidShotError(given);
        const certificate = await client().get("/v1/shots/{id}/certificate", {
          params: { path: { id: shotId }, query: { wait: WAIT_SECONDS, ...(withhold ? { withhold } : {}) } },
          signal,
        });
        const { name, results } = shotCertificate(certificate);
        const file = output ?? name;
        await writeFile(file, JSON.stringify(certificate));
        out.result({ file, results }, () => out.print(file));
        out.note(`${results} ${results === 1 ? "result" : "results"} in one certificate.`);
      }),
    );
  withExamples(
    shot,
    "pegbar ledger shot HARBOR/sq010/sh010 -o shot.pegbar.json",
    "pegbar ledger shot HARBOR/sq010/sh010 --withhold identity,prompts",
  );

  addTraceCommand(group);

  const exporting = group
    .command("export")
    .description("save the certificate of every result, and the log's keys; resumes an interrupted export")
    .option("-o, --output <dir>", "folder to save them in", "ledger")
    .option("--shot <shot>", "only results of a show, sequence or shot: HARBOR, HARBOR/sq010/sh010, sht_…")
    .action(({ output, shot }: { output: string; shot?: string }, command: Command) =>
      runCommand(command, async (cli) => {
        const counts = await exportTo(cli, output, shot);
        cli.out.result({ folder: output, ...counts }, () => cli.out.print(output));
        cli.out.note(`${counts.written} certificates written, ${counts.kept} already exported.`);
      }),
    );
  withExamples(exporting, "pegbar ledger export -o archive --shot HARBOR");

  copyLog(group);
  verifyQldb(group);
}

/** The key, named after one of the platform's logs. */
async function nameKeyOfLog(text: string, log: string): Promise<string> {
  const { formatVerifierKey, parseVerifierKey, renameKey } = await import("@pegbar/verify");
  const key = parseVerifierKey(text);
  const own = key && renameKey(key, `${key.name}/${log}`);
  if (!own) throw new CliError("usage", `Invalid --log ${JSON.stringify(log)}.`, "See: pegbar ledger key --help");
  return formatVerifierKey(own);
}

async function readLogKeys(url: string, signal: AbortSignal): Promise<string[]> {
  const response = await fetchPublic(new URL("/v1/ledger/key", url), signal);
  // A response that is not JSON has no key either; the error below contains the URL and the status.
  const { logKeys } = (await response.json().catch(() => ({}))) as { logKeys?: string[] };
  if (logKeys !== undefined) return logKeys;
  throw new CliError(
    "unexpected",
    `No key in the answer of ${url} (status ${response.status}).`,
    "Check that this is the address of Pegbar's API.",
  );
}

/** Maximum number of certificates to fetch concurrently. */
const AT_ONCE = 4;
/** How long the API may wait for the record, which is usually written within a second of the job's end. */
const WAIT_SECONDS = 20;

/**
 * Saves all certificates that the user may read in a folder, named after their assets. Existing files are not fetched
 * again, because certificates are final.
 */
async function exportTo({ client, url, signal }: Cli, folder: string, shot: string | undefined) {
  const { query, matches } = await findShotFilter(client(), shot, signal);
  await makeFolder(folder);
  const existing = new Set(await readdir(folder));
  let [written, kept] = [0, 0];
  const assets = client().pages("/v1/assets", { ...query, limit: 200 }, { signal });
  const save = async (id: string): Promise<void> => {
    const name = id + CERTIFICATE_SUFFIX;
    const certificate = await client().get("/v1/assets/{id}/certificate", {
      params: { path: { id }, query: { wait: WAIT_SECONDS } },
      signal,
    });
    // Written atomically, because a partial file would be taken for a complete one.
    const file = path.join(folder, name);
    await writeFile(`${file}.part`, JSON.stringify(certificate));
    await rename(`${file}.part`, file);
    written++;
  };
  const missing: string[] = [];
  for await (const { id, ...asset } of assets) {
    if (!matches(asset)) continue;
    if (existing.has(id + CERTIFICATE_SUFFIX)) kept++;
    else missing.push(id);
  }
  const limit = pLimit(AT_ONCE);
  try {
    await limit.map(missing, save);
  } finally {
    limit.clearQueue();
  }
  await writeFile(path.join(folder, "log.key"), `${(await readLogKeys(url(), signal)).join("\n")}\n`);
  return { written, kept };
}
