import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashContent } from "@pegbar/comfyui/content-hash";
import { Client, signIn } from "@pegbar/local/client/index.ts";
import type { Platform } from "@pegbar/local/platform/index.ts";
import { buildGraph } from "./graph.ts";
import { startTestPlatform } from "../setup/platform.ts";

/** Installed by `npm run comfy-sdk:install`. */
const PYTHON = path.join(import.meta.dirname, "../../.tools/comfy-sdk/bin/python");
const hasPython = existsSync(PYTHON);
if (!hasPython)
  console.warn("skipped: no comfy-sdk here. `npm run comfy-sdk:install` brings it where there is a Python 3.10.");
const hasNode = Number(process.versions.node.split(".")[0]) >= 22;
if (!hasNode) console.warn("skipped: @comfyorg/sdk needs Node 22.");

const LAYOUT = path.join(import.meta.dirname, "../../examples/layout.png");
const PNG = "89504e470d0a1a0a";
const run = promisify(execFile);

let platform: Platform;
let key: string;
/** Keys with which a submit is refused, by the reason. */
let others: Record<string, string>;

beforeAll(async () => {
  platform = await startTestPlatform("sdks", {
    workers: 1,
    times: { lease: 3, heartbeat: 1 },
    paceMs: 2500,
  });
  const { api, issuer } = platform.addresses;
  process.env["COMFY_BASE_URL"] = api;
  const signInAs = async (email: string) => new Client(api, await signIn(issuer, email));
  const createToken = async (client: Client, more: Record<string, unknown> = {}) =>
    (
      (await client.json("POST", "/v1/tokens", { name: "sdk", shot: "HARBOR/sq010/sh010", ...more })) as {
        secret: string;
      }
    ).secret;
  const [artist, supervisor, admin] = await Promise.all(
    ["artist", "supervisor", "admin"].map((role) => signInAs(`${role}@lumen.example`)),
  );
  if (!artist || !supervisor || !admin) throw new Error("nobody is signed in");
  key = await createToken(artist);
  const limited = await createToken(supervisor);
  const me = (await supervisor.json("GET", "/v1/me")) as { member: { id: string } };
  await admin.json("PATCH", `/v1/quotas/${me.member.id}`, { waitingJobs: 0 });
  const poor = await createToken(admin);
  const boss = (await admin.json("GET", "/v1/me")) as { member: { id: string } };
  await admin.json("PATCH", `/v1/quotas/${boss.member.id}`, { dollarsPerMonth: 0 });
  others = {
    unknown: `${key.slice(0, -1)}${key.endsWith("a") ? "b" : "a"}`,
    "without the permission": await createToken(artist, { verbs: ["job.read"] }),
    "without a shot": await createToken(artist, { shot: undefined }),
    "with a full queue": limited,
    "without budget": poor,
  };
}, 90_000);
afterAll(async () => {
  delete process.env["COMFY_BASE_URL"];
  await platform?.stop();
}, 60_000);

const paint = (colour: string) =>
  sharp({ create: { width: 64, height: 48, channels: 3, background: colour } })
    .png()
    .toBuffer();
const toChunks = async function* (bytes: Uint8Array) {
  yield bytes;
};

test.skipIf(!hasPython)("comfy-sdk of Python runs its complete surface", { timeout: 180_000 }, async () => {
  const { blake3 } = await hashContent(toChunks(readFileSync(LAYOUT)));
  const given = {
    key,
    file: LAYOUT,
    blake3: `blake3:${blake3}`,
    folder: platform.dir,
    other: (await paint("#104070")).toString("hex"),
    third: (await paint("#907050")).toString("hex"),
    graph: buildGraph({ image: "none" }),
    text: buildGraph({ seed: 5 }),
    slow: buildGraph({ steps: 60, seed: 6 }),
    others,
  };
  const running = run(PYTHON, [path.join(import.meta.dirname, "python-sdk.py")], {
    env: { PATH: process.env["PATH"] ?? "", COMFY_BASE_URL: platform.addresses.api, PYTHONWARNINGS: "ignore" },
  });
  running.child.stdin?.end(JSON.stringify(given));
  const { stdout } = await running;
  expect(JSON.parse(stdout)).toEqual({
    first: ["inp_", true, true],
    again: [true, false],
    stream: [false, true],
    reference: ["file_path", "hash", "id"],
    rehydrated: "layout.png",
    // The client reads no time from an S3 URL.
    download: [true, null],
    submitted: ["queued", { client: "acme", take: "1" }],
    events: expect.arrayContaining(["running", "Progress", "Preview", "OutputReady", "succeeded"]) as unknown,
    progress: [true, true, true],
    "outputs before the end": [true, false],
    late: ["OutputReady", "succeeded"],
    output: ["image", "image/png", true, true, expect.any(Number) as unknown, PNG, true, null],
    workflow: ["api", "layout.png"],
    "cancel after the end": "succeeded",
    chained: "succeeded",
    "by id": "succeeded",
    listed: ["2", "1"],
    "create time": true,
    canceling: "canceling",
    canceled: ["canceled", ["JobFailed", "job_failed", null]],
    errors: {
      invalid: ["InvalidWorkflow", "invalid_workflow", 422],
      editor: ["WorkflowFormatUi", "workflow_format_ui", 422],
      "editor by the server": ["WorkflowFormatUi", "workflow_format_ui", 422],
      labels: ["ComfyError", "metadata_invalid", 422],
      "hash mismatch": ["HashMismatch", "hash_mismatch", 409],
      blob: ["BlobNotFound", "blob_not_found", 404],
      job: ["NotFound", "not_found", 404],
      asset: ["NotFound", "not_found", 404],
      cursor: ["ApiError", "invalid_cursor", 400],
      filter: ["ApiError", "invalid_metadata_filter", 400],
      missing: ["MissingAsset", "missing_asset", 422],
      reuse: ["IdempotencyKeyReuse", "idempotency_key_reuse", 422],
    },
    "node errors": ["3"],
    "head of a miss": false,
    deleted: [
      ["MissingAsset", "missing_asset", 422],
      ["NotFound", "not_found", 404],
    ],
    unknown: ["Unauthorized", "unauthorized", 401],
    "without the permission": ["Forbidden", "forbidden", 403],
    "without a shot": ["ComfyError", "metadata_invalid", 422],
    "with a full queue": ["QueueFull", "queue_full", 429],
    "without budget": ["InsufficientCredits", "insufficient_credits", 402],
    async: [false, ["OutputReady", "succeeded"], PNG, true],
  });
});

describe.skipIf(!hasNode)("@comfyorg/sdk of TypeScript runs its complete surface", async () => {
  const sdk = hasNode ? await import("@comfyorg/sdk") : undefined;
  const open = (apiKey = key) => {
    if (!sdk) throw new Error("no @comfyorg/sdk");
    return new sdk.Comfy({ apiKey });
  };
  const toCode = (call: () => Promise<unknown>) =>
    call().then(
      () => null,
      (error: unknown) => {
        const { name, code, httpStatus } = error as { name: string; code: string; httpStatus: number };
        return [name, code, httpStatus];
      },
    );

  test("assets, jobs, events and outputs", { timeout: 60_000 }, async () => {
    const client = open();
    const bytes = await paint("#205040");
    const asset = client.assets.fromBytes(bytes, { filename: "ts.png" });
    const id = await asset.commit();
    expect([id.slice(0, 4), asset.createdNew]).toEqual(["inp_", true]);
    const again = await client.assets.fromStream(new Blob([bytes]).stream(), { filename: "ts.png" });
    expect([await again.commit(), again.createdNew]).toEqual([id, false]);
    const file = client.assets.fromFile(LAYOUT);
    expect(await file.commit()).toMatch(/^inp_/);
    expect((await client.assets.get(id)).filePath).toBe("ts.png");

    const workflow = client.workflows.fromJson(structuredClone(buildGraph({ image: "none", seed: 11 })));
    workflow.setInput("10", "image", asset);
    const job = await client.submit(workflow);
    const kinds: string[] = [];
    for await (const event of job.events()) kinds.push(event.kind === "statusChange" ? event.status : event.kind);
    expect(kinds).toEqual(expect.arrayContaining(["progress", "preview", "outputReady"]));
    expect(kinds.slice(-2)).toEqual(["outputReady", "succeeded"]);
    await job.result();
    const [output] = job.getOutputs("9");
    expect(output).toMatchObject({ type: "image", contentType: "image/png", jobId: job.id });
    expect(Buffer.from((await output?.toBytes({ range: [0, 7] })) ?? []).toString("hex")).toBe(PNG);
    const target = path.join(platform.dir, "ts.png");
    await output?.toFile(target);
    expect(readFileSync(target).length).toBe(output?.sizeBytes);
    expect((await output?.getDownloadUrl())?.url).toMatch(/^http/);
    expect(await job.getWorkflow()).toMatchObject({ format: "api" });
    expect((await client.jobs.get(job.id)).status).toBe("succeeded");

    const chained = client.workflows.fromJson(structuredClone(buildGraph({ image: "none", seed: 12 })));
    chained.setInput("10", "image", await client.assets.get(output?.id ?? ""));
    expect((await client.run(chained)).status).toBe("succeeded");

    const slow = await client.submit(client.workflows.fromJson(buildGraph({ steps: 60, seed: 13 })));
    expect(["canceled", "canceling"]).toContain((await slow.cancel()).status);
    expect(await toCode(() => slow.result())).toEqual(["JobFailed", "job_failed", undefined]);

    const gone = client.assets.fromBytes(await paint("#664411"), { filename: "gone.png" });
    const goneId = await gone.commit();
    await gone.delete();
    expect(await toCode(() => client.assets.get(goneId))).toEqual(["NotFound", "not_found", 404]);
  });

  test("each documented error", async () => {
    const client = open();
    const read = (graph: Record<string, unknown>) => client.workflows.fromJson(structuredClone(graph));
    const submitWith = async (apiKey: string, graph = buildGraph({ seed: 14 })) =>
      open(apiKey).submit(read(graph), { signal: AbortSignal.timeout(10_000) });
    const asset = { __type: "core/ASSET", info: { id: "inp_none" } };
    await client.submit(read(buildGraph({ seed: 15 })), { idempotencyKey: "ts" }).then((job) => job.cancel());
    const calls: Record<string, () => Promise<unknown>> = {
      invalid: async () => client.submit(read(buildGraph({ steps: 0 }))),
      editor: async () => client.submit(read({ nodes: [], links: [] })),
      missing: async () => client.submit(read(buildGraph({ image: asset }))),
      reuse: async () => client.submit(read(buildGraph({ seed: 15 })), { idempotencyKey: "ts" }),
      job: () => client.jobs.get("job_none"),
      unknown: () => submitWith(others["unknown"] ?? ""),
      forbidden: () => submitWith(others["without the permission"] ?? ""),
      budget: () => submitWith(others["without budget"] ?? ""),
    };
    const seen = await Promise.all(Object.entries(calls).map(async ([name, call]) => [name, await toCode(call)]));
    expect(Object.fromEntries(seen)).toEqual({
      invalid: ["InvalidWorkflow", "invalid_workflow", 422],
      editor: ["WorkflowFormatUi", "workflow_format_ui", 422],
      missing: ["MissingAsset", "missing_asset", 422],
      reuse: ["IdempotencyKeyReuse", "idempotency_key_reuse", 422],
      job: ["NotFound", "not_found", 404],
      unknown: ["Unauthorized", "unauthorized", 401],
      forbidden: ["Forbidden", "forbidden", 403],
      budget: ["InsufficientCredits", "insufficient_credits", 402],
    });
  });
});
