import { totalmem, freemem } from "node:os";
import {
  describeSystem,
  features,
  findJob,
  findJobsQueryProblem,
  isRecord,
  listJobs,
  pageHistory,
  pickClass,
  readPromptToInterrupt,
  readRemoval,
  toHistoryBody,
  toItemTuple,
} from "@pegbar/comfyui";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { comfyuiVersion, deviceName, previewLora, previewModel } from "./model.ts";
import type { Server } from "./server.ts";
import { storeMask, storeUpload } from "./upload.ts";
import { serveFile } from "./view.ts";

const models: Readonly<Record<string, readonly string[]>> = {
  checkpoints: [previewModel.fileName],
  loras: [previewLora.fileName],
};

const describeThisSystem = () => {
  const [totalBytes, freeBytes] = [totalmem(), freemem()];
  return describeSystem({
    platform: process.platform,
    totalBytes,
    freeBytes,
    comfyuiVersion,
    argv: ["pegbar-preview"],
    device: { name: deviceName, type: "cpu", index: null, vramTotal: totalBytes, vramFree: freeBytes },
  });
};

const respondOk = () => new Response(null, { status: 200 });

/** ComfyUI's routes, without the `/api` prefix. */
function createRoutes(server: Server): Hono {
  const app = new Hono();
  const { queue, folders } = server;

  app.get("/prompt", (c) => c.json({ exec_info: { queue_remaining: queue.remaining } }));
  app.post("/prompt", async (c) => {
    const { status, body } = await server.submit(await c.req.json());
    return c.json(body, status);
  });

  app.get("/queue", (c) => {
    const queue_running = queue.running ? [toItemTuple(queue.running)] : [];
    return c.json({ queue_running, queue_pending: queue.pending.map(toItemTuple) });
  });
  app.post("/queue", async (c) => {
    const body: unknown = await c.req.json();
    if (!isRecord(body)) throw new HTTPException(500);
    const { all, ids } = readRemoval(body);
    if (all) queue.clear();
    for (const id of ids) queue.remove(id);
    return respondOk();
  });
  app.post("/interrupt", async (c) => {
    // Like ComfyUI, an empty body or one that is not JSON interrupts the running prompt.
    const body: unknown = await c.req.json().catch(() => ({}));
    server.interrupt(readPromptToInterrupt(body));
    return respondOk();
  });

  app.get("/history", (c) => {
    const page = pageHistory([...queue.history], c.req.query());
    return c.json(Object.fromEntries(page.map(([id, entry]) => [id, toHistoryBody(entry)])));
  });
  app.get("/history/:id", (c) => {
    const entry = queue.history.get(c.req.param("id"));
    return c.json(entry ? { [c.req.param("id")]: toHistoryBody(entry) } : {});
  });
  app.post("/history", async (c) => {
    const body: unknown = await c.req.json();
    if (!isRecord(body)) throw new HTTPException(500);
    const { all, ids } = readRemoval(body);
    if (all) queue.history.clear();
    for (const id of ids) queue.history.delete(id);
    return respondOk();
  });

  app.get("/object_info", async (c) => c.json(await server.readObjectInfo()));
  app.get("/object_info/:name", async (c) => c.json(pickClass(await server.readObjectInfo(), c.req.param("name"))));
  app.get("/system_stats", (c) => c.json(describeThisSystem()));
  app.get("/features", (c) => c.json(features));
  app.get("/embeddings", (c) => c.json([]));
  app.get("/models", (c) => c.json(Object.keys(models)));
  app.get("/models/:folder", (c) => {
    const listed = Object.hasOwn(models, c.req.param("folder")) ? models[c.req.param("folder")] : undefined;
    return listed ? c.json(listed) : new Response(null, { status: 404 });
  });

  app.post("/upload/image", async (c) => {
    const stored = await storeUpload(folders, await c.req.formData());
    return stored ? c.json(stored) : new Response(null, { status: 400 });
  });
  app.post("/upload/mask", async (c) => {
    const stored = await storeMask(folders, await c.req.formData());
    return stored ? c.json(stored) : new Response(null, { status: 400 });
  });
  app.get("/view", (c) => serveFile(folders, c.req.query(), c.req.header("range")));
  app.post("/free", async (c) => {
    const body: unknown = await c.req.json();
    if (!isRecord(body)) throw new HTTPException(500);
    const readFlag = (name: "unload_models" | "free_memory") => (body[name] ? { [name]: true } : {});
    queue.free({ ...readFlag("unload_models"), ...readFlag("free_memory") });
    return respondOk();
  });
  return app;
}

/** Creates the HTTP server's app. */
export function createApp(server: Server): Hono {
  const app = new Hono();
  const respondMethodNotAllowed = () =>
    new Response("405: Method Not Allowed", { status: 405, headers: { "content-type": "text/plain; charset=utf-8" } });
  app.get("/api/jobs", (c) => {
    const error = findJobsQueryProblem(c.req.query());
    return error === undefined ? c.json(listJobs(server.queue.jobs, c.req.query())) : c.json({ error }, 400);
  });
  app.get("/api/jobs/:id", (c) => {
    const job = findJob(server.queue.jobs, c.req.param("id"));
    return job ? c.json(job) : c.json({ error: "Job not found" }, 404);
  });
  // This version of ComfyUI has no route to cancel a job.
  app.all("/api/jobs/:id/cancel", respondMethodNotAllowed);
  const inner = createRoutes(server);
  app.route("/api", inner);
  app.route("/", inner);
  app.notFound((c) => c.text("404: Not Found", 404));
  app.onError((_error, c) => c.text("500 Internal Server Error\n\nServer got itself in trouble", 500));
  return app;
}
