import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { CustomNode } from "@pegbar/comfyui";
import { DEFAULT_BASE } from "../platform/addresses.ts";
import type { QldbOption, WitnessOption } from "../platform/resources.ts";

export const USAGE = `npm start -- [--port N] [--dir FOLDER] [--comfyui URL] [--workers N] [--witness URL=FILE]
             [--nodes-lock FILE] [--qldb URL=LEDGER] [--credential-trust FILE] [--multi-process]
             [--with-prometheus]

  --port N         first of eight ports, two more for each further worker (default ${DEFAULT_BASE}; 0 for any free ones)
  --dir FOLDER     where the data lies (default .pegbar)
  --comfyui URL    drive this ComfyUI instead of the preview renderer (default COMFYUI_URL)
  --nodes-lock FILE  reviews of its custom nodes: without one, their classes may not run
  --workers N      workers to start (default 1)
  --witness URL=FILE  ask this witness to cosign; FILE holds its verifier keys; may come several times
  --qldb URL=LEDGER   also keep records in this ledger, at an endpoint that speaks QLDB's protocol
  --credential-trust FILE  certificates (PEM) of authorities whose content credentials on uploads are trusted
  --multi-process  start each component in a process of its own, with no more secrets than it needs
  --with-prometheus  start the installed Prometheus, which scrapes the platform and keeps 15 days`;

/** Reads the options of `npm start`. @throws Error that says what is wrong with which option */
export async function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: String(DEFAULT_BASE) },
      dir: { type: "string", default: ".pegbar" },
      comfyui: { type: "string" },
      "nodes-lock": { type: "string" },
      workers: { type: "string", default: "1" },
      witness: { type: "string", multiple: true, default: [] },
      qldb: { type: "string" },
      "credential-trust": { type: "string" },
      "multi-process": { type: "boolean", default: false },
      "with-prometheus": { type: "boolean", default: false },
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
  if (values["nodes-lock"] !== undefined && comfyui === undefined)
    throw new Error("--nodes-lock reviews the custom nodes of your own ComfyUI: add --comfyui URL");
  return {
    help: values.help,
    dir: values.dir,
    basePort: parseInteger("port", 0, 65_000),
    workers: parseInteger("workers", 1, 32),
    multiProcess: values["multi-process"],
    withPrometheus: values["with-prometheus"],
    witnesses: await Promise.all(values.witness.map(parseWitness)),
    ...(values.qldb === undefined ? {} : { qldb: parseQldb(values.qldb) }),
    ...(comfyui === undefined ? {} : { comfyui }),
    ...(values["nodes-lock"] === undefined ? {} : { customNodes: await readNodesLock(values["nodes-lock"]) }),
    ...(values["credential-trust"] === undefined
      ? {}
      : { credentialTrust: readAuthorities(values["credential-trust"]) }),
  };
}

async function readNodesLock(file: string): Promise<CustomNode[]> {
  // Imported only when needed: most starts have no custom nodes.
  const [{ NodesLock }, z] = await Promise.all([import("@pegbar/comfyui"), import("zod")]);
  const parsed = NodesLock.safeParse(readJson(file));
  if (!parsed.success) throw new Error(`--nodes-lock: ${file} is not a valid lock:\n${z.prettifyError(parsed.error)}`);
  return parsed.data.nodes;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`--nodes-lock: ${file} could not be read as JSON: ${reason}`, { cause: error });
  }
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

async function parseWitness(given: string): Promise<WitnessOption> {
  // Imported only when needed: most starts have no witness.
  const { listVerifierKeys } = await import("@pegbar/verify");
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
