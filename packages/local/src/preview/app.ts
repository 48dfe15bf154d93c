import { totalmem, freemem } from "node:os";
import { isRecord } from "@pegbar/comfyui";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { findJob, listJobs } from "./jobs.ts";
import { comfyuiVersion, deviceName, previewLora, previewModel } from "./model.ts";
import { toHistoryBody, toItemTuple } from "./queue.ts";
import type { Server } from "./server.ts";
import { features } from "./sockets.ts";
import { storeMask, storeUpload } from "./upload.ts";
import { serveFile } from "./view.ts";

const models: Readonly<Record<string, readonly string[]>> = {
  checkpoints: [previewModel.fileName],
  loras: [previewLora.fileName],
};

const describeSystem = () => {
  const memory = {
    vram_total: totalmem(),
    vram_free: freemem(),
    torch_vram_total: totalmem(),
    torch_vram_free: freemem(),
  };
  return {
    system: {
      os: process.platform,
      ram_total: totalmem(),
      ram_free: freemem(),
      comfyui_version: comfyuiVersion,
      required_frontend_version: "",
      installed_templates_version: "",
      required_templates_version: "",
      python_version: "none",
      pytorch_version: "none",
      embedded_python: false,
      argv: ["pegbar-preview"],
    },
    devices: [{ name: deviceName, type: "cpu", index: null, ...memory }],
  };
};

const respondOk = () => new Response(null, { status: 200 });
const parseIds = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

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
    if (body["clear"]) queue.clear();
    for (const id of parseIds(body["delete"])) queue.remove(id);
    return respondOk();
  });
  app.post("/interrupt", async (c) => {
    // Like ComfyUI, an empty body or one that is not JSON interrupts the running prompt.
    const body: unknown = await c.req.json().catch(() => ({}));
    const id = isRecord(body) ? body["prompt_id"] : undefined;
    server.interrupt(typeof id === "string" && id !== "" ? id : undefined);
    return respondOk();
  });

  app.get("/history", (c) => {
    const most = Number(c.req.query("max_items") ?? -1);
    const offset = Number(c.req.query("offset") ?? -1);
    const all = [...queue.history];
    const start = offset < 0 && most >= 0 ? Math.max(0, all.length - most) : Math.max(0, offset);
    const page = all.slice(start, most >= 0 ? start + most : undefined);
    return c.json(Object.fromEntries(page.map(([id, entry]) => [id, toHistoryBody(entry)])));
  });
  app.get("/history/:id", (c) => {
    const entry = queue.history.get(c.req.param("id"));
    return c.json(entry ? { [c.req.param("id")]: toHistoryBody(entry) } : {});
  });
  app.post("/history", async (c) => {
    const body: unknown = await c.req.json();
    if (!isRecord(body)) throw new HTTPException(500);
    if (body["clear"]) queue.history.clear();
    for (const id of parseIds(body["delete"])) queue.history.delete(id);
    return respondOk();
  });

  app.get("/object_info", async (c) => c.json(await server.readObjectInfo()));
  app.get("/object_info/:name", async (c) => {
    const all = await server.readObjectInfo();
    const name = c.req.param("name");
    return c.json(Object.hasOwn(all, name) ? { [name]: all[name] } : {});
  });
  app.get("/system_stats", (c) => c.json(describeSystem()));
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
  app.get("/view", (c) => serveFile(folders, c.req.query()));
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
  app.get("/api/jobs", (c) => c.json(listJobs(server.queue, c.req.query())));
  app.get("/api/jobs/:id", (c) => {
    const job = findJob(server.queue, c.req.param("id"));
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
