import { readFile, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { ignoreMissing, makeFolder } from "@pegbar/sdk/node";
import type { Audit } from "@pegbar/verify";
import { runCommand, type Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { describeFileError } from "../file-error.ts";
import { fetchPublic } from "../fetch-public.ts";
import { withExamples } from "./examples.ts";

const CHECKPOINT = "checkpoint";
const KEYS = "log.key";

/** Copies a log to a folder as files that can be verified offline (C2SP tlog-tiles). */
export function copyLog(group: Command): void {
  const copy = group
    .command("copy")
    .description("copy your studio's whole log to files: records, hashes and checkpoint; updates an earlier copy")
    .option("-o, --output <dir>", "folder to save it in", "log")
    .option("--log <log>", "another log: platform", "")
    .action(({ output, log }: { output: string; log: string }, command: Command) =>
      runCommand(command, async (cli) => {
        await makeFolder(output);
        const copied = await copyTo(cli, output, log);
        cli.out.result({ folder: output, ...copied }, () => cli.out.print(output));
        cli.out.note(`${copied.records} records: ${copied.fetched} files fetched, ${copied.kept} already copied.`);
      }),
    );
  withExamples(copy, "pegbar ledger copy -o our-log", "pegbar ledger copy -o platform-log --log platform");

  const check = group
    .command("check")
    .description("check a copied log: every record, hash and signature; works offline and without a sign-in")
    .argument("<dir>", "the folder")
    .option("--key <key>", "the log's keys that you trust, or a file with them (default: the keys in the copy)")
    .action((dir: string, { key }: { key?: string }, command: Command) =>
      runCommand(command, async ({ out }) => {
        const verdict = await checkCopy(dir, key);
        if (!verdict.valid) throw new CliError("notVerified", `${dir}: ${verdict.reason}.`);
        out.result(verdict, () => {
          out.facts([
            ["log", verdict.origin],
            ["records", String(verdict.size)],
            ["signed by", verdict.signedBy.join(", ")],
          ]);
          out.note(
            key === undefined
              ? "The copy is consistent. To check that it is the log you trust, add --key."
              : "Verified.",
          );
        });
      }),
    );
  withExamples(check, "pegbar ledger check our-log --key log.key");
}

async function copyTo({ client, url, signal, out }: Cli, folder: string, given: string) {
  const own = given === "" ? await client().get("/v1/ledger", { signal }) : undefined;
  const log = own?.log ?? given;
  const response = await fetchPublic(new URL(`/v1/ledger/logs/${log}/checkpoint`, url()), signal);
  if (!response.ok) throw new CliError("notFound", `No log ${JSON.stringify(log)} at ${url()}.`);
  const note = await response.text();
  const { formatTilePath, listTiles, parseCheckpoint } = await import("@pegbar/verify");
  const size = parseCheckpoint(note.slice(0, note.indexOf("\n\n") + 1))?.size;
  if (size === undefined) throw new CliError("unexpected", `The answer of ${url()} is not a checkpoint.`);
  let [fetched, kept] = [0, 0];
  for (const address of listTiles(size)) {
    const name = formatTilePath(address);
    const file = path.join(folder, name);
    if (await isThere(file)) {
      kept++;
      continue;
    }
    // Only records require a sign-in, but the token is sent with all requests.
    const response = await client().request(`/v1/ledger/logs/${log}/${name}`, { signal });
    await writeWhole(file, new Uint8Array(await response.arrayBuffer()));
    fetched++;
    if (fetched % 100 === 0) out.note(`${fetched} files …`);
  }
  const keys = (await client().get("/v1/ledger/key", { signal })).logKeys;
  await writeWhole(path.join(folder, KEYS), Buffer.from(`${keys.join("\n")}\n`));
  // Last, so that an interrupted copy keeps the checkpoint of its files.
  await writeWhole(path.join(folder, CHECKPOINT), Buffer.from(note));
  return { records: size, fetched, kept };
}

const isThere = async (file: string): Promise<boolean> => (await ignoreMissing(stat(file))) !== undefined;

/** Writes a file atomically, because a partial one would be taken for a complete one. */
async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  await makeFolder(path.dirname(file));
  await writeFile(`${file}.part`, bytes);
  await rename(`${file}.part`, file);
}

async function checkCopy(dir: string, key: string | undefined): Promise<Audit> {
  const read = (name: string): Promise<Buffer | undefined> =>
    ignoreMissing(readFile(path.join(dir, name))).catch((error: unknown) => {
      throw describeFileError(error);
    });
  const note = await read(CHECKPOINT);
  if (!note) throw new CliError("usage", `No checkpoint in ${dir}.`, "Copy the log again: pegbar ledger copy");
  const { audit, listVerifierKeys } = await import("@pegbar/verify");
  const own = key === undefined ? undefined : listVerifierKeys(key);
  const file = key === undefined ? await read(KEYS) : own?.length ? undefined : await readKeyFile(key);
  const keys = own?.length ? own : listVerifierKeys(file?.toString("utf8") ?? "");
  if (keys.length === 0) throw new CliError("usage", `No verifier key in ${key ?? dir}.`, "See: pegbar ledger key");
  return audit(note.toString("utf8"), keys, read);
}

const readKeyFile = (file: string): Promise<Buffer> =>
  readFile(file).catch((error: unknown) => {
    throw describeFileError(error);
  });
