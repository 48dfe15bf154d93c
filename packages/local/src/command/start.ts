import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { listVerifierKeys } from "@pegbar/verify";
import { DEFAULT_BASE } from "../platform/addresses.ts";
import { startPlatform, type Platform } from "../platform/index.ts";
import type { QldbOption, WitnessOption } from "../platform/resources.ts";

// The components write what they print with `console` to their log.
const { log: print, error: printError } = console;

const USAGE = `npm start -- [--port N] [--dir FOLDER] [--comfyui URL] [--workers N] [--witness URL=FILE]
             [--qldb URL=LEDGER] [--credential-trust FILE] [--multi-process]

  --port N         first of seven ports, two more for each further worker (default ${DEFAULT_BASE}; 0 for any free ones)
  --dir FOLDER     where the data lies (default .pegbar)
  --comfyui URL    drive this ComfyUI instead of the preview renderer (default COMFYUI_URL)
  --workers N      workers to start (default 1)
  --witness URL=FILE  ask this witness to cosign; FILE holds its verifier keys; may come several times
  --qldb URL=LEDGER   also keep records in this ledger, at an endpoint that speaks QLDB's protocol
  --credential-trust FILE  certificates (PEM) of authorities whose content credentials on uploads are trusted
  --multi-process  start each component in a process of its own, with no more secrets than it needs`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: String(DEFAULT_BASE) },
      dir: { type: "string", default: ".pegbar" },
      comfyui: { type: "string" },
      workers: { type: "string", default: "1" },
      witness: { type: "string", multiple: true, default: [] },
      qldb: { type: "string" },
      "credential-trust": { type: "string" },
      "multi-process": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const parseInteger = (name: "port" | "workers", least: number, most: number) => {
    const number = Number(values[name]);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    throw new Error(`--${name} must be a whole number from ${least} to ${most}, not ${JSON.stringify(values[name])}`);
  };
  const comfyui = values.comfyui ?? process.env["COMFYUI_URL"];
  if (comfyui !== undefined && !/^https?:$/.test(URL.parse(comfyui)?.protocol ?? ""))
    throw new Error(`--comfyui must be an address such as http://127.0.0.1:8188, not ${JSON.stringify(comfyui)}`);
  return {
    help: values.help,
    dir: values.dir,
    basePort: parseInteger("port", 0, 65_000),
    workers: parseInteger("workers", 1, 32),
    multiProcess: values["multi-process"],
    witnesses: values.witness.map(parseWitness),
    ...(values.qldb === undefined ? {} : { qldb: parseQldb(values.qldb) }),
    ...(comfyui === undefined ? {} : { comfyui }),
    ...(values["credential-trust"] === undefined
      ? {}
      : { credentialTrust: readAuthorities(values["credential-trust"]) }),
  };
}

function readAuthorities(file: string): string {
  const text = readFileSync(file, "utf8");
  if (!isCertificate(text)) throw new Error(`--credential-trust: ${file} contains no PEM certificate`);
  return text;
}

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).subject !== undefined;
  } catch {
    // The caller reports the option and the file.
    return false;
  }
}

function parseWitness(given: string): WitnessOption {
  const [, url = "", file = ""] = /^(https?:[^=]+)=(.+)$/.exec(given) ?? [];
  if (url === "") throw new Error(`--witness must be URL=FILE, not ${JSON.stringify(given)}`);
  const keys = listVerifierKeys(readFileSync(file, "utf8"));
  if (keys.length === 0)
    throw new Error(`--witness: ${file} contains no verifier key. Print the witness's keys with: pegbar-witness key`);
  return { url, keys };
}

function parseQldb(given: string): QldbOption {
  const [, endpoint = "", ledgerName = ""] = /^(https?:[^=]+)=([A-Za-z0-9-]+)$/.exec(given) ?? [];
  if (!URL.canParse(endpoint)) throw new Error(`--qldb must be URL=LEDGER, not ${JSON.stringify(given)}`);
  return { endpoint, ledgerName };
}

function printAddresses({ addresses, dir }: Platform): void {
  const rows = [
    ["Portal", addresses.portal],
    ["API", addresses.api],
    ["Reference", `${addresses.api}/docs`],
    ["Work API", addresses.workApi],
    ["Sign-in", `${addresses.issuer}  (local use only, no passwords)`],
    ["SQS and S3", addresses.sqs],
    ["PostgreSQL", addresses.database],
    ["ComfyUI", addresses.comfyui],
    ["Metrics", addresses.metrics.join(" ")],
    ["Data", dir],
  ];
  for (const [name, value] of rows) print(`  ${String(name).padEnd(12)}${value}`);
  print("\nReady. Press Ctrl-C to stop.");
}

async function main(): Promise<void> {
  const { help, ...chosen } = readOptions();
  if (help) {
    print(USAGE);
    return;
  }
  print("Starting Pegbar …");
  const starting = startPlatform({
    ...chosen,
    inProcess: !chosen.multiProcess,
    onStep: (step) => print(`  ${step}`),
    onRestart: (message) => printError(`! ${message}`),
  });
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    print("\nStopping …");
    // During a start, wait for it to finish: only then is it known what must be stopped.
    void starting.then(
      async (platform) => {
        await platform.stop();
        print("Stopped.");
        process.exit(0);
      },
      // main() awaits the start too and reports the error.
      () => undefined,
    );
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  const platform = await starting;
  if (!stopping) printAddresses(platform);
}

main().catch((error: unknown) => {
  printError(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
