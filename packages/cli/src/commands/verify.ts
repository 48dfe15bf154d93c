import { readFile, stat } from "node:fs/promises";
import type { Command } from "commander";
import { formatVersion } from "@pegbar/frames";
import { CERTIFICATE_SUFFIX } from "@pegbar/sdk";
import type * as Verifier from "@pegbar/verify";
import { runCommand, type Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { describeReadError } from "../file-error.ts";
import { withExamples } from "./examples.ts";
import { collect, parseInteger } from "./options.ts";

type Valid = Extract<ReturnType<typeof Verifier.verify>, { valid: true }>;

/** Imported only when needed: its signature schemes are a third of what a command loads. */
const importVerifier = (): Promise<typeof Verifier> => import("@pegbar/verify");

type Output = Cli["out"];

interface Options {
  key?: string;
  witness?: string[];
  quorum?: number;
}

/** Verifies files and certificates offline. */
export function verify(program: Command): void {
  const command = program
    .command("verify")
    .description("verify a file with its certificate, or a certificate alone; works offline and without a sign-in")
    .argument("<file>", "the image or video; a certificate, to verify it alone; or the folder of a delivery")
    .argument(
      "[certificate]",
      "the certificate (default: FILE.pegbar.json); a shot's certificate covers each of its files",
    )
    .option("--key <key>", "the log's keys that you trust, or a file with them; see: pegbar ledger key")
    .option("--witness <key>", "a witness's keys that you trust, or a file with them; repeatable", collect)
    .option("--quorum <n>", "how many of these witnesses must have cosigned (default: all)", parseInteger(1, 64))
    .action((file: string, given: string | undefined, { key, witness = [], quorum }: Options, command: Command) =>
      runCommand(command, async ({ out }) => {
        if (key === undefined && (witness.length > 0 || quorum !== undefined))
          throw new CliError("usage", "--witness and --quorum need --key.");
        if (quorum !== undefined && witness.length === 0) throw new CliError("usage", "--quorum needs --witness.");
        if (await isFolder(file)) return verifyFolder(out, file, await readKeysOf(key, witness, quorum));
        const alone = given === undefined && file.endsWith(CERTIFICATE_SUFFIX);
        const certificate = alone ? file : (given ?? file + CERTIFICATE_SUFFIX);
        const [bytes, text, trusted] = await Promise.all([
          alone ? undefined : read(file),
          read(certificate),
          readKeysOf(key, witness, quorum),
        ]);
        const { verify: check } = await importVerifier();
        const verdict = check(text.toString("utf8"), bytes, trusted);
        if (!verdict.valid) throw new CliError("notVerified", `${file}: ${verdict.reason}.`);
        const { file: statement, made, ...rest } = verdict;
        const credentialed = statement?.record["type"] === "asset.credentialed";
        const told = { file, certificate, credentialed, record: made?.record, withheld: made?.withheld, ...rest };
        out.result(told, () => {
          out.facts(statement ? describeFile(verdict) : describeCertificate(verdict));
          out.note(
            trusted === undefined
              ? `${alone ? "The certificate is consistent" : "The certificate matches the file"}. To check that it comes from the log you trust, add --key.`
              : "Verified.",
          );
        });
      }),
    );
  withExamples(
    command,
    "pegbar verify results/sq010_sh010_paint.v001.png --key log.key",
    "pegbar verify HARBOR_sq010_sh010_paint.v003 --key log.key",
    "pegbar verify shot.pegbar.json --key log.key --witness witness.key --quorum 1",
  );
}

const isFolder = async (file: string): Promise<boolean> =>
  stat(file).then(
    (found) => found.isDirectory(),
    // Reading the file explains what is wrong with it.
    () => false,
  );

/** Verifies a delivery: all files, their records, and the approval. */
async function verifyFolder(out: Output, folder: string, trusted: Verifier.Trusted | undefined): Promise<void> {
  const [{ verify: check }, { verifyDelivery }] = await Promise.all([
    importVerifier(),
    import("../delivery/verify.ts"),
  ]);
  const { manifest, certificate, approval } = await verifyDelivery(folder, (text) => check(text, undefined, trusted));
  const { show, sequence, shot, name, version, status, files } = manifest;
  out.result({ folder, approval: approval ?? null, ...manifest }, () => {
    out.facts([
      ["shot", `${show}/${sequence}/${shot}`],
      ["version", `${name} ${formatVersion(version)}`],
      ["files", String(files.length + 1)],
      ["status", approval ? `approved by ${approval.by} at ${approval.at}` : status],
      ["erased", describeErasures(certificate)],
      ...log(certificate),
    ]);
    out.note(
      trusted === undefined
        ? "The files match their certificate. To check that it comes from the log you trust, add --key."
        : "Verified.",
    );
  });
}

const readKeysOf = async (key: string | undefined, witness: readonly string[], quorum: number | undefined) =>
  key === undefined ? undefined : readTrusted(key, witness, quorum);

/** Keys with the same name are one witness. Without a quorum, all witnesses must have cosigned. */
async function readTrusted(
  key: string,
  given: readonly string[],
  quorum: number | undefined,
): Promise<Verifier.Trusted> {
  const { parseVerifierKey } = await importVerifier();
  const [log, ...found] = await Promise.all([readKeys(key), ...given.map(readKeys)]);
  const witnesses = found.flat();
  const names = new Set(witnesses.map((text) => parseVerifierKey(text)?.name));
  return { log, witnesses, quorum: quorum ?? names.size };
}

const read = (file: string): Promise<Buffer> =>
  readFile(file).catch((error: unknown) => {
    throw describeReadError(error, file);
  });

/** Verifier keys in a text or in the file with this name: one per line, or JSON of the API. */
async function readKeys(given: string): Promise<string[]> {
  const { listVerifierKeys } = await importVerifier();
  const own = listVerifierKeys(given);
  if (own.length > 0) return own;
  const found = listVerifierKeys((await read(given)).toString("utf8"));
  if (found.length > 0) return found;
  throw new CliError("usage", `No verifier key in ${given}.`, "Get the log's keys: pegbar ledger key > log.key");
}

const log = ({ origin, treeSize, witnesses }: Valid) =>
  [
    ["log", `${origin}, ${treeSize} records`],
    ["witnesses", witnesses.map(({ name, at }) => `${name} ${at}`).join(", ") || undefined],
  ] as const;

/** Lists erased values with time and reason. */
const describeErasures = ({ statements }: Valid): string | undefined =>
  statements
    .filter(({ record }) => record["type"] === "redacted")
    .map(({ record: { kinds, assertedAt, reason } }) => `${String(kinds)} on ${String(assertedAt)}: ${String(reason)}`)
    .join("; ") || undefined;

/** Facts from the record of a file. */
function describeFile(verdict: Valid) {
  const record = verdict.made?.record ?? {};
  const credentialed = verdict.file?.record["type"] === "asset.credentialed";
  const getText = (...path: string[]): string | undefined => {
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
    ["created by", getText("user", "name")],
    ["created at", getText("assertedAt")],
    ["shot", [getText("show"), getText("sequence"), getText("shot")].filter(Boolean).join("/")],
    ["version", getText("asset", "version")],
    ["prompt", getText("generation", "prompts")],
    ["seed", getText("generation", "seeds")],
    ["models", models],
    ["execution", describeExecution(getText("execution", "state"))],
    ["file", credentialed ? "the copy with content credentials (C2PA)" : undefined],
    ["withheld", verdict.made?.withheld.join(", ") || undefined],
    ["erased", describeErasures(verdict)],
    ...log(verdict),
  ] as const;
}

/** Certificates from before schema 3 do not say it. */
const describeExecution = (state: string | undefined): string | undefined =>
  state === "rendered"
    ? "rendered for its job"
    : state === "cached"
      ? "taken from the cache of an earlier job"
      : state === "unknown"
        ? "unknown whether rendered or cached"
        : undefined;

/** Facts from a certificate without a file. */
function describeCertificate(verdict: Valid) {
  const results = verdict.statements.filter(({ record }) => record["type"] === "asset.generated");
  const [first] = results;
  return [
    ["contents", verdict.about === "shot" ? "every result of a shot, rejected ones included" : "one result"],
    ["shot", ["show", "sequence", "shot"].map((name) => String(first?.record[name] ?? "")).join("/")],
    ["results", String(results.length)],
    ["erased", describeErasures(verdict)],
    ...log(verdict),
  ] as const;
}
