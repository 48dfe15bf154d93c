import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { Client, signIn } from "../client/index.ts";
import { Steps } from "../demo/steps.ts";
import { proveAndTamper } from "../demo/prove.ts";
import { DEFAULT_BASE, PortTaken } from "../platform/addresses.ts";
import { isRunning } from "../platform/instance.ts";
import { startPlatform, type Addresses, type Platform } from "../platform/index.ts";

// The components write what they print with `console` to their log.
const { log: print, error: printError } = console;

const LAYOUT = path.join(import.meta.dirname, "../../../../examples/layout.png");

async function runDemo(): Promise<void> {
  const { values } = parseArgs({
    options: { dir: { type: "string", default: ".pegbar" }, comfyui: { type: "string" } },
  });
  const dir = path.resolve(values.dir);
  const steps = new Steps();
  const { addresses, stop } = await usePlatform(dir, values.comfyui, steps);
  const stopAndExit = () => void stop().then(() => process.exit(130));
  process.once("SIGINT", stopAndExit);
  process.once("SIGTERM", stopAndExit);
  try {
    await runSteps(addresses, dir, steps);
  } finally {
    await steps.run("Stopping", stop);
  }
}

/** Uses the platform that already runs on this folder, or starts one for the duration of the demo. */
async function usePlatform(
  dir: string,
  comfyui: string | undefined,
  steps: Steps,
): Promise<{ addresses: Addresses; stop(): Promise<void> }> {
  if (await isRunning(dir)) {
    const addresses = JSON.parse(readFileSync(path.join(dir, "platform.json"), "utf8")) as Addresses;
    steps.printNote(`Using the running platform: ${addresses.api}`);
    return { addresses, stop: async () => undefined };
  }
  const begin = (basePort: number): Promise<Platform> =>
    startPlatform({
      dir,
      basePort,
      inProcess: true,
      ...(comfyui === undefined ? {} : { comfyui }),
      onStep: (step) => steps.begin(`Starting ${step}`),
      onRestart: (message) => steps.printNote(message),
    });
  const started = await begin(DEFAULT_BASE).catch((error: unknown) => {
    if (!(error instanceof PortTaken)) throw error;
    steps.printNote("The default ports are in use; using free ones.");
    return begin(0);
  });
  steps.end();
  return started;
}

async function runSteps(addresses: Addresses, dir: string, steps: Steps): Promise<void> {
  const token = await steps.run("Signing in as artist@lumen.example (authorization code, PKCE)", () =>
    signIn(addresses.issuer, "artist@lumen.example"),
  );
  const client = new Client(addresses.api, token);
  const layout = new Uint8Array(readFileSync(LAYOUT));
  const input = await steps.run("Uploading examples/layout.png by its SHA-256", () =>
    client.upload(layout, "layout.png"),
  );
  steps.printNote(`${input.sha256.slice(0, 16)}… ${input.alreadyHere ? "already uploaded" : "verified and stored"}`);

  const job = await steps.run("Submitting an image-to-image job on HARBOR/sq010/sh010", () =>
    client.submit({
      shot: "HARBOR/sq010/sh010",
      workflow: "paint-layout",
      parameters: {
        prompt: "harbour at dusk, paper lanterns, warm light on wet stone",
        negative_prompt: "text, blur",
        seed: 20261123,
        strength: 0.55,
      },
      inputs: { layout: input.id },
    }),
  );
  const out = path.join(dir, "demo");
  mkdirSync(out, { recursive: true });
  const previews = await follow(client, job.id, out, steps);
  if (previews === 0) throw new Error("No preview arrived while the job ran.");

  const [asset] = await client.assets(job.id);
  if (!asset) throw new Error("The job succeeded without an asset.");
  const picture = await steps.run(`Downloading ${asset.filename}`, () => client.download(asset.id));
  const certificate = await steps.run("Fetching its certificate", () => client.certificate(asset.id));
  const files = {
    picture: path.join(out, asset.filename),
    certificate: path.join(out, `${asset.filename}.pegbar.json`),
  };
  writeFileSync(files.picture, picture);
  writeFileSync(files.certificate, certificate);
  await proveAndTamper(files, steps);

  steps.printSummary([
    ["Picture", files.picture],
    ["Certificate", files.certificate],
    ["Preview", path.join(out, "preview.jpg")],
    ["Drawing", LAYOUT],
    ["Data", dir],
  ]);
}

/** Shows progress until the job ends and saves the latest preview. @returns the number of previews */
async function follow(client: Client, jobId: string, out: string, steps: Steps): Promise<number> {
  let previews = 0;
  steps.begin("Painting");
  for await (const { type, data } of client.events(jobId)) {
    if (type === "progress" && typeof data["fraction"] === "number") steps.showProgress(data["fraction"], previews);
    if (type === "preview" && typeof data["url"] === "string") {
      const response = await fetch(data["url"]);
      if (!response.ok) continue;
      writeFileSync(path.join(out, "preview.jpg"), new Uint8Array(await response.arrayBuffer()));
      previews++;
    }
    if (type === "interrupted") steps.printNote(`interrupted (${String(data["reason"])}), resuming`);
    if (type === "failed" || type === "cancelled") throw new Error(`the job ${type}: ${JSON.stringify(data)}`);
  }
  steps.end(`${previews} previews`);
  return previews;
}

const started = performance.now();
runDemo().then(
  () => print(`\nDone in ${((performance.now() - started) / 1000).toFixed(1)} s.`),
  (error: unknown) => {
    printError(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  },
);
