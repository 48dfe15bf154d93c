import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { decode, encode } from "fast-png";
import { type Graph, isRecord } from "@pegbar/comfyui";
import { Ear, encodePng, hasRecordings, Peer, readFrame, readRecording } from "@pegbar/comfyui/contract";
import { pegbar } from "@pegbar/sdk";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readProfiles, writeProfile } from "../../packages/cli/src/profiles.ts";
import { AccessToken } from "../../packages/cli/src/sign-in/access-token.ts";
import { compareFields } from "../setup/compare-fields.ts";
import { type ComfyPlatform, SHOT, startComfyPlatform } from "../setup/comfy.ts";

/** Milliseconds of a prompt: long enough for progress and for requests while it runs. */
const PACE_MS = 2000;

let platform: ComfyPlatform;
let proxy: Awaited<ReturnType<ComfyPlatform["startProxy"]>>;
let peer: Peer;

beforeAll(async () => {
  platform = await startComfyPlatform({ paceMs: PACE_MS, workers: 2 });
  proxy = await platform.startProxy();
  peer = new Peer(proxy.url);
}, 90_000);
afterAll(async () => {
  await proxy?.stop();
  await platform?.stop();
}, 60_000);

const sampler = (
  seed: number | string,
  save: Graph[string] = { class_type: "SaveImage", inputs: {} },
  steps = 8,
): Graph => ({
  "3": {
    class_type: "KSampler",
    inputs: {
      seed,
      steps,
      cfg: 7,
      sampler_name: "euler",
      scheduler: "normal",
      denoise: 1,
      model: ["4", 0],
      positive: ["6", 0],
      negative: ["7", 0],
      latent_image: ["5", 0],
    },
  },
  "4": { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: "preview.safetensors" } },
  "5": { class_type: "EmptyLatentImage", inputs: { width: 64, height: 64, batch_size: 1 } },
  "6": { class_type: "CLIPTextEncode", inputs: { text: "a paper lantern", clip: ["4", 1] } },
  "7": { class_type: "CLIPTextEncode", inputs: { text: "text", clip: ["4", 1] } },
  "8": { class_type: "VAEDecode", inputs: { samples: ["3", 0], vae: ["4", 2] } },
  "9": { ...save, inputs: { images: ["8", 0], filename_prefix: "lantern/beauty", ...save.inputs } },
});

const invert = (file: string, save = "SaveImage"): Graph => ({
  "1": { class_type: "LoadImage", inputs: { image: file } },
  "2": { class_type: "ImageInvert", inputs: { image: ["1", 0] } },
  "3": {
    class_type: save,
    inputs: { images: ["2", 0], ...(save === "SaveImage" ? { filename_prefix: "inverted" } : {}) },
  },
});

type Item = { filename: string; subfolder: string; type: string; pegbar_asset_id?: string };
const getItems = (entry: Record<string, unknown>, node: string, key = "images"): Item[] => {
  const outputs = entry["outputs"] as Record<string, Record<string, Item[]>>;
  return outputs[node]?.[key] ?? [];
};
const view = ({ filename, subfolder, type }: Item, more = "", headers = {}) =>
  fetch(`${proxy.url}/view?${new URLSearchParams({ filename, subfolder, type }).toString()}${more}`, { headers });
const readJob = (jobId: string) => platform.connect().get("/v1/jobs/{id}", { params: { path: { id: jobId } } });
const getJobId = (entry: Record<string, unknown>): string => (entry["pegbar"] as { job_id: string }).job_id;

describe("a prompt", () => {
  test("shows steps and previews, then files, price, certificate and what ran", async () => {
    const client = randomUUID();
    const ear = await Ear.open(proxy.url, client);
    const { promptId, body } = await peer.submit(sampler("18446744073709551615"), {
      client_id: client,
      extra_data: { preview_method: "auto", api_key_comfy_org: "comfyui-secret" },
    });
    expect(body).toEqual({ prompt_id: promptId, number: expect.any(Number), node_errors: {} });
    await ear.until((frame) => frame.type === "progress");
    expect((await peer.get(`/api/jobs/${promptId}`)).body).toMatchObject({
      status: "in_progress",
      pegbar: { job_id: expect.stringMatching(/^job_/), shot: SHOT },
    });
    await ear.ended(promptId);
    expect(ear.binaries.length).toBeGreaterThan(0);
    expect(ear.binaries[0]?.readUInt32BE()).toBe(1);
    // JPEG
    expect(ear.binaries[0]?.subarray(8, 10)).toEqual(Buffer.from([0xff, 0xd8]));
    const entry = await peer.finished(promptId);
    expect(entry).toMatchObject({
      status: { status_str: "success", completed: true },
      pegbar: {
        reserved: { dollars: expect.any(Number), gpuSeconds: expect.any(Number) },
        executed: expect.arrayContaining(["3", "9"]),
        cached: [],
        certificate_urls: [expect.stringMatching(/\/v1\/assets\/ast_\w+\/certificate$/)],
      },
    });
    expect(JSON.stringify(entry)).not.toContain("comfyui-secret");
    const [item] = getItems(entry, "9");
    expect(item).toMatchObject({ filename: "beauty_00001_.png", subfolder: "lantern", type: "output" });
    if (!item) throw new Error("no picture");
    const whole = await view(item);
    expect(whole.headers.get("content-type")).toBe("image/png");
    const bytes = Buffer.from(await whole.arrayBuffer());
    expect(decode(bytes)).toMatchObject({ width: 64, height: 64 });
    const part = await view(item, "", { range: "bytes=1-3" });
    expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([
      206,
      `bytes 1-3/${bytes.length}`,
      "PNG",
    ]);
    expect((await view(item, "", { range: `bytes=${bytes.length}-` })).status).toBe(416);
    expect(decode(Buffer.from(await (await view(item, "&channel=rgb")).arrayBuffer())).channels).toBe(3);
    const alpha = decode(Buffer.from(await (await view(item, "&channel=a")).arrayBuffer()));
    expect([...alpha.data.subarray(0, 4)]).toEqual([0, 0, 0, 255]);
    expect((await view(item, "&preview=webp;90")).status).toBe(200);
    // The seed has all its digits in Pegbar.
    const assetId = item.pegbar_asset_id ?? "";
    const params = { path: { id: assetId } };
    const ran = await platform.connect().get("/v1/assets/{id}/workflow", { params });
    expect(JSON.stringify(ran)).toContain("18446744073709551615");
    await ear.close();
  });

  test("sends pictures on the socket for SaveImageWebsocket, and temporary files for PreviewImage", async () => {
    const client = randomUUID();
    const ear = await Ear.open(proxy.url, client);
    const file = `socket-${client}.png`;
    await peer.upload(file, encodePng(32, 16, 7));
    const graph = {
      ...invert(file, "SaveImageWebsocket"),
      "4": { class_type: "PreviewImage", inputs: { images: ["2", 0] } },
    };
    const { promptId, status } = await peer.submit(graph, { client_id: client });
    expect(status).toBe(200);
    await ear.ended(promptId);
    expect(ear.binaries).toHaveLength(1);
    const last = ear.binaries.at(-1);
    expect([last?.readUInt32BE(0), last?.readUInt32BE(4)]).toEqual([1, 2]);
    expect(decode(last?.subarray(8) ?? Buffer.alloc(0))).toMatchObject({ width: 32, height: 16 });
    const entry = await peer.finished(promptId);
    expect(Object.keys(entry["outputs"] as object)).toEqual(["4"]);
    const [item] = getItems(entry, "4");
    expect(item).toMatchObject({ type: "temp", filename: expect.stringMatching(/^ComfyUI_temp_.*_00001_\.png$/) });
    expect((await view(item as Item)).status).toBe(200);
    await ear.close();
  });

  test("reads a result of an earlier one, and a picture with a mask", async () => {
    const file = `mask-${randomUUID()}.png`;
    await peer.upload(file, encodePng(8, 8, 3));
    const first = await peer.submit(invert(file));
    const [item] = getItems(await peer.finished(first.promptId), "3");
    const second = await peer.submit(invert(`${item?.filename} [output]`));
    expect(second.status).toBe(200);
    const again = await peer.finished(second.promptId);
    const bytes = Buffer.from(await (await view(getItems(again, "3")[0] as Item)).arrayBuffer());
    // Inverted twice.
    expect([...decode(bytes).data.subarray(0, 3)]).toEqual([...decode(encodePng(8, 8, 3)).data.subarray(0, 3)]);

    const rgba = new Uint8Array(8 * 8 * 4).fill(77);
    const form = new FormData();
    const mask = new Uint8Array(encode({ width: 8, height: 8, channels: 4, data: rgba }));
    form.set("image", new File([mask], "clipspace-mask.png"));
    form.set("original_ref", JSON.stringify({ filename: item?.filename, subfolder: "", type: "output" }));
    form.set("subfolder", "clipspace");
    const stored = await fetch(`${proxy.url}/upload/mask`, { method: "POST", body: form });
    expect(await stored.json()).toEqual({ name: "clipspace-mask.png", subfolder: "clipspace", type: "input" });
    const combined = await fetch(`${proxy.url}/view?filename=clipspace-mask.png&subfolder=clipspace&type=input`);
    const { channels, data } = decode(Buffer.from(await combined.arrayBuffer()));
    expect([channels, data[3]]).toEqual([4, 77]);
    expect((await peer.get("/object_info/LoadImage")).body).toMatchObject({
      LoadImage: {
        input: {
          required: { image: [expect.arrayContaining([file, "clipspace/clipspace-mask.png"]), { image_upload: true }] },
        },
      },
    });
  });

  test("that takes longer than its limit fails as ComfyUI's do", async () => {
    const limited = await platform.startProxy({ job: { shot: SHOT, timeLimitSeconds: 1 } });
    const client = randomUUID();
    const ear = await Ear.open(limited.url, client);
    const limitedPeer = new Peer(limited.url);
    const { promptId } = await limitedPeer.submit(sampler(2, undefined, 1), { client_id: client });
    await ear.ended(promptId);
    const failure = ear.frames.find(({ type }) => type === "execution_error");
    expect(failure?.data).toMatchObject({ exception_message: expect.stringContaining("limit of 1 second") });
    const entry = await limitedPeer.finished(promptId);
    expect((await limitedPeer.get(`/api/jobs/${promptId}`)).body).toMatchObject({ status: "failed" });
    if (hasRecordings()) {
      const lines = readRecording("08-node-error");
      const recorded = lines.map(readFrame).find((frame) => frame?.type === "execution_error");
      expect(compareFields(recorded?.data, failure?.data)).toEqual([]);
      const history = lines.find(({ body }) => isRecord(body) && "00000000-0000-4000-8000-000004634231" in body)?.[
        "body"
      ];
      const [ended] = Object.values(history as Record<string, unknown>);
      const { status } = ended as { status: unknown };
      expect(compareFields(status, entry["status"])).toEqual([]);
    }
    await ear.close();
    await limited.stop();
  });
});

describe("a refusal", () => {
  test("has ComfyUI's form, and says what to do", async () => {
    expect(await peer.post("/prompt", "{broken")).toMatchObject({
      status: 400,
      body: { error: { type: "invalid_body" } },
    });
    const none = {
      ...sampler(1),
      "4": { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: "none.safetensors" } },
    };
    expect(await peer.submit(none)).toMatchObject({
      status: 400,
      body: { node_errors: { "4": { errors: [{ type: "value_not_in_list" }], class_type: "CheckpointLoaderSimple" } } },
    });
    await peer.upload("notes.png", new TextEncoder().encode("not a picture"));
    expect(await peer.submit(invert("notes.png"))).toMatchObject({
      status: 400,
      body: {
        error: {
          type: "prompt_outputs_failed_validation",
          message: expect.stringContaining("Pegbar refused notes.png"),
        },
        node_errors: {
          "1": { errors: [{ type: "custom_validation_failed", details: expect.stringContaining("PNG") }] },
        },
      },
    });
    const huge = {
      ...sampler(1),
      "5": { class_type: "EmptyLatentImage", inputs: { width: 16384, height: 16384, batch_size: 64 } },
    };
    expect(await peer.submit(huge)).toMatchObject({
      status: 400,
      body: { node_errors: { "5": { errors: [{ details: expect.stringContaining("smaller") }] } } },
    });
    const escaping = sampler(1, { class_type: "SaveImage", inputs: { filename_prefix: "../escape" } });
    expect(await peer.submit(escaping)).toMatchObject({ status: 400, body: { node_errors: { "9": {} } } });
  });

  test("of Pegbar's sign-in tells to sign in", async () => {
    const stranger = await platform.startProxy({ client: pegbar({ baseUrl: platform.api, token: "pgb_wrong" }) });
    expect(await new Peer(stranger.url).submit(sampler(1))).toMatchObject({
      status: 400,
      body: { error: { type: "pegbar_sign_in_required", details: expect.stringContaining("pegbar login") } },
    });
    await stranger.stop();
  });

  test("protects against pages in a browser", async () => {
    const port = Number(new URL(proxy.url).port);
    const ask = (headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve, reject) => {
        const sent = request({ host: "127.0.0.1", port, path: "/queue", headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        sent.once("error", reject).end();
      });
    expect(await ask({ host: `localhost:${port}` })).toBe(200);
    expect(await ask({ host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}` })).toBe(200);
    expect(await ask({ host: "rebound.example" })).toBe(403);
    expect(await ask({ host: `127.0.0.1:${port}`, origin: "https://page.example" })).toBe(403);
    expect(await ask({ host: `127.0.0.1:${port}`, origin: "http://localhost:3000" })).toBe(403);
    expect(await ask({ host: `127.0.0.1:${port}`, "sec-fetch-site": "cross-site" })).toBe(403);
    const { WebSocket } = await import("ws");
    const socket = new WebSocket(`${proxy.url.replace("http", "ws")}/ws`, { origin: "https://page.example" });
    const refused = await new Promise((resolve) => socket.once("error", resolve));
    expect(String(refused)).toContain("403");
  });
});

describe("the queue", () => {
  test("tells a client's prompts one after the other, those in front first, and other clients at the same time", async () => {
    const [mine, other] = [randomUUID(), randomUUID()];
    const ear = await Ear.open(proxy.url, mine);
    const otherEar = await Ear.open(proxy.url, other);
    const first = await peer.submit(sampler(11), { client_id: mine });
    const last = await peer.submit(sampler(12), { client_id: mine });
    const removed = await peer.submit(sampler(13), { client_id: mine });
    const front = await peer.submit(sampler(14), { client_id: mine, front: true });
    const others = await peer.submit(sampler(15), { client_id: other });
    expect((await peer.get("/prompt")).body).toEqual({ exec_info: { queue_remaining: 5 } });
    expect((await peer.post("/queue", { delete: [removed.promptId] })).status).toBe(200);
    expect((await peer.get("/prompt")).body).toEqual({ exec_info: { queue_remaining: 4 } });
    await Promise.all([first, last, front].map(({ promptId }) => ear.ended(promptId)));
    await otherEar.ended(others.promptId);
    const told = ear.frames
      .filter(({ type, data }) => type === "execution_start" || (type === "executing" && data["node"] === null))
      .map(({ data }) => data["prompt_id"]);
    const order = told.filter((_, index) => index % 2 === 0);
    // Each ends before the next starts.
    expect(told.filter((_, index) => index % 2 === 1)).toEqual(order);
    expect(order).toHaveLength(3);
    expect(order.indexOf(front.promptId)).toBeLessThan(order.indexOf(last.promptId));
    expect(otherEar.frames.some(({ data }) => data["prompt_id"] === first.promptId)).toBe(false);
    expect(await peer.history(removed.promptId)).toBeUndefined();
    expect((await peer.get(`/api/jobs/${removed.promptId}`)).status).toBe(404);
    await ear.close();
    await otherEar.close();
  });

  test("interrupts what runs, and no job that was submitted elsewhere", async () => {
    const elsewhere = await platform.connect().post("/v1/jobs", {
      body: { shot: SHOT, workflow: "paint-text", parameters: { prompt: "x", steps: 8 } },
    });
    const client = randomUUID();
    const ear = await Ear.open(proxy.url, client);
    const { promptId } = await peer.submit(sampler(21), { client_id: client });
    await ear.until(({ type }) => type === "execution_start");
    expect((await peer.post("/interrupt", { prompt_id: randomUUID() })).status).toBe(200);
    expect((await peer.post("/interrupt", {})).status).toBe(200);
    await ear.ended(promptId);
    expect(ear.story(promptId)).toContain("execution_interrupted");
    const entry = await peer.finished(promptId);
    expect(entry["status"]).toMatchObject({ status_str: "error", completed: false });
    expect((await readJob(getJobId(entry))).state).toBe("cancelled");
    const other = await platform.connect().waitForJob(elsewhere.id);
    expect(other.state).toBe("succeeded");
    // A job that has ended cannot be cancelled; that is no error.
    expect((await peer.post(`/api/jobs/${promptId}/cancel`, {})).body).toEqual({ cancelled: false });
    await ear.close();
  });

  test("shows places and holds of Pegbar's queue; a held prompt lets others pass, and runs when it is released", async () => {
    const watched = await platform.startProxy({ placesMs: 500 });
    const watchedPeer = new Peer(watched.url);
    const supervisor = await platform.connectAs("supervisor@lumen.example");
    const body = { shot: SHOT, workflow: "paint-text", parameters: { prompt: "busy", steps: 8 } };
    // Two for each worker.
    await Promise.all([1, 2, 3, 4].map(() => platform.connect().post("/v1/jobs", { body })));
    const client = randomUUID();
    const ear = await Ear.open(watched.url, client);
    const first = await watchedPeer.submit(sampler(61), { client_id: client });
    const second = await watchedPeer.submit(sampler(62), { client_id: client });
    const read = async ({ promptId }: { promptId: string }) =>
      (await watchedPeer.get(`/api/jobs/${promptId}`)).body as { status: string; pegbar: Record<string, unknown> };
    const params = { path: { id: String((await read(first)).pegbar["job_id"]) } };
    await supervisor.post("/v1/jobs/{id}/hold", { params });
    const money = { gpuSeconds: expect.any(Number), dollars: expect.any(Number) };
    await expect
      .poll(async () => (await watchedPeer.get("/queue")).body, { timeout: 5000 })
      .toMatchObject({
        pegbar: [
          { prompt_id: first.promptId, state: "held", reason: expect.stringContaining("held by"), reserved: money },
          { prompt_id: second.promptId, state: "queued", wait: { jobsAhead: expect.any(Number) }, reserved: money },
        ],
      });
    expect(await read(first)).toMatchObject({ status: "pending", pegbar: { state: "held" } });
    expect((await watchedPeer.get("/api/jobs")).body).toMatchObject({
      jobs: expect.arrayContaining([expect.objectContaining({ pegbar: expect.objectContaining({ state: "held" }) })]),
    });
    await ear.ended(second.promptId);
    expect(ear.story(first.promptId)).toEqual([]);
    expect(ear.frames.some(({ type, data }) => type === "status" && JSON.stringify(data).includes('"held"'))).toBe(
      true,
    );
    await supervisor.post("/v1/jobs/{id}/release", { params });
    await ear.ended(first.promptId);
    expect(ear.story(first.promptId)).toContain("execution_success");
    // No place is left in the answer.
    expect((await read(first)).pegbar).not.toHaveProperty("state");
    expect(watched.notes.filter((note) => note.includes("held in Pegbar (held by"))).toHaveLength(1);
    await ear.close();
    await watched.stop();
  });

  test("goes on for a client that connects again", async () => {
    const client = randomUUID();
    const first = await Ear.open(proxy.url, client);
    const { promptId } = await peer.submit(sampler(31), { client_id: client });
    await first.until(({ type }) => type === "executing");
    const second = await Ear.open(proxy.url, client);
    await first.close();
    await second.ended(promptId);
    expect(second.frames.map(({ type }) => type)).toContain("execution_success");
    await second.close();
  });
});

describe("an interruption", () => {
  test("of the proxy loses no prompt, no result and no upload", async () => {
    const before = await platform.startProxy();
    const old = new Peer(before.url);
    const client = randomUUID();
    await old.upload("kept.png", encodePng(16, 16, 9));
    const done = await old.submit(invert("kept.png"), { client_id: client });
    const entry = await old.finished(done.promptId);
    const running = await old.submit(sampler(41), { client_id: client });
    const waiting = await old.submit(sampler(42), { client_id: client });
    const removed = await old.submit(sampler(43), { client_id: client });
    await old.post("/queue", { delete: [removed.promptId] });
    await before.stop();

    const after = await platform.startProxy({ folder: before.folder });
    const again = new Peer(after.url);
    expect(await again.history(done.promptId)).toEqual(entry);
    const ear = await Ear.open(after.url, client);
    expect((await again.get("/prompt")).body).toMatchObject({ exec_info: { queue_remaining: 2 } });
    await again.finished(running.promptId);
    await again.finished(waiting.promptId);
    expect(await again.history(removed.promptId)).toBeUndefined();
    // The file is known, and the number of the next prompt is higher.
    const next = await again.submit(invert("kept.png"), { client_id: client });
    expect(next.body).toMatchObject({ number: 4 });
    const [item] = getItems(await again.finished(next.promptId), "3");
    expect(item?.filename).toBe("inverted_00002_.png");
    const [file = ""] = await readdir(path.join(after.folder, "prompts"));
    expect((await stat(path.join(after.folder, "prompts", file))).mode & 0o777).toBe(0o600);
    await ear.close();
    await after.stop();
  });

  test("of the network loses no event, and submits nothing twice", async () => {
    let isDown = false;
    const posted: string[] = [];
    const lossy = await platform.startProxy({
      client: platform.connect(async (request) => {
        if (isDown)
          throw new TypeError("fetch failed", { cause: Object.assign(new Error("down"), { code: "ECONNRESET" }) });
        const answer = await fetch(request);
        if (request.method === "POST" && request.url.endsWith("/v1/jobs")) {
          posted.push(request.headers.get("idempotency-key") ?? "");
          // The first answer is lost.
          if (posted.length === 1)
            throw new TypeError("fetch failed", { cause: Object.assign(new Error("lost"), { code: "ECONNRESET" }) });
        }
        return answer;
      }),
    });
    const client = randomUUID();
    const ear = await Ear.open(lossy.url, client);
    const lossyPeer = new Peer(lossy.url);
    const { promptId, status } = await lossyPeer.submit(sampler(51), { client_id: client });
    expect(status).toBe(200);
    expect(posted).toEqual([`comfy-${promptId}-0`, `comfy-${promptId}-0`]);
    const second = await lossyPeer.submit(sampler(52), { client_id: client });
    isDown = true;
    const prompt = { prompt_id: randomUUID(), client_id: client };
    expect(await lossyPeer.submit(sampler(53), prompt)).toMatchObject({
      status: 503,
      body: { error: { type: "pegbar_unavailable", details: expect.stringContaining("runs only once") } },
    });
    // What needs no network still works.
    expect((await lossyPeer.upload("offline.png", encodePng(8, 8, 4))).status).toBe(200);
    expect((await lossyPeer.get("/object_info/KSampler")).body).toHaveProperty("KSampler");
    expect((await lossyPeer.get("/queue")).status).toBe(200);
    isDown = false;
    const third = await lossyPeer.submit(invert("offline.png"), prompt);
    expect(third.status).toBe(200);
    await ear.ended(promptId);
    await ear.ended(third.promptId);
    await ear.ended(second.promptId);
    const jobs = await Promise.all(
      [promptId, second.promptId, third.promptId].map(async (id) => getJobId(await lossyPeer.finished(id))),
    );
    expect(new Set(jobs).size).toBe(3);
    const listed = await platform.connect().get("/v1/jobs", { params: { query: { limit: 3 } } });
    expect(listed.items.map(({ id }) => id).sort()).toEqual(jobs.sort());
    await ear.close();
    await lossy.stop();
  });

  test("of the sign-in is told, and ends with the next `pegbar login`", async () => {
    vi.stubEnv("XDG_CONFIG_HOME", path.join(proxy.folder, "config"));
    const signIn = async () => {
      const tokens = { access: await platform.signIn() };
      await writeProfile("artist", { url: platform.api, tokens });
      return tokens.access;
    };
    const before = await signIn();
    const accessToken = new AccessToken("artist", (await readProfiles()).profiles["artist"], platform.api);
    let isExpired = false;
    const expiring = await platform.startProxy({
      client: pegbar({
        baseUrl: platform.api,
        token: () => accessToken.get(),
        fetch: async (request) => {
          const sent = request.headers.get("authorization")?.replace("Bearer ", "") ?? "";
          if (isExpired && sent === before) request.headers.set("authorization", "Bearer expired");
          const answer = await fetch(request);
          if (answer.status === 401) accessToken.refuse(sent);
          return answer;
        },
      }),
    });
    const client = randomUUID();
    const ear = await Ear.open(expiring.url, client);
    const expiringPeer = new Peer(expiring.url);
    const first = await expiringPeer.submit(sampler(71), { client_id: client });
    const second = await expiringPeer.submit(sampler(72), { client_id: client });
    isExpired = true;
    const refused = await expiringPeer.submit(sampler(73), { client_id: client });
    expect(refused).toMatchObject({
      status: 400,
      body: { error: { type: "pegbar_sign_in_required", details: expect.stringContaining("pegbar login") } },
    });
    const findTold = () => expiring.notes.filter((note) => note.includes("Sign in again: pegbar login"));
    await expect.poll(findTold, { timeout: 10_000 }).toHaveLength(1);
    expect((await expiringPeer.get("/prompt")).body).toEqual({ exec_info: { queue_remaining: 2 } });
    await signIn();
    await ear.ended(first.promptId);
    await ear.ended(second.promptId);
    expect(ear.story(second.promptId)).toContain("execution_success");
    expect(findTold()).toHaveLength(1);
    expect(expiring.notes).toContain("Connected to Pegbar again.");
    expect((await expiringPeer.submit(sampler(73), { client_id: client })).status).toBe(200);
    await ear.close();
    await expiring.stop();
    vi.unstubAllEnvs();
  });
});

test("runs a graph of ComfyUI-Blender on an image without its custom node", async () => {
  const file = `blender-${randomUUID()}.png`;
  await peer.upload(file, encodePng(32, 16, 5));
  const graph: Graph = {
    "1": { class_type: "BlenderInputLoadImage", inputs: { image: file, order: 1 } },
    "2": { class_type: "BlenderInputInt", inputs: { value: 24, order: 2, default: 8, min: 0, max: 64, step: 1 } },
    "3": {
      class_type: "ImageScale",
      inputs: { image: ["1", 0], upscale_method: "lanczos", width: ["2", 0], height: 8, crop: "center" },
    },
    "4": { class_type: "BlenderOutputSaveImage", inputs: { images: ["3", 0], filename_prefix: "blender/scaled" } },
  };
  const { promptId, status } = await peer.submit(graph);
  expect(status).toBe(200);
  const entry = await peer.finished(promptId);
  // The tool sees the graph that it sent.
  expect((entry["prompt"] as unknown[])[2]).toEqual(graph);
  const [item] = getItems(entry, "4");
  expect(item).toMatchObject({ filename: "scaled_00001_.png", subfolder: "blender", type: "output" });
  expect(decode(Buffer.from(await (await view(item as Item)).arrayBuffer()))).toMatchObject({ width: 24, height: 8 });
  const wrong = { ...graph, "2": { class_type: "BlenderInputInt", inputs: { value: "wide" } } };
  expect(await peer.submit(wrong)).toMatchObject({
    status: 400,
    body: { node_errors: { "3": { errors: [{ extra_info: { input_name: "width" } }] } } },
  });
});

test("lists samplers and workflows for ComfyUI-Blender", async () => {
  expect((await peer.get("/blender/samplers")).body).toEqual(expect.arrayContaining(["euler", "dpmpp_2m"]));
  const graph = { "1": { class_type: "BlenderInputInt", inputs: { value: 3 } } };
  await peer.post("/userdata/workflows%2Fblender%2Fmine.json", graph);
  await peer.post("/userdata/workflows%2Fmine.json", graph);
  await peer.post("/userdata/workflows%2Feditor.json", { nodes: [], links: [] });
  const listed = (await peer.get("/blender/workflows")).body as { name: string; path: string; type: string }[];
  // The studio's workflows have no nodes of the add-on.
  expect(listed.every(({ path: at }) => at.startsWith("workflows/"))).toBe(true);
  expect(listed).toContainEqual({ name: "mine.json", path: "workflows/mine.json", type: "file" });
  expect(listed.map(({ name }) => name)).not.toContain("blender");
  const read = (filepath: string) => peer.get(`/blender/workflow?filepath=${encodeURIComponent(filepath)}`);
  expect(await read("workflows/mine.json")).toEqual({ status: 200, body: graph });
  expect(await read("workflows/editor.json")).toMatchObject({ status: 200, body: {} });
  for (const absent of ["workflows/none.json", "studio/none.json", "../settings.json"])
    expect((await read(absent)).status, absent).toBe(404);
  expect((await read("")).status).toBe(400);
  await peer.post("/userdata/workflows%2Flist.json", []);
  expect((await read("workflows/list.json")).status).toBe(400);
});

test("describes the fleet, its models and this session to tools", async () => {
  expect((await peer.get("/system_stats")).body).toMatchObject({
    system: { comfyui_version: expect.any(String), argv: ["pegbar", "comfy"] },
    devices: [{ type: "cuda", vram_total: expect.any(Number) }],
  });
  expect((await peer.get("/object_info/CheckpointLoaderSimple")).body).toMatchObject({
    CheckpointLoaderSimple: { input: { required: { ckpt_name: [["preview.safetensors"]] } } },
  });
  expect((await peer.get("/object_info/SaveImageWebsocket")).body).toMatchObject({
    SaveImageWebsocket: { output_node: true },
  });
  expect((await peer.get("/models/checkpoints")).body).toEqual(["preview.safetensors"]);
  expect((await peer.get("/api/models")).body).toContain("loras");
  expect((await peer.get("/models/nonsense")).status).toBe(404);
  expect((await peer.get("/embeddings")).body).toEqual([]);
  expect((await peer.get("/extensions")).body).toEqual([]);
  expect((await peer.get("/features")).body).toMatchObject({ supports_preview_metadata: true });
  expect((await peer.post("/free", { unload_models: true })).status).toBe(200);
  expect((await peer.get("/users")).body).toEqual({ storage: "server", migrated: true });
  expect((await peer.post("/settings", { "Comfy.Theme": "dark" })).status).toBe(200);
  expect((await peer.get("/api/settings")).body).toEqual({ "Comfy.Theme": "dark" });
  expect((await peer.post("/userdata/workflows%2Fa.json", { nodes: [] })).body).toBe("workflows/a.json");
  expect((await peer.get("/userdata?dir=workflows")).body).toEqual(expect.arrayContaining(["a.json"]));
  expect((await peer.get("/userdata/..%2Fsettings.json")).status).toBe(403);
  expect((await peer.post("/settings", "{broken")).status).toBe(400);
  expect((await peer.post("/userdata/workflows", {})).status).toBe(409);
  expect((await peer.post("/userdata/workflows%2Fa.json%2Fb.json", {})).status).toBe(409);
  expect(await peer.get("/nonsense")).toEqual({ status: 404, body: "404: Not Found" });
  expect((await peer.post("/object_info", {})).status).toBe(405);
  expect((await peer.get("/api/jobs?status=nonsense")).status).toBe(400);
});
