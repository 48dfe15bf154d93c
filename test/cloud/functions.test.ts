import { execFile, fork } from "node:child_process";
import { on, once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";
import { afterAll, describe, expect, test } from "vitest";
import { createFileSigner } from "@pegbar/core/platform/adapter";
import { choosePorts } from "@pegbar/local/platform/addresses.ts";
import { defaultThrottle, defaultTimes, buildEnvironments } from "@pegbar/local/platform/resources.ts";
import { createCredentialAuthority } from "@pegbar/local/platform/credential-authority.ts";
import { loadSecrets } from "@pegbar/local/platform/secrets.ts";
import { build, folderOf } from "../../packages/functions/scripts/build.ts";
import { ENTRIES } from "../../packages/functions/scripts/entries.ts";
import { lockOf } from "../../packages/functions/scripts/native.ts";

const scratch = mkdtempSync(path.join(tmpdir(), "pegbar-functions-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
// Libraries for this machine instead of Lambda's.
symlinkSync(path.join(import.meta.dirname, "../../node_modules"), path.join(scratch, "node_modules"));

const bundled = new Map<string, Promise<{ bytes: number; packages: string[]; folder: string }>>();
const made = (entry: (typeof ENTRIES)[number]) => {
  const known = bundled.get(entry);
  if (known) return known;
  const folder = path.join(scratch, folderOf(entry));
  const fresh = build(entry, scratch, { native: false }).then((built) => ({ ...built, folder }));
  bundled.set(entry, fresh);
  return fresh;
};

/** The environment of a function with these linked resources. */
const linked = async (names: readonly string[]): Promise<Record<string, string>> => {
  const { components } = buildEnvironments({
    dir: scratch,
    tokenSeconds: 3600,
    ports: await choosePorts(0, 0),
    secrets: loadSecrets(scratch),
    signer: createFileSigner("pegbar.test/log", path.join(scratch, "log-key.pem")),
    signerFile: path.join(scratch, "log-key.pem"),
    modelFolder: scratch,
    times: defaultTimes,
    witnesses: [],
    credentials: await createCredentialAuthority(scratch),
    credentialTrust: undefined,
    throttle: defaultThrottle,
  });
  const Identity = {
    issuer: "https://issuer.example",
    jwksUri: "https://issuer.example/jwks",
    keysParameter: "/pegbar/test/issuer-keys",
    audience: "pegbar",
    client: { id: "pegbar" },
  };
  const cloud = {
    UsagePlans: { starter: "a", studio: "b", house: "c" },
    Cluster: { name: "pegbar" },
    WebhookSender: { name: "sender" },
    PlanKeeper: { name: "keeper" },
    OperatorPlan: { key: "k".repeat(40) },
    Witnesses: { witnesses: [] },
    Identity,
  };
  const links = Object.entries(cloud).map(([name, value]) => [`SST_RESOURCE_${name}`, JSON.stringify(value)]);
  const all = Object.assign({}, ...Object.values(components), Object.fromEntries(links)) as Record<string, string>;
  const isIts = (name: string) => !name.startsWith("SST_") || names.includes(name.replace("SST_RESOURCE_", ""));
  return Object.fromEntries(Object.entries(all).filter(([name]) => isIts(name)));
};

const queues = ["LightQueue", "HeavyQueue", "XlQueue", "MediaQueue", "RenditionQueue", "DeadQueues"];
const shared = ["TenantKey", "LeaseKey", "LedgerKey", "Objects", ...queues, "Times"];
const people = [
  "Database",
  "IdentityDatabase",
  "OperatorDatabase",
  "PublicDatabase",
  "IdempotencyKey",
  "WebhookKey",
  "WebhookTargets",
  ...shared,
  "Identity",
  "LogKey",
  "Anchors",
  "WebhookSender",
  "CredentialKey",
  "Cluster",
];
/** Resources that infra/ links to each function. */
const LINKS: Record<(typeof ENTRIES)[number], string[]> = {
  "api/lambda": people,
  "events/lambda": ["Database", "IdentityDatabase", "TenantKey", "LeaseKey", "Objects", "Times", "Identity"],
  "authorizer/lambda": ["IdentityDatabase", "Identity", "OperatorPlan"],
  "identity/keys": ["Identity"],
  "identity/pre-token": [],
  "janitor/lambda": ["DispatchDatabase", ...shared],
  "media/lambda": ["Database", ...shared, "CredentialKey"],
  "migrate/lambda": ["Migration", "TenantKey"],
  "models/lambda": ["Database", ...shared, "ModelQueue", "ModelFolder"],
  "plan/lambda": ["UsagePlans"],
  "renditions/lambda": ["Database", ...shared],
  "reconciler/lambda": ["DispatchDatabase", ...shared, "PlanKeeper"],
  "sequencer/lambda": ["SequencerDatabase", "TenantKey", "LedgerKey", "LogKey", "Anchors", "Witnesses"],
  "webhook/lambda": ["WebhookDatabase", "WebhookKey", "Times", "WebhookSender"],
  "webhook/sender": ["WebhookTargets"],
  "work-api/lambda": ["DispatchDatabase", ...shared, "WorkerKey"],
};

const ONLY_FOR_QLDB = /^(amazon-qldb|ion-|jsbi$|@aws-sdk\/client-qldb)/;

describe.each(ENTRIES)("%s", (entry) => {
  test("is small, including the programs that it starts", async () => {
    const { bytes } = await made(entry);
    // Two programs of media: itself, and the one that opens files.
    expect(bytes).toBeLessThan(/^(media|models)/.test(entry) ? 1_500_000 : 1_000_000);
  });

  test("contains nothing of QLDB", async () => {
    const { packages } = await made(entry);
    expect(packages).toContain("pegbar");
    expect(packages.filter((name) => ONLY_FOR_QLDB.test(name))).toEqual([]);
  });

  test("starts from its folder with its linked resources, and has a handler", async () => {
    const { folder } = await made(entry);
    const code = `
      globalThis.awslambda = { streamifyResponse: (handler) => handler };
      const { handler } = await import(${JSON.stringify(path.join(folder, "bundle.mjs"))});
      process.stdout.write(typeof handler, () => process.exit());`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", code], {
      env: await linked(LINKS[entry]),
      cwd: folder,
    });
    expect(stdout).toBe("function");
  });
});

test("the program that opens untrusted files starts from the function's folder", async () => {
  const { folder } = await made("media/lambda");
  const file = path.join(scratch, "picture.png");
  await sharp({ create: { width: 30, height: 20, channels: 3, background: "red" } }).toFile(file);
  const child = fork(path.join(folder, "sandboxed.mjs"), { env: {}, serialization: "advanced", stdio: "ignore" });
  try {
    child.send({ kind: "input", file });
    const [reply] = await once(child, "message");
    expect(reply).toMatchObject({ kind: "input", found: { contentType: "image/png", width: 30, height: 20 } });
  } finally {
    child.kill();
  }
});

test("the program that makes movies starts from the function's folder, with encoder and letters", async () => {
  const { folder } = await made("renditions/lambda");
  const file = await sharp({ create: { width: 64, height: 36, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  const output = path.join(scratch, "movie.mp4");
  const child = fork(path.join(folder, "sandboxed-rendition.mjs"), {
    env: {},
    serialization: "advanced",
    stdio: "ignore",
  });
  try {
    child.on("message", (message: { kind: string; id: number; start: number; end: number }) => {
      if (message.kind === "to read")
        child.send({ kind: "read", id: message.id, bytes: file.subarray(message.start, message.end) });
    });
    const frames = [{ frame: 1, hold: 3, source: { start: 0, bytes: file.length } }];
    const rate = { numerator: 24, denominator: 1 };
    child.send({ kind: "movie", output, format: "mp4", rate, burnIn: true, title: "HARBOR paint v001", frames });
    for await (const [reply] of on(child, "message", { signal: AbortSignal.timeout(20_000) })) {
      if (reply.kind === "to read") continue;
      expect(reply).toEqual({ kind: "rendition", made: { width: 64, height: 36, frames: 3, missing: [] } });
      break;
    }
    expect(readFileSync(output).subarray(4, 8).toString()).toBe("ftyp");
  } finally {
    child.kill();
  }
}, 30_000);

test("a package for another system that the lockfile lacks is left out", () => {
  const library = "node_modules/encoder";
  const here = { version: "1.0.0", integrity: "sha512-x" };
  const text = JSON.stringify({
    packages: {
      [library]: { ...here, optionalDependencies: { "encoder-linux": "1.0.0", "encoder-mac": "1.0.0" } },
      "node_modules/encoder-linux": here,
    },
  });
  const { packages } = lockOf(["encoder"], text);
  expect(Object.keys(packages)).toEqual([library, "node_modules/encoder-linux"]);
  // npm refuses a lockfile that names a package which it does not describe.
  expect(packages[library]).toMatchObject({ optionalDependencies: { "encoder-linux": "1.0.0" } });
  expect(JSON.stringify(packages)).not.toContain("mac");
});

test("native packages are installed in the versions of the lockfile, for Lambda's machines", () => {
  const { packages } = lockOf(["sharp"], readFileSync("package-lock.json", "utf8"));
  expect(Object.keys(packages)).toEqual(
    expect.arrayContaining(["node_modules/sharp", "node_modules/@img/sharp-linux-arm64", "node_modules/detect-libc"]),
  );
  for (const one of Object.values(packages)) expect(one).toHaveProperty("integrity");
  expect(Object.keys(packages)).not.toContain("node_modules/zod");
  const places = (library: string) =>
    Object.keys(lockOf([library], readFileSync("package-lock.json", "utf8")).packages);
  // Includes packages that are nested in other packages.
  expect(places("amazon-qldb-driver-nodejs")).toContain(
    "node_modules/amazon-qldb-driver-nodejs/node_modules/undici-types",
  );
  // Overrides of versions that their dependants name.
  expect(places("@contentauth/c2pa-node")).toContain("node_modules/unzipper");
  expect(places("@contentauth/c2pa-node").join()).not.toContain("buffers");
});
