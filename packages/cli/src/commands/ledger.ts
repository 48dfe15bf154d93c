import { mkdir, readdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { formatVerifierKey, keyOfOrigin, parseVerifierKey } from "@pegbar/verify";
import { CERTIFICATE_SUFFIX, shotCertificate } from "@pegbar/sdk";
import { run, type Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { moment } from "../output.ts";
import { place } from "../place.ts";
import { copyLog } from "./copy-log.ts";
import { verifyQldb } from "./verify-qldb.ts";

/** The log that certificates come from. */
export function ledger(program: Command): void {
  const group = program.command("ledger").description("the log that certificates come from");

  group
    .command("key")
    .description("the log's public keys, to compare with certificates; needs no sign-in")
    .option(
      "--log <log>",
      "under the name of one log, as other tools want it: platform, or what GET /v1/ledger calls yours",
    )
    .action(({ log }: { log?: string }, command: Command) =>
      run(command, async ({ out, url, signal }) => {
        const keys = await keysOf(url(), signal);
        const logKeys = log === undefined ? keys : keys.map((key) => under(key, log));
        out.result({ logKeys }, () => logKeys.forEach((key) => out.print(key)));
      }),
    );

  group
    .command("authority")
    .description(
      "the certificate that readers of content credentials (C2PA) are told to trust, in PEM; needs no sign-in",
    )
    .action((_options: unknown, command: Command) =>
      run(command, async ({ out, url, signal }) => {
        const response = await fetch(new URL("/v1/ledger/authority", url()), { signal });
        const authority = await response.text();
        if (!response.ok || !authority.includes("BEGIN CERTIFICATE"))
          throw new CliError("notFound", `${url()} signs no content credentials.`);
        out.result({ authority }, () => out.print(authority.trimEnd()));
      }),
    );

  group
    .command("shot")
    .description("one certificate of everything that was generated for a shot, rejects too; for supervisors")
    .argument("<shot>", "HARBOR/sq010/sh010 or sht_…")
    .option("-o, --output <file>", "SHOW_SEQUENCE_SHOT.pegbar.json unless told")
    .option("--withhold <kinds>", "leave out values: identity, prompts, input, with commas between")
    .action((shot: string, { output, withhold }: { output?: string; withhold?: string }, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        const { shotId } = (await place(client(), shot, signal)).query;
        if (shotId === undefined) throw new CliError("usage", `${shot} names no single shot.`, "See: pegbar shows");
        const certificate = await client().get("/v1/shots/{id}/certificate", {
          params: { path: { id: shotId }, query: { wait: WAIT_SECONDS, ...(withhold ? { withhold } : {}) } },
          signal,
        });
        const { name, results } = shotCertificate(certificate);
        const file = output ?? name;
        await writeFile(file, JSON.stringify(certificate));
        out.result({ file, results }, () => out.print(file));
        out.note(`${results} results, in one certificate.`);
      }),
    );

  group
    .command("trace")
    .description("what an asset was made from, or everything that a model or an input had a part in")
    .argument("<id>", "ast_…, mdl_… or inp_…")
    .action((id: string, _options: unknown, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        if (!/^(ast|mdl|inp)_/.test(id))
          throw new CliError("usage", `${JSON.stringify(id)} is no ast_…, mdl_… or inp_….`, "See: pegbar assets");
        const path = { id };
        if (id.startsWith("ast_")) {
          const found = await client().get("/v1/assets/{id}/origins", { params: { path }, signal });
          const rows = [
            ...found.assets.map((one) => ["asset", one.id, one.filename, one.sha256] as const),
            ...found.inputs.map((one) => ["input", one.id, one.filename, one.sha256] as const),
            ...found.models.map((one) => ["model", one.id, `${one.fileName}, ${one.licence}`, one.sha256] as const),
            ...found.workflows.map((one) => ["workflow", one.id, `${one.slug} ${one.version}`, one.sha256] as const),
          ];
          return out.result(found, () =>
            out.table(
              ["what", "id", "name", "SHA-256"],
              rows.map((row) => [...row]),
              "Nothing is known of it.",
            ),
          );
        }
        const asked = { params: { path }, signal };
        const found = id.startsWith("mdl_")
          ? await client().get("/v1/models/{id}/assets", asked)
          : await client().get("/v1/inputs/{id}/assets", asked);
        out.result(found, () =>
          out.table(
            ["asset", "shot", "file", "steps", "made"],
            found.items.map((one) => [
              one.id,
              `${one.show}/${one.sequence}/${one.shot}`,
              one.filename,
              one.steps,
              moment(one.createdAt),
            ]),
            "It had a part in nothing that you may see.",
          ),
        );
        if (found.truncated) out.note("There are more than these.");
      }),
    );

  group
    .command("export")
    .description("a certificate for each result, and the log's key: verifies without Pegbar; goes on after a break")
    .option("-o, --output <dir>", "folder to put them in", "ledger")
    .option("--shot <shot>", "only those of a show, sequence or shot: HARBOR, HARBOR/sq010/sh010, sht_…")
    .action(({ output, shot }: { output: string; shot?: string }, command: Command) =>
      run(command, async (cli) => {
        const counts = await exportTo(cli, output, shot);
        cli.out.result({ folder: output, ...counts }, () => cli.out.print(output));
        cli.out.note(`${counts.written} certificates written, ${counts.kept} were here already.`);
      }),
    );

  copyLog(group);
  verifyQldb(group);
}

/** A key under the name of one of its logs. */
function under(text: string, log: string): string {
  const key = parseVerifierKey(text);
  const own = key && keyOfOrigin(key, `${key.name}/${log}`);
  if (!own) throw new CliError("usage", `${JSON.stringify(log)} is no name of a log.`);
  return formatVerifierKey(own);
}

async function keysOf(url: string, signal: AbortSignal): Promise<string[]> {
  const response = await fetch(new URL("/v1/ledger/key", url), { signal });
  const { logKeys } = (await response.json().catch(() => ({}))) as { logKeys?: string[] };
  if (logKeys !== undefined) return logKeys;
  throw new CliError(
    "unexpected",
    `${url} answered ${response.status} and no key.`,
    "Is this the address of Pegbar's API?",
  );
}

/** Certificates that are fetched at once. */
const AT_ONCE = 4;
/** A record is written within a second of its job's end. */
const WAIT_SECONDS = 20;

/** Puts every certificate that one may see into a folder, under its asset's id. One that is there does not change. */
async function exportTo({ client, url, signal }: Cli, folder: string, shot: string | undefined) {
  await mkdir(folder, { recursive: true });
  const { query, fits } = await place(client(), shot, signal);
  const here = new Set(await readdir(folder));
  let [written, kept] = [0, 0];
  const assets = client().pages("/v1/assets", { ...query, limit: 200 }, { signal });
  const lane = async () => {
    for (let next = await assets.next(); next.done !== true; next = await assets.next()) {
      const { id, ...asset } = next.value;
      const name = id + CERTIFICATE_SUFFIX;
      if (!fits(asset)) continue;
      if (here.has(name)) {
        kept++;
        continue;
      }
      const certificate = await client().get("/v1/assets/{id}/certificate", {
        params: { path: { id }, query: { wait: WAIT_SECONDS } },
        signal,
      });
      // Whole or not at all: a half one would be taken for one that is here.
      const file = path.join(folder, name);
      await writeFile(`${file}.part`, JSON.stringify(certificate));
      await rename(`${file}.part`, file);
      written++;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  await writeFile(path.join(folder, "log.key"), `${(await keysOf(url(), signal)).join("\n")}\n`);
  return { written, kept };
}
