import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { CERTIFICATE_SUFFIX } from "@pegbar/sdk";
import { parseVerifierKey, verifierKeysIn, verify as check, type Trusted } from "@pegbar/verify";
import { run } from "../cli.ts";
import { CliError } from "../exit.ts";
import { collect, whole } from "./options.ts";

type Valid = Extract<ReturnType<typeof check>, { valid: true }>;

interface Options {
  key?: string;
  witness: string[];
  quorum?: number;
}

/** Checks files and certificates, with no network and no sign-in. */
export function verify(program: Command): void {
  program
    .command("verify")
    .description("check a file and its certificate, or a certificate alone; needs no network and no sign-in")
    .argument("<file>", "the picture; or a certificate, to check that alone")
    .argument("[certificate]", "FILE.pegbar.json unless told; a shot's certificate serves each of its files")
    .option("--key <key>", "the log's keys that you trust, or a file with them; see: pegbar ledger key")
    .option(
      "--witness <key>",
      "a witness's keys that you trust, or a file with them; may come several times",
      collect,
      [],
    )
    .option("--quorum <n>", "so many of these witnesses must have cosigned; all unless told", whole(1, 64))
    .action((file: string, given: string | undefined, { key, witness, quorum }: Options, command: Command) =>
      run(command, async ({ out }) => {
        if (key === undefined && (witness.length > 0 || quorum !== undefined))
          throw new CliError("usage", "--witness and --quorum need --key.");
        if (quorum !== undefined && witness.length === 0) throw new CliError("usage", "--quorum needs --witness.");
        const alone = given === undefined && file.endsWith(CERTIFICATE_SUFFIX);
        const certificate = alone ? file : (given ?? file + CERTIFICATE_SUFFIX);
        const [bytes, text, trusted] = await Promise.all([
          alone ? undefined : read(file),
          read(certificate),
          key === undefined ? undefined : trustIn(key, witness, quorum),
        ]);
        const verdict = check(text.toString("utf8"), bytes, trusted);
        if (!verdict.valid) throw new CliError("notVerified", `${file}: ${verdict.reason}.`);
        const { file: statement, made, ...rest } = verdict;
        const credentialed = statement?.record["type"] === "asset.credentialed";
        const told = { file, certificate, credentialed, record: made?.record, withheld: made?.withheld, ...rest };
        out.result(told, () => {
          out.facts(statement ? story(verdict) : contents(verdict));
          out.note(
            trusted === undefined
              ? `${alone ? "The certificate is true to itself" : "File and certificate belong together"}. Whether the log is the right one, tells --key.`
              : "Verified.",
          );
        });
      }),
    );
}

/** A witness with a key of each kind is one witness; without a quorum every one must have cosigned. */
async function trustIn(key: string, given: readonly string[], quorum: number | undefined): Promise<Trusted> {
  const [log, ...found] = await Promise.all([keysOf(key), ...given.map(keysOf)]);
  const witnesses = found.flat();
  const names = new Set(witnesses.map((text) => parseVerifierKey(text)?.name));
  return { log, witnesses, quorum: quorum ?? names.size };
}

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

const log = ({ origin, treeSize, witnesses }: Valid) =>
  [
    ["log", `${origin}, ${treeSize} records`],
    ["witnessed", witnesses.map(({ name, at }) => `${name} ${at}`).join(", ") || undefined],
  ] as const;

/** What was erased since, when and why. */
const erasedOf = ({ statements }: Valid): string | undefined =>
  statements
    .filter(({ record }) => record["type"] === "redacted")
    .map(({ record: { kinds, assertedAt, reason } }) => `${String(kinds)} on ${String(assertedAt)}: ${String(reason)}`)
    .join("; ") || undefined;

/** What the record of the file says, as far as it says it. */
function story(verdict: Valid) {
  const record = verdict.made?.record ?? {};
  const credentialed = verdict.file?.record["type"] === "asset.credentialed";
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
    ["file", credentialed ? "the one with content credentials (C2PA), same picture" : undefined],
    ["withheld", verdict.made?.withheld.join(", ") || undefined],
    ["erased", erasedOf(verdict)],
    ...log(verdict),
  ] as const;
}

/** What a certificate holds, when no file is at hand. */
function contents(verdict: Valid) {
  const results = verdict.statements.filter(({ record }) => record["type"] === "asset.generated");
  const [first] = results;
  return [
    ["about", verdict.about === "shot" ? "every result of a shot, rejects too" : "one result"],
    ["for", ["show", "sequence", "shot"].map((name) => String(first?.record[name] ?? "")).join("/")],
    ["results", String(results.length)],
    ["erased", erasedOf(verdict)],
    ...log(verdict),
  ] as const;
}
