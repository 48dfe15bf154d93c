import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import * as Context from "@pegbar/core/platform/context.ts";
import * as Job from "@pegbar/core/job";
import { queryBoolean } from "@pegbar/core/platform/query.ts";
import type { Env } from "../../http/problem.ts";
import { createEditable } from "../etag.ts";
import { readIdempotencyKey, REPLAYED } from "../once.ts";
import { createPostRoute, createPatchRoute, createApiRoute, createApiRouteForAny } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeBody, describeProblems, params } = Schema;

const EXAMPLE = {
  shot: "HARBOR/sq010/sh010",
  workflow: "paint-layout",
  parameters: { prompt: "harbour at dusk", seed: 7, strength: 0.55 },
  inputs: { layout: "inp_01M852MBDP9B359WFXPFPP8736" },
} satisfies z.input<typeof Job.SubmitRequest>;

const asEdited = createEditable(
  async (id) => toDetail(await Job.fromID(id)),
  ({ state, priority, lane }) => ({ state, priority, lane }),
);

/** Adds the routes for jobs, except their events. */
export function addJobRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createPostRoute(
      "job.create",
      {
        method: "post",
        path: "/v1/jobs",
        summary: "Submit a job",
        description: "Runs a workflow or a raw graph. Everything that could stop the job later is checked first.",
        request: { body: describeBody(Job.SubmitRequest, EXAMPLE) },
        responses: { 201: describeJson(Schema.Job, "Queued"), ...describeProblems(404, 409, 422, 503) },
      },
      "own",
    ),
    async (c) => {
      const key = readIdempotencyKey(c.req.header("idempotency-key"));
      const { job, isReplay } = await Job.submit(c.req.valid("json"), key);
      if (isReplay) c.header(REPLAYED, "true");
      c.header("location", `/v1/jobs/${job.id}`);
      return c.json(toDetail(job), 201);
    },
  );

  app.openapi(
    createApiRoute("job.read", {
      method: "get",
      path: "/v1/jobs",
      summary: "Jobs, newest first",
      description:
        "With `pictures`, each job has the URL of its latest preview or first result; with `wait`, queued jobs have their " +
        "position in the queue, which needs a query of the queue.",
      request: { query: Job.list.schema },
      responses: { 200: Schema.describePage(Schema.JobSummary), ...describeProblems() },
    }),
    async (c) => {
      const { items, next } = await Job.list(c.req.valid("query"));
      return c.json({ items: await Promise.all(items.map(toSummary)), next }, 200);
    },
  );

  app.openapi(
    createApiRoute("job.read", {
      method: "get",
      path: "/v1/jobs/{id}",
      summary: "One job with its attempts",
      description: "With `wait`, a queued job has its position in the queue, which needs a query of the queue.",
      request: { params, query: z.strictObject({ wait: queryBoolean.default(false) }) },
      responses: { 200: describeJson(Schema.Job, "The job"), ...describeProblems(404) },
    }),
    async (c) => {
      const job = await Job.fromID(c.req.valid("param").id);
      const asked = c.req.valid("query").wait && job.state === "queued";
      const wait = asked ? await Job.readWait(job.id) : undefined;
      return c.json(asEdited.tag(c, { ...toDetail(job), ...(wait ? { wait } : {}) }), 200);
    },
  );

  for (const [permission, action, path, summary, description] of [
    [
      "job.cancel",
      "cancel",
      "/v1/jobs/{id}/cancel",
      "Cancel a job",
      "A queued job ends immediately, a running one as soon as its worker has stopped it.",
    ],
    [
      "job.hold",
      "hold",
      "/v1/jobs/{id}/hold",
      "Hold a queued job",
      "It keeps its reservation and does not start. No effect on a job in another state.",
    ],
    ["job.hold", "release", "/v1/jobs/{id}/release", "Release a held job", "It is queued again and keeps its age."],
  ] as const)
    app.openapi(
      createApiRoute(permission, {
        method: "post",
        path,
        summary,
        description,
        request: { params },
        responses: { 200: describeJson(Schema.Job, "The job as it is now"), ...describeProblems(404) },
      }),
      async (c) => {
        const { id } = c.req.valid("param");
        await Job.actOn(id, { action });
        return c.json(toDetail(await Job.fromID(id)), 200);
      },
    );

  app.openapi(
    createApiRoute("job.retry", {
      method: "post",
      path: "/v1/jobs/{id}/retry",
      summary: "Retry a failed or cancelled job",
      description: "Reserves quota of this month again. Models and their clearances are checked again.",
      request: { params },
      responses: { 200: describeJson(Schema.Job, "The job, queued"), ...describeProblems(404, 409, 422) },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      await Job.retry(id);
      return c.json(toDetail(await Job.fromID(id)), 200);
    },
  );

  app.openapi(
    createPatchRoute(
      "job.defer",
      {
        method: "patch",
        path: "/v1/jobs/{id}",
        summary: "Change a queued job's priority or lane",
        description: "Priority orders jobs within the studio and lane; above 0 is for supervisors and admins.",
        request: { params, body: describeBody(Schema.JobChange, { priority: -10, lane: "batch" }) },
        responses: { 200: describeJson(Schema.Job, "The job as it is now"), ...describeProblems(404) },
      },
      asEdited,
    ),
    async (c) => {
      const { id } = c.req.valid("param");
      const { priority, lane } = c.req.valid("json");
      await Job.actOn(id, {
        action: "prioritise",
        ...(priority === undefined ? {} : { priority }),
        ...(lane === undefined ? {} : { lane }),
      });
      return c.json(asEdited.tag(c, toDetail(await Job.fromID(id))), 200);
    },
  );

  app.openapi(
    createApiRouteForAny(["job.cancel", "job.hold", "job.defer"], {
      method: "post",
      path: "/v1/jobs/actions",
      summary: "Cancel, hold, release or prioritise many jobs at once",
      description:
        "By ids, or all open jobs that match a filter, in one transaction. Needs the action's permission: job.cancel, job.hold or " +
        "job.defer. Changes only jobs that you have that permission for.",
      request: { body: describeBody(Job.ActRequest, { action: "cancel", shotId: "sht_01M852MBDP9B359WFXPFPP8736" }) },
      responses: { 200: describeJson(Schema.Acted, "How many were changed"), ...describeProblems() },
    }),
    async (c) => c.json(await Job.act(c.req.valid("json")), 200),
  );

  app.openapi(
    createApiRoute("estimate.create", {
      method: "post",
      path: "/v1/estimates",
      summary: "Estimate a job's duration, price and wait",
      description:
        "Accepts and rejects the same requests as POST /v1/jobs, but queues and reserves nothing. Ranges are based on measured " +
        "runs of the same workflow version, class, size and steps or, without those, on size and steps alone.",
      request: { body: describeBody(Job.EstimateRequest, EXAMPLE) },
      responses: { 200: describeJson(Schema.Estimate, "The estimate"), ...describeProblems(404, 409, 422, 503) },
    }),
    async (c) => c.json(await Job.quote(c.req.valid("json")), 200),
  );
}

type Row = Awaited<ReturnType<typeof Job.list>>["items"][number];
type Whole = Awaited<ReturnType<typeof Job.fromID>>;

const toJobFields = ({ reservedGpuMs, reservedMicros, window, ...row }: Omit<Row, "picture" | "wait">) =>
  ({
    ...row,
    window: Job.describeWindow(window),
    reserved: { gpuSeconds: reservedGpuMs / 1000, dollars: reservedMicros / 1e6 },
    class: row.class as "light" | "heavy" | "xl",
    failure: toFailure(row.failure),
    erasedAt: row.erasedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  }) satisfies z.infer<typeof Schema.JobSummary>;

async function toSummary({ picture, wait, ...row }: Row): Promise<z.infer<typeof Schema.JobSummary>> {
  const shown = { ...toJobFields(row), ...(wait ? { wait } : {}) };
  if (picture === null) return shown;
  const { url } = await Context.getPorts().storage.signGet(picture.key);
  return { ...shown, pictureUrl: url, placeholder: picture.placeholder };
}

const toFiles = (files: string | readonly string[]) => (typeof files === "string" ? files : [...files]);

const toDetail = ({ progressFloor: _floor, ...row }: Whole) =>
  ({
    ...toJobFields(row),
    inputs: Object.fromEntries(Object.entries(row.inputs).map(([name, files]) => [name, toFiles(files)])),
    attempts: row.attempts.map((attempt) => ({
      ...attempt,
      failure: toFailure(attempt.failure),
      startedAt: attempt.startedAt.toISOString(),
      endedAt: attempt.endedAt?.toISOString() ?? null,
    })),
  }) satisfies z.infer<typeof Schema.Job>;

/** Omits undefined fields, as JSON does. */
function toFailure(found: Row["failure"]) {
  if (!found) return null;
  const { kind, message, node, traceback } = found;
  return {
    kind,
    message,
    ...(node
      ? { node: { id: node.id, classType: node.classType, ...(node.title === undefined ? {} : { title: node.title }) } }
      : {}),
    ...(traceback ? { traceback } : {}),
  };
}
