import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire, Module } from "node:module";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { build } from "esbuild";
import { answers, getId, REGION, buildReplies, buildState } from "./answers.ts";
import { ENTRIES } from "../../packages/functions/scripts/entries.ts";
import { PLATFORM, ROOT } from "./install.ts";
import type { Planned } from "./plan.ts";

/** Runs SST's program for one stage and writes the declared resources. Usage: program.ts STAGE OUT */
const [stage = "", out = ""] = process.argv.slice(2);

const artifacts = path.join(ROOT, ".sst/artifacts/plan");
mkdirSync(artifacts, { recursive: true });
writeFileSync(path.join(artifacts, "bundle.mjs"), "export const handler = 1");

// In a real deploy, the command answers these requests over HTTP.
const known = buildReplies(artifacts);
const server = createServer((req, res) => {
  let body = "";
  req.on("data", (chunk: Buffer) => (body += chunk.toString()));
  req.on("end", () => {
    const { method } = JSON.parse(body) as { method: string };
    res.setHeader("content-type", "application/json");
    res.end(JSON.stringify({ result: known[method] ?? {}, error: null }));
  });
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
process.env["SST_SERVER"] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
process.env["SST_AWS_REGION"] = REGION;
// The plan does not contain code: each function gets the same empty bundle.
const bundles = path.join(ROOT, ".sst/artifacts/bundles");
process.env["PEGBAR_BUNDLES"] = bundles;
const site = path.join(ROOT, ".sst/artifacts/site");
process.env["PEGBAR_SITE"] = path.relative(ROOT, site);
mkdirSync(path.join(site, "dist"), { recursive: true });
for (const page of ["index.html", "verify.html"]) writeFileSync(path.join(site, "dist", page), "<!doctype html>");
mkdirSync(path.join(site, "dist/plugins"), { recursive: true });
writeFileSync(path.join(site, "dist/plugins/index.json"), "{}");
for (const entry of ENTRIES) {
  const folder = path.join(bundles, entry.replace("/", "-"));
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "bundle.mjs"), "export const handler = 1, streaming = 1");
}
process.env["AWS_REGION"] = REGION;
// Placeholders for secrets.
for (const name of ["TenantKey", "LeaseKey", "LedgerKey", "IdempotencyKey", "WebhookKey", "WorkerKey"])
  process.env[`SST_SECRET_${name}`] = "0".repeat(64);

// Packages raise the limit that this process was started with, and Pulumi takes a stack for each of its promises.
if (Error.stackTraceLimit === 0)
  Object.defineProperty(Error, "stackTraceLimit", { get: () => 0, set: () => undefined });
// A plan has no code of dynamic resources' providers: to serialize it, Pulumi attaches a debugger to this process.
const require = createRequire(path.join(PLATFORM, "package.json"));
const serializer = require.resolve("@pulumi/pulumi/runtime/closure/serializeClosure.js");
const serializeFunction = () => Promise.resolve({ text: "", exportName: "", containsSecrets: false });
require.cache[serializer] = Object.assign(new Module(serializer), { loaded: true, exports: { serializeFunction } });

const resources: Planned[] = [];
/** The current request, because mocks do not receive a resource's parent. */
let request: { getParent(): string; getDependenciesList(): string[]; getProvider(): string } | undefined;
/** Pulumi's marker of a secret value. */
const SECRET = "4dabf18193072939515e22adb298388d";

/** Removes the markers of secrets, which are placeholders in a plan. */
function removeMarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(removeMarks);
  if (typeof value !== "object" || value === null) return value;
  if (SECRET in value && "value" in value) return removeMarks(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, removeMarks(inner)]));
}
Object.assign(globalThis, {
  /** Records the app's settings as a resource: versions and default tags of providers. */
  plannedApp: (inputs: Planned["inputs"]) =>
    resources.push({
      urn: `urn:pulumi:${stage}::pegbar::sst:sst:App::App`,
      type: "sst:sst:App",
      name: "App",
      parent: null,
      inputs,
      after: [],
    }),
  plannedRequest: (asked: typeof request) => (request = asked),
  plannedMocks: {
    newResource({ type, name, inputs }: Pick<Planned, "type" | "name" | "inputs">) {
      const parent = request?.getParent() ?? "";
      // Named like in Pulumi's mocks: by the types of the parent and of the resource.
      const within = parent === "" ? type : `${parent.split("::")[2]?.split("$").at(-1)}$${type}`;
      const urn = `urn:pulumi:${stage}::pegbar::${within}::${name}`;
      resources.push({
        urn,
        type,
        name,
        parent: parent === "" ? null : parent,
        inputs: removeMarks(inputs) as Planned["inputs"],
        after: [...(request?.getDependenciesList() ?? []), ...parseProvider(request?.getProvider() ?? "")],
      });
      return { id: getId(type, name), state: buildState(type, name, inputs) };
    },
    call({ token, inputs }: { token: string; inputs: Record<string, unknown> }) {
      if (token === "aws:iam/getPolicyDocument:getPolicyDocument")
        return { ...inputs, json: JSON.stringify(buildPolicy(inputs)) };
      return answers[token] ?? inputs;
    },
  },
});

/** URN and id of a provider, as resources refer to it. */
const parseProvider = (reference: string): string[] =>
  reference === "" ? [] : [reference.slice(0, reference.lastIndexOf("::"))];

interface Statement {
  effect?: string;
  sid?: string;
  actions?: string[];
  notActions?: string[];
  resources?: string[];
  principals?: { type: string; identifiers: string[] }[];
  conditions?: { test: string; variable: string; values: string[] }[];
}
/** A policy in the format of AWS's data source. */
function buildPolicy({ statements = [] }: { statements?: Statement[] }) {
  return {
    Version: "2012-10-17",
    Statement: statements.map((one) => ({
      ...(one.sid === undefined ? {} : { Sid: one.sid }),
      Effect: one.effect ?? "Allow",
      ...(one.actions ? { Action: one.actions } : {}),
      ...(one.notActions ? { NotAction: one.notActions } : {}),
      ...(one.resources ? { Resource: one.resources } : {}),
      ...(one.principals ? { Principal: buildPrincipal(one.principals) } : {}),
      ...(one.conditions ? { Condition: buildCondition(one.conditions) } : {}),
    })),
  };
}
const buildPrincipal = (all: NonNullable<Statement["principals"]>) =>
  all.some(({ type }) => type === "*")
    ? "*"
    : Object.fromEntries(all.map(({ type, identifiers }) => [type, identifiers]));
function buildCondition(all: NonNullable<Statement["conditions"]>) {
  const found: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of all) (found[test] ??= {})[variable] = values;
  return found;
}

const lock = JSON.parse(readFileSync(path.join(ROOT, ".sst/provider-lock.json"), "utf8")) as {
  alias: string;
  package: string;
}[];
const globals = path.join(PLATFORM, "plan.globals.js");
writeFileSync(
  globals,
  `${lock.map((one) => `export * as ${one.alias} from "${one.package}";`).join("\n")}\nexport * as sst from "./src/components";`,
);
const outfile = path.join(PLATFORM, `plan.${process.pid}.mjs`);
await build({
  stdin: {
    resolveDir: PLATFORM,
    loader: "ts",
    contents: `
      import * as pulumi from "@pulumi/pulumi";
      // Pulumi records a stack for each promise, and mapping all of them to sources takes half of the time of a plan.
      Error.prepareStackTrace = undefined;
      await pulumi.runtime.setMocks(globalThis.plannedMocks, "pegbar", ${JSON.stringify(stage)}, false);
      const monitor = pulumi.runtime.getMonitor();
      const register = monitor.registerResource.bind(monitor);
      monitor.registerResource = (request, answer) => (globalThis.plannedRequest(request), register(request, answer));
      Object.assign(globalThis, await import(${JSON.stringify(globals)}));
      const { run } = await import("./src/auto/run.ts");
      const program = (await import(${JSON.stringify(path.join(ROOT, "sst.config.ts"))})).default;
      const app = await program.app({ stage: ${JSON.stringify(stage)} });
      globalThis.plannedApp(app);
      // The SST command passes options of providers to the program like this. SST's providers for other regions read them.
      pulumi.runtime.setAllConfig({ "aws:defaultTags": JSON.stringify(app.providers.aws.defaultTags) });
      await pulumi.runtime.runInPulumiStack(() => run(program.run));
    `,
  },
  bundle: true,
  format: "esm",
  platform: "node",
  target: "esnext",
  outfile,
  logLevel: "error",
  external: [
    "@pulumi/*",
    "@pulumiverse/*",
    "esbuild",
    "@aws-sdk/*",
    "archiver",
    "glob",
    "undici",
    "@cloudflare/*",
    "vite",
    "lightningcss",
    "unenv",
    "prettier",
    "typescript",
  ],
  define: {
    $app: JSON.stringify({
      name: "pegbar",
      stage,
      removal: "remove",
      protect: false,
      providers: {},
      home: "aws",
      version: "",
    }),
    $cli: JSON.stringify({
      command: "deploy",
      dev: false,
      paths: { home: path.join(ROOT, ".sst/home"), root: ROOT, work: path.join(ROOT, ".sst"), platform: PLATFORM },
      state: { version: {} },
    }),
    $dev: "false",
  },
  inject: [path.join(PLATFORM, "src/shim/run.js")],
  loader: { ".node": "file" },
  banner: {
    js: 'import { createRequire as cr } from "module"; const require = cr(import.meta.url); import { fileURLToPath as fp } from "url"; import { dirname as dn } from "path"; const __filename = fp(import.meta.url); const __dirname = dn(__filename);',
  },
});

process.on("unhandledRejection", (error) => {
  console.error(error);
  process.exit(1);
});
process.on("exit", () => rmSync(outfile, { force: true }));
await import(outfile);
await waitUntilQuiet();
writeFileSync(out, JSON.stringify(resources));
process.exit(0);

/** Waits until no new resource was declared for a while, because outputs create resources, which create outputs. */
async function waitUntilQuiet(): Promise<void> {
  for (let [seen, still] = [-1, 0]; still < 8;) {
    still = seen === resources.length ? still + 1 : 0;
    seen = resources.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
