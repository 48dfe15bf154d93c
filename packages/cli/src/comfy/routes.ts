import {
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
} from "@pegbar/comfyui";
import { parseExactJson } from "@pegbar/comfyui/python-json";
import { Hono, type Context } from "hono";
import type { Classes } from "./classes.ts";
import type { Files } from "./files.ts";
import { storeMask, storeUpload } from "./form.ts";
import type { Inputs } from "./inputs.ts";
import type { Connection } from "./persist.ts";
import type { PromptQueue } from "./prompt-queue.ts";
import { createRefusalBody } from "./refusal.ts";
import type { JobOptions, Submitter } from "./submit.ts";
import { describeSystem } from "./system.ts";
import type { UploadStore } from "./upload-store.ts";
import { serveFile } from "./view.ts";

export interface RouteParts {
  readonly connection: Connection;
  readonly classes: Classes;
  readonly uploads: UploadStore;
  readonly inputs: Inputs;
  readonly files: Files;
  readonly queue: PromptQueue;
  readonly submitter: Submitter;
  readonly job: JobOptions;
}

const respondOk = () => new Response(null, { status: 200 });

/** A request whose body is not what a route takes. */
export class BadBody extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BadBody";
  }
}

async function readJson(c: Context): Promise<unknown> {
  try {
    return parseExactJson(await c.req.text());
  } catch (cause) {
    throw new BadBody(`The body is not JSON: ${cause instanceof Error ? cause.message : String(cause)}.`);
  }
}

async function readObject(c: Context): Promise<Record<string, unknown>> {
  const body = await readJson(c);
  if (isRecord(body)) return body;
  throw new BadBody("The body is not an object.");
}

async function readForm(c: Context): Promise<FormData> {
  try {
    return await c.req.raw.formData();
  } catch (cause) {
    throw new BadBody(`The body is no form: ${cause instanceof Error ? cause.message : String(cause)}.`);
  }
}

/** ComfyUI's routes, without the `/api` prefix. */
export function createRoutes(parts: RouteParts): Hono {
  const app = new Hono();
  const { queue, classes, submitter } = parts;

  app.get("/prompt", (c) => c.json({ exec_info: { queue_remaining: queue.waiting.length } }));
  app.post("/prompt", async (c) => {
    const { status, body } = await submitter.submit(await readJson(c));
    return c.json(body as Record<string, unknown>, status);
  });

  app.get("/queue", (c) => c.json(queue.describe()));
  app.post("/queue", async (c) => {
    const { all, ids } = readRemoval(await readObject(c));
    queue.remove(({ promptId }) => all || ids.has(promptId));
    return respondOk();
  });
  app.post("/interrupt", async (c) => {
    // As for ComfyUI, an empty body or one that is not JSON means whatever runs.
    const body = await readObject(c).catch((error: unknown) => {
      if (error instanceof BadBody) return {};
      throw error;
    });
    queue.interrupt(readPromptToInterrupt(body));
    return respondOk();
  });

  app.get("/history", (c) => {
    const page = pageHistory([...queue.history], c.req.query());
    return c.json(Object.fromEntries(page.map(([id, entry]) => [id, describeEnded(entry)])));
  });
  app.get("/history/:id", (c) => {
    const entry = queue.history.get(c.req.param("id"));
    return c.json(entry ? { [c.req.param("id")]: describeEnded(entry) } : {});
  });
  app.post("/history", async (c) => {
    const { all, ids } = readRemoval(await readObject(c));
    await queue.removeHistory(({ promptId }) => all || ids.has(promptId));
    return respondOk();
  });

  app.get("/object_info", async (c) => c.json(await classes.readRaw()));
  app.get("/object_info/:name", async (c) => c.json(pickClass(await classes.readRaw(), c.req.param("name"))));
  app.get("/system_stats", async (c) => {
    await classes.readRaw();
    return c.json(describeSystem(parts.job.class ?? "light", classes.comfyuiVersion));
  });
  app.get("/features", (c) => c.json(features));
  app.get("/extensions", (c) => c.json([]));
  app.get("/embeddings", async (c) => {
    const { embeddings = [] } = await classes.readModels();
    return c.json(embeddings.map((name) => name.replace(/\.[^./]*$/, "")));
  });
  app.get("/models", async (c) => c.json(Object.keys(await classes.readModels())));
  app.get("/models/:folder", async (c) => {
    const models = await classes.readModels();
    const folder = c.req.param("folder");
    return Object.hasOwn(models, folder) ? c.json(models[folder]) : new Response(null, { status: 404 });
  });

  app.post("/upload/image", async (c) => c.json(await storeUpload(parts, await readForm(c))));
  app.post("/upload/mask", async (c) => c.json(await storeMask(parts, await readForm(c))));
  app.get("/view", (c) => serveFile(parts.files, parts.connection, c.req.query(), c.req.header("range")));
  app.post("/free", async (c) => {
    // The fleet's workers decide which models stay loaded.
    await readObject(c);
    return respondOk();
  });
  return app;
}

/** The jobs API, which exists only below `/api`. */
export function createJobRoutes({ queue }: RouteParts): Hono {
  const app = new Hono();
  const cancel = (id: string): boolean => queue.interrupt(id) || queue.remove(({ promptId }) => promptId === id);
  app.get("/jobs", (c) => {
    const error = findJobsQueryProblem(c.req.query());
    if (error !== undefined) return c.json({ error }, 400);
    const { jobs, pagination } = listJobs(queue.jobs, c.req.query());
    const pegbar = queue.describeByPegbar();
    return c.json({ jobs: jobs.map((job) => ({ ...job, pegbar: pegbar.get(job.id) })), pagination });
  });
  app.post("/jobs/cancel", async (c) => {
    const ids = (await readObject(c))["job_ids"];
    if (!Array.isArray(ids)) return c.json({ error: "job_ids must be a list" }, 400);
    return c.json({ cancelled: ids.map(String).filter(cancel).length > 0 });
  });
  app.get("/jobs/:id", (c) => {
    const id = c.req.param("id");
    const job = findJob(queue.jobs, id);
    if (!job) return c.json({ error: "Job not found" }, 404);
    return c.json({ ...job, pegbar: queue.describeByPegbar().get(id) });
  });
  app.post("/jobs/:id/cancel", (c) => c.json({ cancelled: cancel(c.req.param("id")) }));
  return app;
}

type Ended = NonNullable<ReturnType<PromptQueue["history"]["get"]>>;

/** ComfyUI's fields, then Pegbar's. */
const describeEnded = (entry: Ended) => ({ ...toHistoryBody(entry), pegbar: entry.prompt.pegbar });

export const describeBadBody = ({ message }: BadBody) =>
  createRefusalBody("invalid_body", message, "Send JSON, as ComfyUI's API takes it.");
