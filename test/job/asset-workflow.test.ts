import { createHash } from "node:crypto";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Graph } from "@pegbar/comfyui";
import type { SignedRequest } from "@pegbar/core/contract";
import { startApi, type TestApi } from "../setup/api.ts";
import { createActions } from "../setup/work.ts";

const ARTIST = "artist@lumen.example";
let api: TestApi;

beforeAll(async () => {
  api = await startApi();
  await api.ask("PATCH", "/v1/tenant", { as: "admin@lumen.example", body: { rawGraphs: true } });
});
afterAll(() => api.stop());

/** Submits a job and completes it. Returns the ids of the job and of its asset. */
async function make(request: Record<string, unknown>) {
  const { claim, complete } = createActions(api.studios);
  const answer = await api.ask("POST", "/v1/jobs", { as: ARTIST, body: { shot: "HARBOR/sq010/sh010", ...request } });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  const lease = await claim();
  if (!lease) throw new Error("nothing to claim");
  await complete(lease, 10);
  const { body } = await api.ask("GET", `/v1/assets?jobId=${lease.jobId}`, { as: ARTIST });
  return { jobId: lease.jobId, graph: lease.graph, assetId: (body as { items: { id: string }[] }).items[0]?.id ?? "" };
}

const read = (assetId: string, as = ARTIST) => api.ask("GET", `/v1/assets/${assetId}/workflow`, { as });
/** Uploads an image. All have the same name. */
async function upload(background: string): Promise<{ id: string }> {
  const image = await sharp({ create: { width: 32, height: 24, channels: 3, background } })
    .png()
    .toBuffer();
  const sha256 = createHash("sha256").update(image).digest("hex");
  const body = { sha256, bytes: image.length, contentType: "image/png", filename: "layout.png" };
  const announced = await api.ask("POST", "/v1/inputs", { as: ARTIST, body });
  const { id, upload: target } = announced.body as { id: string; upload: SignedRequest };
  await fetch(target.url, { method: "PUT", headers: target.headers, body: new Uint8Array(image) });
  const completed = await api.ask("POST", `/v1/inputs/${id}/complete`, { as: ARTIST });
  expect(completed.body).toMatchObject({ status: "verified" });
  return { id };
}

test("is the graph that ran, with the names of its files", async () => {
  const layout = await upload("#102030");
  const parameters = { prompt: "a lamp", seed: "18446744073709551615" };
  const { assetId, graph } = await make({ workflow: "paint-layout", inputs: { layout: layout.id }, parameters });
  const answer = await read(assetId);
  expect(answer.status).toBe(200);
  const given = answer.body as Graph;
  const [load] = Object.entries(graph).find(([, { class_type }]) => class_type === "LoadImage") ?? [""];
  expect(graph[load]?.inputs["image"]).toBe(layout.id);
  expect(given[load]?.inputs["image"]).toBe("layout.png");
  expect(given["9"]?._meta?.title).toBe("Painting");
  expect(JSON.stringify(given)).toContain('"18446744073709551615"');
  // Nothing else differs.
  expect(JSON.parse(JSON.stringify(given).replace("layout.png", layout.id))).toEqual(graph);
});

test("gives two files with one name different names", async () => {
  const [one, two] = [await upload("#203040"), await upload("#304050")];
  const graph = {
    "1": { class_type: "LoadImage", inputs: { image: one.id } },
    "2": { class_type: "LoadImage", inputs: { image: two.id } },
    "3": {
      class_type: "ImageBlend",
      inputs: { image1: ["1", 0], image2: ["2", 0], blend_factor: 0.5, blend_mode: "normal" },
    },
    "9": { class_type: "SaveImage", inputs: { images: ["3", 0], filename_prefix: "blend" } },
  };
  const { assetId } = await make({ graph, class: "light", inputs: [one.id, two.id] });
  const given = (await read(assetId)).body as Graph;
  const names = [given["1"]?.inputs["image"], given["2"]?.inputs["image"]];
  expect(new Set(names).size).toBe(2);
  expect(names).toContain("layout.png");
  expect(names).toContainEqual(expect.stringMatching(/^layout-[0-9A-Z]{6}\.png$/));
});

test("is not found for another studio, and for an asset that does not exist", async () => {
  const { assetId } = await make({ workflow: "paint-text", parameters: { prompt: "a secret", seed: 1 } });
  for (const as of ["artist@orrery.example", "admin@orrery.example"]) {
    const answer = await read(assetId, as);
    expect(answer.status).toBe(404);
    expect(JSON.stringify(answer.body)).not.toContain("secret");
  }
  expect((await read("ast_00000000000000000000000000")).status).toBe(404);
});

test("is gone after an erasure", async () => {
  const { assetId, jobId } = await make({ workflow: "paint-text", parameters: { prompt: "erased", seed: 1 } });
  await api.admin`update job set graph = '{}', erased_at = now() where id = ${jobId}`;
  const answer = await read(assetId);
  expect(answer.status).toBe(409);
  expect((answer.body as { detail: string }).detail).toMatch(/was erased/);
});
