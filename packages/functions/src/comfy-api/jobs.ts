import type { Hono } from "hono";
import * as z from "zod";
import * as Access from "@pegbar/core/platform/access";
import * as Job from "@pegbar/core/job";
import { readJobWorkflow } from "@pegbar/core/result/asset/workflow.ts";
import { queryInteger } from "@pegbar/core/platform/query.ts";
import { hasBody, type Env } from "../http/problem.ts";
import { VisibleError } from "@pegbar/core/platform/error";
import { ComfyError } from "./errors.ts";
import { toJob, toListItem } from "./job-view.ts";
import { readKey, submit } from "./submit.ts";

const ListQuery = z.strictObject({
  limit: queryInteger(1, 200).default(50),
  cursor: z.string().max(4000).optional(),
});

/** Adds the routes for jobs, except their events. */
export function addJobRoutes(app: Hono<Env>): void {
  app.post("/jobs", async (c) => {
    Access.authorize("job.create");
    if (!hasBody(c.req)) throw new VisibleError("invalid_json", "Send a JSON body with the workflow.");
    const key = readKey(c.req.header("idempotency-key"));
    const job = await submit(await c.req.json<unknown>(), key);
    const view = await toJob(c, job);
    c.header("location", view.urls.self);
    return c.json(view, 201);
  });

  app.get("/jobs", async (c) => {
    Access.authorize("job.read");
    const { filter, rest } = readFilter(new URL(c.req.url).searchParams);
    const { limit, cursor } = ListQuery.parse(rest);
    const { items, next } = await Job.list({
      limit,
      ...(cursor === undefined ? {} : { cursor }),
      ...(filter === undefined ? {} : { labels: filter }),
    });
    return c.json({ jobs: items.map(toListItem), ...(next === null ? {} : { next_cursor: next }) });
  });

  app.get("/jobs/:id", async (c) => c.json(await toJob(c, await Job.fromID(c.req.param("id")))));

  app.get("/jobs/:id/workflow", async (c) => {
    try {
      return c.json({ workflow: await readJobWorkflow(c.req.param("id")), format: "api" });
    } catch (error) {
      // Erased: clients know no other code for a workflow that is no longer stored.
      if (!(error instanceof VisibleError) || error.code !== "conflict") throw error;
      throw new VisibleError("not_found", error.message);
    }
  });

  app.post("/jobs/:id/cancel", async (c) => {
    const id = c.req.param("id");
    await Job.actOn(id, { action: "cancel" });
    return c.json(await toJob(c, await Job.fromID(id)));
  });
}

/** Splits a query into the labels that jobs must have, `metadata[key]=value`, and everything else. */
function readFilter(query: URLSearchParams): { filter: string | undefined; rest: Record<string, string> } {
  const labels: Record<string, string> = {};
  const rest: Record<string, string> = {};
  for (const [name, value] of query) {
    const [, key] = /^metadata\[(.*)\]$/s.exec(name) ?? [];
    if (key === undefined && name !== "metadata") rest[name] = value;
    else if (key === undefined || Object.hasOwn(labels, key))
      throw createFilterError(key === undefined ? "It has the form metadata[key]=value" : "It names a label twice");
    else labels[key] = value;
  }
  if (Object.keys(labels).length === 0) return { filter: undefined, rest };
  const filter = JSON.stringify(labels);
  const problem = Job.findLabelProblem(labels)?.message;
  if (problem !== undefined || !Job.LabelFilter.safeParse(filter).success)
    throw createFilterError(problem ?? "It names more than 3 labels");
  return { filter, rest };
}

const createFilterError = (what: string) =>
  new ComfyError("invalid_metadata_filter", `The filter metadata is not valid. ${what}.`);
