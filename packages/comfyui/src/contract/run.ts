import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { withInputs, buildPictureGraph } from "./graphs.ts";
import type { Setting } from "./index.ts";
import { Ear } from "./peer.ts";

const describeSavedFile = (mark: string, counter: number, name = "paint") => ({
  images: [{ filename: `${name}_${String(counter).padStart(5, "0")}_.png`, subfolder: mark, type: "output" }],
});

export function runTests(setting: () => Setting): void {
  test("sends events in order, then writes history, job and file", async () => {
    const { peer, file, mark, tolerances } = setting();
    const client = randomUUID();
    const ear = await Ear.open(peer.url, client);
    expect(ear.frames[0]?.data).toEqual({
      status: { exec_info: { queue_remaining: expect.any(Number) } },
      sid: client,
    });
    const { status, body, promptId } = await peer.submit(buildPictureGraph(file, `${mark}/paint`), {
      client_id: client,
    });
    expect({ status, body }).toEqual({
      status: 200,
      body: { prompt_id: promptId, number: expect.any(Number), node_errors: {} },
    });
    await ear.ended(promptId);
    expect(ear.story(promptId)).toEqual([
      "execution_start",
      "execution_cached",
      "executing 1",
      "executing 2",
      "executing 3",
      "executing 4",
      "executed 4",
      "execution_success",
      "executing null",
    ]);
    // The history must exist at the last event; `execution_success` before it does not guarantee that.
    const entry = await peer.history(promptId);
    expect(entry).toMatchObject({
      outputs: { "4": describeSavedFile(mark, 1) },
      status: { status_str: "success", completed: true },
      meta: { "4": { node_id: "4", display_node: "4", parent_node: null, real_node_id: "4" } },
      prompt: [
        expect.any(Number),
        promptId,
        expect.anything(),
        { client_id: client, create_time: expect.any(Number) },
        ["4"],
      ],
    });
    const view = await fetch(`${peer.url}/view?filename=paint_00001_.png&subfolder=${mark}&type=output`);
    expect([view.status, view.headers.get("content-type")]).toEqual([200, "image/png"]);
    const job = await peer.get(`/api/jobs/${promptId}`);
    if (!tolerances.noJobsApi)
      expect(job).toMatchObject({
        status: 200,
        body: { id: promptId, status: "completed", outputs_count: 1, outputs: { "4": describeSavedFile(mark, 1) } },
      });
    const queue = await peer.get("/queue");
    expect(queue).toEqual({ status: 200, body: { queue_running: [], queue_pending: [] } });
    expect(await peer.get("/prompt")).toEqual({ status: 200, body: { exec_info: { queue_remaining: 0 } } });
    await ear.close();
  });

  test("a cached run returns the older file; without a client id it returns none", async () => {
    const { peer, file, mark } = setting();
    const client = randomUUID();
    const graph = buildPictureGraph(file, `${mark}/cached`, 1.5);
    const ear = await Ear.open(peer.url, client);
    const first = await peer.submit(graph, { client_id: client });
    await ear.ended(first.promptId);
    const second = await peer.submit(graph, { client_id: client });
    await ear.ended(second.promptId);
    expect(ear.story(second.promptId)).toEqual([
      "execution_start",
      "execution_cached",
      "executed 4",
      "execution_success",
      "executing null",
    ]);
    const cached = ear.frames.find((f) => f.type === "execution_cached" && f.data["prompt_id"] === second.promptId);
    expect(cached?.data["nodes"]).toEqual(["1", "2", "3", "4"]);
    expect(await peer.history(second.promptId)).toMatchObject({
      outputs: { "4": describeSavedFile(mark, 1, "cached") },
    });
    const silent = await peer.submit(graph);
    expect(await peer.finished(silent.promptId)).toMatchObject({ outputs: {}, status: { status_str: "success" } });
    expect(ear.story(silent.promptId)).toEqual([]);
    await ear.close();
  });

  test("empties the cache for /free with free_memory between prompts", async () => {
    const { peer, file, mark } = setting();
    const client = randomUUID();
    const graph = buildPictureGraph(file, `${mark}/free`, 2.5);
    const ear = await Ear.open(peer.url, client);
    const first = await peer.submit(graph, { client_id: client });
    await ear.ended(first.promptId);
    expect((await peer.post("/free", { free_memory: true, unload_models: false })).status).toBe(200);
    const second = await peer.submit(graph, { client_id: client });
    await ear.ended(second.promptId);
    expect(await peer.history(second.promptId)).toMatchObject({ outputs: { "4": describeSavedFile(mark, 2, "free") } });
    await ear.close();
  });

  test("writes outputs to history for a run without a client id", async () => {
    const { peer, file, mark } = setting();
    const { promptId } = await peer.submit(buildPictureGraph(file, `${mark}/nobody`, 3.5));
    expect(await peer.finished(promptId)).toMatchObject({ outputs: { "4": describeSavedFile(mark, 1, "nobody") } });
  });

  test("reports a failing node as execution_error and in history", async () => {
    const { peer, mark, tolerances } = setting();
    const client = randomUUID();
    const broken = `broken-${mark}.png`;
    // Not a truncated image, because newer servers load one without an error.
    await peer.upload(broken, new TextEncoder().encode("no picture at all"));
    const ear = await Ear.open(peer.url, client);
    const { promptId, status } = await peer.submit(buildPictureGraph(broken, `${mark}/broken`), { client_id: client });
    expect(status).toBe(200);
    await ear.ended(promptId);
    expect(ear.story(promptId)).toEqual([
      "execution_start",
      "execution_cached",
      "executing 1",
      "execution_error",
      "executing null",
    ]);
    const failure = ear.frames.find((f) => f.type === "execution_error");
    expect(failure?.data).toMatchObject({
      node_id: "1",
      node_type: "LoadImage",
      executed: [],
      exception_message: expect.any(String),
      exception_type: expect.any(String),
      traceback: expect.any(Array),
    });
    expect(await peer.history(promptId)).toMatchObject({
      outputs: {},
      status: { status_str: "error", completed: false },
    });
    if (!tolerances.noJobsApi)
      expect((await peer.get(`/api/jobs/${promptId}`)).body).toMatchObject({ status: "failed" });
    await ear.close();
  });

  test("fails at run time to save outside of the output folder", async () => {
    const { peer, file } = setting();
    const { promptId } = await peer.submit(buildPictureGraph(file, "../escape", 4.5));
    expect(await peer.finished(promptId)).toMatchObject({ status: { status_str: "error" } });
  });

  test("numbers several pictures and replaces %width%", async () => {
    const { peer, file, mark } = setting();
    const graph = withInputs(buildPictureGraph(file, `${mark}/%width%x%height%/frame`, 5.5), "4", { images: ["5", 0] });
    graph["5"] = { class_type: "RepeatImageBatch", inputs: { image: ["3", 0], amount: 3 } };
    const { promptId } = await peer.submit(graph, { client_id: randomUUID() });
    const entry = await peer.finished(promptId);
    const names = ["frame_00001_.png", "frame_00002_.png", "frame_00003_.png"];
    const images = names.map((filename) => ({ filename, subfolder: `${mark}/96x64`, type: "output" }));
    expect(entry).toMatchObject({ outputs: { "4": { images } } });
  });

  test("describes itself in system_stats and object_info", async () => {
    const { peer } = setting();
    const stats = await peer.get("/system_stats");
    expect(stats.body).toMatchObject({
      system: { comfyui_version: expect.any(String), os: expect.any(String) },
      devices: [{ name: expect.any(String), type: expect.any(String), vram_total: expect.any(Number) }],
    });
    expect(await peer.get("/object_info/NoSuchNode")).toEqual({ status: 200, body: {} });
    expect((await peer.get("/object_info/SaveImage")).body).toMatchObject({ SaveImage: { output_node: true } });
    expect((await peer.get("/api/object_info/SaveImage")).body).toMatchObject({ SaveImage: { output_node: true } });
    expect((await peer.get(`/history/${randomUUID()}`)).body).toEqual({});
  });
}
