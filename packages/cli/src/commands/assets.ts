import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import type { components } from "@pegbar/sdk";
import { verifierKeysIn, verify as check } from "@pegbar/verify";
import { run } from "../cli.ts";
import { CliError } from "../exit.ts";
import { moment, size } from "../output.ts";
import { place } from "../place.ts";
import { save } from "../save.ts";
import { whole } from "./options.ts";

type Asset = components["schemas"]["Asset"];

interface AssetsOptions {
  job?: string;
  shot?: string;
  limit: number;
}

/** Results: list, fetch, prove. */
export function assets(program: Command): void {
  program
    .command("assets")
    .description("results, newest first")
    .option("--job <job>", "only those of a job")
    .option("--shot <shot>", "only those of a show, sequence or shot: HARBOR, HARBOR/sq010/sh010, sht_…")
    .option("-n, --limit <n>", "at most so many", whole(1, 10_000), 20)
    .action(({ job, shot, limit }: AssetsOptions, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        const { query, fits } = await place(client(), shot, signal);
        const asked = { ...query, limit: Math.min(200, limit), ...(job === undefined ? {} : { jobId: job }) };
        const found: Asset[] = [];
        for await (const asset of client().pages("/v1/assets", asked, { signal })) {
          if (fits(asset)) found.push(asset);
          if (found.length === limit) break;
        }
        out.result(found, () =>
          out.table(
            ["asset", "shot", "file", "size", "made"],
            found.map((one) => [one.id, placeOf(one), one.filename, size(one.bytes), moment(one.createdAt)]),
            "There are no such results.",
          ),
        );
      }),
    );

  program
    .command("download")
    .description("fetch results with their certificates; goes on where a download broke off")
    .argument("<ids...>", "job_… or ast_…")
    .option("-o, --output <dir>", "folder to put them in", ".")
    .option("--no-certificate", "only the files")
    .action((ids: string[], { output, certificate }: { output: string; certificate: boolean }, command: Command) =>
      run(command, async (cli) => {
        const files = await save(cli, ids, output, certificate);
        cli.out.result(files, () => files.forEach(({ file }) => cli.out.print(file)));
      }),
    );

  program
    .command("verify")
    .description("check a file and its certificate, with no network and no sign-in")
    .argument("<file>", "the picture")
    .argument("[certificate]", "FILE.pegbar.json unless told")
    .option("--key <key>", "the log's keys that you trust, or a file with them; see: pegbar ledger key")
    .action((file: string, given: string | undefined, { key }: { key?: string }, command: Command) =>
      run(command, async ({ out }) => {
        const certificate = given ?? `${file}.pegbar.json`;
        const [bytes, text, trusted] = await Promise.all([
          read(file),
          read(certificate),
          key === undefined ? undefined : keysOf(key).then((log) => ({ log })),
        ]);
        const verdict = check(text.toString("utf8"), bytes, trusted);
        if (!verdict.valid) throw new CliError("notVerified", `${file}: ${verdict.reason}.`);
        const { file: statement, ...rest } = verdict;
        const told = { file, certificate, record: statement?.record, withheld: statement?.withheld, ...rest };
        out.result(told, () => {
          out.facts(story(verdict));
          out.note(
            trusted === undefined
              ? `File and certificate belong together. Whether the log is the right one, tells --key.`
              : "Verified.",
          );
        });
      }),
    );
}

const placeOf = ({ show, sequence, shot }: Asset): string => `${show}/${sequence}/${shot}`;

async function read(file: string): Promise<Buffer> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new CliError("usage", error.code === "ENOENT" ? `There is no file ${file}.` : error.message);
  });
}

/** Keys as they were given: themselves, or a file that holds them, also as the API answers them. */
async function keysOf(given: string): Promise<string[]> {
  const own = verifierKeysIn(given);
  if (own.length > 0) return own;
  const found = verifierKeysIn((await read(given)).toString("utf8"));
  if (found.length > 0) return found;
  throw new CliError("usage", `${given} holds no verifier key.`, "Get the log's keys with: pegbar ledger key");
}

type Valid = Extract<ReturnType<typeof check>, { valid: true }>;

/** What the record of the file says, as far as it says it. */
function story({ file, origin, treeSize, witnesses }: Valid) {
  const record = file?.record ?? {};
  const at = (...path: string[]): string | undefined => {
    const found = path.reduce<unknown>(
      (value, name) =>
        typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined,
      record,
    );
    if (Array.isArray(found)) return found.map(String).join(" / ");
    return found === undefined || found === null || typeof found === "object" ? undefined : String(found);
  };
  const models = (record["models"] as { fileName?: string }[] | undefined)?.map(({ fileName }) => fileName).join(", ");
  return [
    ["made by", at("user", "name")],
    ["at", at("assertedAt")],
    ["for", [at("show"), at("sequence"), at("shot")].filter(Boolean).join("/")],
    ["version", at("asset", "version")],
    ["prompt", at("generation", "prompts")],
    ["seed", at("generation", "seeds")],
    ["models", models],
    ["withheld", file?.withheld.join(", ") || undefined],
    ["log", `${origin}, ${treeSize} records`],
    ["witnessed", witnesses.map(({ name, at }) => `${name} ${at}`).join(", ") || undefined],
  ] as const;
}
