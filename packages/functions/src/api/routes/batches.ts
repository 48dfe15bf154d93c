import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import * as Batch from "@pegbar/core/shot/batch/requests.ts";
import { toDollars } from "@pegbar/core/platform/money.ts";
import type { Env } from "../../http/problem.ts";
import { readIdempotencyKey, REPLAYED } from "../once.ts";
import { createApiRoute, createApiRouteForAny, createPostRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeBody, describeProblems, params } = Schema;

/** Loaded with the first batch: most starts of the function serve none. */
const loadBatches = () => import("@pegbar/core/shot/batch");

const EXAMPLE = {
  shot: "HARBOR/sq010/sh010",
  workflow: "paint-layout",
  frames: "1-48:2",
  parameters: { prompt: "harbour at dusk" },
  keyframes: {
    strength: {
      interpolation: "linear",
      keys: [
        { frame: 1, value: 0.4 },
        { frame: 47, value: 0.6 },
      ],
    },
  },
  seed: { kind: "perFrame", seed: 7 },
  inputs: { layout: "inp_01M852MBDP9B359WFXPFPP8736" },
} satisfies z.input<typeof Batch.BatchRequest>;

/** Adds the routes for batches. Their jobs are read by `GET /v1/jobs?batchId=`, their results by `GET /v1/assets?batchId=`. */
export function addBatchRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createPostRoute(
      "job.create",
      {
        method: "post",
        path: "/v1/batches",
        summary: "Submit a batch of jobs",
        description:
          "One job per frame, per combination of parameters, or both. All jobs are checked and priced first, and are queued together " +
          "or not at all.",
        request: { body: describeBody(Batch.BatchRequest, EXAMPLE) },
        responses: { 201: describeJson(Schema.Batch, "Queued"), ...describeProblems(404, 409, 422, 503) },
      },
      "own",
    ),
    async (c) => {
      const key = readIdempotencyKey(c.req.header("idempotency-key"));
      const { batch, isReplay } = await (await loadBatches()).submit(c.req.valid("json"), key);
      if (isReplay) c.header(REPLAYED, "true");
      c.header("location", `/v1/batches/${batch.id}`);
      return c.json(toBatch(batch), 201);
    },
  );

  app.openapi(
    createPostRoute(
      "job.retry",
      {
        method: "post",
        path: "/v1/batches/{id}/retakes",
        summary: "Render some frames of a batch again",
        description:
          "Submits a batch with all frames of this one. The chosen frames are rendered with the values that you change; the others keep " +
          "their results, free of charge. The results are the next version.",
        request: {
          params,
          body: describeBody(Batch.RetakeRequest, { frames: "12-20", seed: { kind: "perFrame", seed: 8 } }),
        },
        responses: { 201: describeJson(Schema.Batch, "Queued"), ...describeProblems(404, 409, 422, 503) },
      },
      "own",
    ),
    async (c) => {
      const key = readIdempotencyKey(c.req.header("idempotency-key"));
      const { batch, isReplay } = await (await loadBatches()).retake(c.req.valid("param").id, c.req.valid("json"), key);
      if (isReplay) c.header(REPLAYED, "true");
      c.header("location", `/v1/batches/${batch.id}`);
      return c.json(toBatch(batch), 201);
    },
  );

  app.openapi(
    createApiRoute("estimate.create", {
      method: "post",
      path: "/v1/estimates/batch",
      summary: "Estimate a batch's duration and price",
      description: "Accepts and rejects the same requests as POST /v1/batches, but queues and reserves nothing.",
      request: { body: describeBody(Batch.BatchEstimateRequest, EXAMPLE) },
      responses: { 200: describeJson(Schema.BatchEstimate, "The estimate"), ...describeProblems(404, 409, 422, 503) },
    }),
    async (c) => c.json(await (await loadBatches()).quote(c.req.valid("json")), 200),
  );

  app.openapi(
    createApiRoute("job.read", {
      method: "get",
      path: "/v1/batches",
      summary: "Batches, newest first",
      request: { query: Batch.list.schema },
      responses: { 200: Schema.describePage(Schema.BatchSummary), ...describeProblems() },
    }),
    async (c) => {
      const { items, next } = await Batch.list(c.req.valid("query"));
      return c.json({ items: items.map(({ request: _request, ...item }) => toFields(item)), next }, 200);
    },
  );

  app.openapi(
    createApiRoute("job.read", {
      method: "get",
      path: "/v1/batches/{id}",
      summary: "One batch with the number of its jobs in each state",
      request: { params },
      responses: { 200: describeJson(Schema.Batch, "The batch"), ...describeProblems(404) },
    }),
    async (c) => c.json(toBatch(await Batch.fromID(c.req.valid("param").id)), 200),
  );

  app.openapi(
    createApiRouteForAny(["job.cancel", "job.hold", "job.retry", "job.defer"], {
      method: "post",
      path: "/v1/batches/{id}/actions",
      summary: "Pause, resume or cancel a batch, retry its failed jobs, or change their priority",
      description:
        "In one transaction. `cancel`, `retry` and `prioritise` can be limited to frames. Running jobs continue when a batch is " +
        "paused. Needs job.hold to pause and resume, else the action's permission: job.cancel, job.retry or job.defer.",
      request: { params, body: describeBody(Batch.BatchActRequest, { action: "retry", frames: "12-20" }) },
      responses: {
        200: describeJson(Schema.BatchActed, "How many jobs were changed, and the batch as it is now"),
        ...describeProblems(404, 409, 422),
      },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      const { changed } = await (await loadBatches()).act(id, c.req.valid("json"));
      return c.json({ changed, batch: toBatch(await Batch.fromID(id)) }, 200);
    },
  );
}

type Summary = Omit<Batch.BatchDetail, "request" | "spentMicros" | "reservedMicros">;

const toFields = ({ stopFailures, stopShare, ...row }: Summary) =>
  ({
    ...row,
    stopAfter: { failures: stopFailures, share: stopShare },
    erasedAt: row.erasedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  }) satisfies z.infer<typeof Schema.BatchSummary>;

const toBatch = ({ request, spentMicros, reservedMicros, ...row }: Batch.BatchDetail) =>
  ({
    ...toFields(row),
    cost: { dollars: toDollars(spentMicros), reservedDollars: toDollars(reservedMicros) },
    request,
  }) satisfies z.infer<typeof Schema.Batch>;
