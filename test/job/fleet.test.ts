import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { NodesLock, parseObjectInfo } from "@pegbar/comfyui";
import * as Fleets from "@pegbar/core/job/fleet";
import * as Image from "@pegbar/core/catalog/image";
import { MIGRATIONS } from "@pegbar/core/platform/database/migrate.ts";
import { Problem } from "@pegbar/functions/http/problem.ts";
import { startApi, type TestApi } from "../setup/api.ts";
import { WORKER_KEY } from "../setup/constants.ts";
import { previewDigest, previewObjectInfo } from "../setup/object-info.ts";
import { buildClaimRequest, software } from "../setup/studio.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const OTHER_DIGEST = "0".repeat(64);
const nodes = [...parseObjectInfo(previewObjectInfo).keys()];
const work = (path: string, body: unknown) =>
  api.ask("POST", `/work/v1/${path}`, { body, headers: { authorization: `Worker ${WORKER_KEY}` } }, api.workUrl);
const register = (workerId: string, more: Record<string, unknown> = {}) =>
  work("workers", {
    workerId,
    class: "light",
    state: "ready",
    gpu: "NVIDIA L4",
    vramBytes: 24e9,
    comfyuiVersion: "0.28.0",
    imageDigest: "sha256:aa",
    objectInfoDigest: previewDigest,
    nodes,
    models: ["checkpoints/sd15.safetensors"],
    ...more,
  });
const report = (workerId: string, more: Record<string, unknown> = {}) =>
  work(`workers/${workerId}/report`, { state: "working", loadedModels: [], restarts: 0, ...more });
const Fleet = z.object({ workers: z.array(z.looseObject({ id: z.string() })) });
const seen = async () =>
  Fleet.parse((await api.ask("GET", "/v1/fleet", { as: "operator@pegbar.example" })).body).workers;

describe("a worker", () => {
  test("registers, reports and unregisters, and is shown to the operator", async () => {
    expect((await register("w1")).body).toEqual({ fit: true });
    expect((await report("w1", { loadedModels: ["sd15.safetensors"], restarts: 2 })).body).toEqual({ fit: true });
    expect(await seen()).toMatchObject([
      {
        id: "w1",
        class: "light",
        state: "working",
        gpu: "NVIDIA L4",
        vramBytes: 24e9,
        imageDigest: "sha256:aa",
        models: ["checkpoints/sd15.safetensors"],
        loadedModels: ["sd15.safetensors"],
        restarts: 2,
      },
    ]);
    await work("workers/w1/leave", {});
    expect(await seen()).toEqual([]);
  });

  test("says what its ComfyUI runs on; one of an older version does not", async () => {
    expect((await register("w-soft", { software })).body).toEqual({ fit: true });
    expect(await seen()).toMatchObject([{ id: "w-soft", software }]);
    expect((await register("w-soft")).body).toEqual({ fit: true });
    expect(await seen()).toMatchObject([{ id: "w-soft", software: null }]);
    await work("workers/w-soft/leave", {});
  });

  test.each([
    ["an unknown fact", { gpu: "NVIDIA L4" }],
    ["a flag with a path", { flags: ["--base-directory /home/noa"] }],
    ["a repository with a password", { customNodes: [{ name: "a", repository: "https://noa:secret@git.example/a" }] }],
    ["a version that is none", { driver: "unknown" }],
    ["more than a record may hold", { customNodes: Array.from({ length: 200 }, () => ({ name: "x".repeat(100) })) }],
  ])("is refused if its software has %s", async (_what, odd) => {
    expect((await register("w-odd", { software: odd })).status).toBe(400);
  });

  test("that is unknown must register", async () => {
    expect((await report("w-unknown")).status).toBe(404);
  });

  test.each([
    ["lacks nodes", nodes.slice(1), `it lacks ${nodes[0]}`],
    ["has additional nodes", [...nodes, "Stray"], "it also has Stray"],
    ["has the same with other inputs", nodes, "some have other inputs"],
  ])("that %s gets no jobs, and the reason", async (_what, given, reason) => {
    const { body } = await register("w-odd", { objectInfoDigest: OTHER_DIGEST, nodes: given });
    expect(body).toMatchObject({ fit: false, reason: expect.stringContaining(reason) });
    expect((await report("w-odd")).body).toEqual(body);
    await work("workers/w-odd/leave", {});
  });

  test("with other nodes is refused at the claim, and its message serves another worker", async () => {
    const body = { shot: "HARBOR/sq010/sh010", workflow: "paint-text", parameters: {} };
    expect((await api.ask("POST", "/v1/jobs", { as: "artist@lumen.example", body })).status).toBe(201);
    const { nonce } = await api.studios.ticket();
    const fitting = buildClaimRequest(nonce);
    const refused = await work("claims", {
      ...fitting,
      runtime: { ...fitting.runtime, objectInfoDigest: OTHER_DIGEST },
    });
    expect([refused.status, Problem.parse(refused.body).code]).toEqual([409, "image_mismatch"]);
    expect((await work("claims", fitting)).body).toMatchObject({ result: "granted" });
  });

  test("that nothing starts is missing: estimates and waiting jobs say so", async () => {
    const body = { shot: "HARBOR/sq010/sh010", workflow: "paint-text", parameters: {} };
    const estimate = async () => {
      const answer = await api.ask("POST", "/v1/estimates", { as: "artist@lumen.example", body });
      return z.looseObject({ wait: z.looseObject({ seconds: z.unknown(), workers: z.int() }) }).parse(answer.body).wait;
    };
    expect(await estimate()).toMatchObject({ workers: 0, seconds: null });
    const job = await api.ask("POST", "/v1/jobs", { as: "artist@lumen.example", body });
    expect(job.status).toBe(201);
    const listed = await api.ask("GET", "/v1/jobs?limit=1&wait=true", { as: "artist@lumen.example" });
    expect(listed.body).toMatchObject({ items: [{ state: "queued", wait: { seconds: null } }] });
    const set = (starts: boolean) => api.studios.runAsPlatform("dispatch", () => Fleets.setStartsWorkers(starts));
    await set(true);
    // The API reads the classes every five seconds.
    await expect.poll(estimate, { timeout: 10_000 }).toMatchObject({ seconds: { low: 0, high: expect.any(Number) } });
    await set(false);
  });

  test("is checked again when another image is expected", async () => {
    await register("w-old");
    const { ImageInvert: _lost, ...objectInfo } = previewObjectInfo;
    const next = { comfyuiVersion: "0.29.0", customNodes: [], objectInfo };
    const pack = {
      name: "pack",
      repository: "https://git.example/pack",
      commit: "a".repeat(40),
      classes: { Nope: { kind: "not_allowed" as const, reason: "is no use" } },
    };
    await api.studios.runAsPlatform("dispatch", () => Image.register({ ...next, customNodes: [pack] }, "sha256:bb"));
    expect((await api.ask("GET", "/v1/fleet/image", { as: "operator@pegbar.example" })).body).toMatchObject({
      comfyuiVersion: "0.29.0",
      imageDigest: "sha256:bb",
      classes: nodes.length - 1,
      customNodes: [pack],
      unreviewed: [],
    });
    // The Work API caches the image for a moment.
    await vi.waitFor(async () => expect((await report("w-old")).status).toBe(404), { timeout: 15_000, interval: 500 });
    expect((await register("w-old")).body).toMatchObject({
      fit: false,
      reason: expect.stringContaining("it also has ImageInvert"),
    });
  });

  test("the migration turns the refused classes of earlier images into reviews", async () => {
    const migration = readFileSync(path.join(MIGRATIONS, "0037_image_class_reviews.sql"), "utf8");
    const rest = { repository: "https://git.example/pack", commit: "a".repeat(40) };
    const admin = api.admin;
    const read = async () =>
      (await admin`select custom_nodes from image where current`)[0]?.["custom_nodes"] as unknown;
    const before = await read();
    const old = [
      { name: "one", ...rest, refused: { Nope: "is no use", Other: 'reads "files"' } },
      { name: "two", ...rest, refused: {} },
      { name: "three", ...rest, classes: { Fine: { kind: "plain" } } },
    ];
    await admin`update image set custom_nodes = ${admin.json(old)} where current`;
    await admin.unsafe(migration);
    const wanted = [
      {
        name: "one",
        ...rest,
        classes: {
          Nope: { kind: "not_allowed", reason: "is no use" },
          Other: { kind: "not_allowed", reason: 'reads "files"' },
        },
      },
      { name: "two", ...rest, classes: {} },
      { name: "three", ...rest, classes: { Fine: { kind: "plain" } } },
    ];
    expect(await read()).toEqual(wanted);
    expect(NodesLock.parse({ nodes: wanted }).nodes).toEqual(wanted);
    await admin.unsafe(migration);
    expect(await read()).toEqual(wanted);
    await admin`update image set custom_nodes = ${admin.json(before as never)} where current`;
  });

  test("is deleted after a long time without reports", async () => {
    await register("w-silent");
    api.studios.advance(3601);
    await api.studios.runAsPlatform("dispatch", Fleets.forgetWorkers);
    expect(await seen()).toEqual([]);
  });
});
