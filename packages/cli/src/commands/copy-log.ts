import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { audit, formatTilePath, parseCheckpoint, tilesOf, verifierKeysIn, type Audit } from "@pegbar/verify";
import { run, type Cli } from "../cli.ts";
import { CliError } from "../exit.ts";

const CHECKPOINT = "checkpoint";
const KEYS = "log.key";

/** A log as files that verify on their own: C2SP tlog-tiles in a folder. */
export function copyLog(group: Command): void {
  group
    .command("copy")
    .description("your studio's whole log as files: records, hashes and signed head; goes on from an earlier copy")
    .option("-o, --output <dir>", "folder to put it in", "log")
    .option("--log <log>", "another one: platform", "")
    .action(({ output, log }: { output: string; log: string }, command: Command) =>
      run(command, async (cli) => {
        const copied = await copy(cli, output, log);
        cli.out.result({ folder: output, ...copied }, () => cli.out.print(output));
        cli.out.note(`${copied.records} records; ${copied.fetched} files fetched, ${copied.kept} were here already.`);
      }),
    );

  group
    .command("check")
    .description("check a copied log: every record, hash and signature; needs no network and no sign-in")
    .argument("<dir>", "the folder")
    .option("--key <key>", "the log's keys that you trust, or a file with them; the copy's own unless told")
    .action((dir: string, { key }: { key?: string }, command: Command) =>
      run(command, async ({ out }) => {
        const verdict = await check(dir, key);
        if (!verdict.valid) throw new CliError("notVerified", `${dir}: ${verdict.reason}.`);
        out.result(verdict, () => {
          out.facts([
            ["log", verdict.origin],
            ["records", String(verdict.size)],
            ["signed by", verdict.signedBy.join(", ")],
          ]);
          out.note(
            key === undefined ? "It fits together. Whether the keys are the right ones, tells --key." : "Verified.",
          );
        });
      }),
    );
}

async function copy({ client, url, signal, out }: Cli, folder: string, given: string) {
  const own = given === "" ? await client().get("/v1/ledger", { signal }) : undefined;
  const log = own?.log ?? given;
  const note = await text(new URL(`/v1/ledger/logs/${log}/checkpoint`, url()), signal);
  const size = parseCheckpoint(note.slice(0, note.indexOf("\n\n") + 1))?.size;
  if (size === undefined) throw new CliError("unexpected", `${url()} answered no checkpoint.`);
  let [fetched, kept] = [0, 0];
  for (const address of tilesOf(size)) {
    const name = formatTilePath(address);
    const file = path.join(folder, name);
    if (await isThere(file)) {
      kept++;
      continue;
    }
    // Records need the sign-in; hashes do not, and come the same way.
    const response = await client().request(`/v1/ledger/logs/${log}/${name}`, { signal });
    await put(file, new Uint8Array(await response.arrayBuffer()));
    fetched++;
    if (fetched % 100 === 0) out.note(`${fetched} files …`);
  }
  const keys = (await client().get("/v1/ledger/key", { signal })).logKeys;
  await put(path.join(folder, KEYS), Buffer.from(`${keys.join("\n")}\n`));
  // Last: a copy that broke off has the head of what it holds.
  await put(path.join(folder, CHECKPOINT), Buffer.from(note));
  return { records: size, fetched, kept };
}

async function text(address: URL, signal: AbortSignal): Promise<string> {
  const response = await fetch(address, { signal });
  if (response.ok) return response.text();
  throw new CliError("notFound", `${address.href} answered ${response.status}.`, "Is this the name of a log?");
}

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** Whole or not at all: a half one would be taken for one that is here. */
async function put(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.part`, bytes);
  await rename(`${file}.part`, file);
}

async function check(dir: string, key: string | undefined): Promise<Audit> {
  const read = (name: string): Promise<Buffer | undefined> => readFile(path.join(dir, name)).catch(() => undefined);
  const note = await read(CHECKPOINT);
  if (!note)
    throw new CliError("usage", `${dir} holds no checkpoint.`, "Copy the log again: it goes on where it broke off.");
  const own = key === undefined ? undefined : verifierKeysIn(key);
  const file = key === undefined ? await read(KEYS) : await readFile(key).catch(() => undefined);
  const keys = own && own.length > 0 ? own : verifierKeysIn(file?.toString("utf8") ?? "");
  if (keys.length === 0) throw new CliError("usage", `${key ?? dir} holds no verifier key.`);
  return audit(note.toString("utf8"), keys, read);
}
