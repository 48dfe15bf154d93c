import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { streamSSE } from "hono/streaming";
import * as z from "zod";
import * as Job from "@pegbar/core/job";
import type { Env } from "../../http/problem.ts";
import * as Schema from "../schema.ts";

const { json, problems } = Schema;
const params = z.object({ id: z.string().max(64) });

/** Jobs: submit, look, cancel, follow. `eventsWindowMs` bounds one event stream; clients resume with Last-Event-ID. */
export function jobs(app: OpenAPIHono<Env>, eventsWindowMs: number): void {
  app.openapi(
    createRoute({
      method: "post",
      path: "/v1/jobs",
      summary: "Submit a job",
      description: "A run of a workflow, or of a raw graph. Everything that could stop it later is checked first.",
      request: {
        headers: z.object({ "idempotency-key": z.string().min(1).max(200).optional() }),
        body: { required: true, content: { "application/json": { schema: Job.SubmitRequest } } },
      },
      responses: { 201: json(Schema.Job, "Queued"), ...problems(404, 413, 415, 422, 503) },
    }),
    async (c) => {
      const id = await Job.submit(c.req.valid("json"), c.req.valid("header")["idempotency-key"]);
      c.header("location", `/v1/jobs/${id}`);
      return c.json(whole(await Job.fromID(id)), 201);
    },
  );

  app.openapi(
    createRoute({
      method: "get",
      path: "/v1/jobs",
      summary: "Jobs, newest first",
      request: {
        query: z.object({
          state: z.enum(Job.jobStates).optional(),
          before: z.string().max(64).optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
      },
      responses: {
        200: json(Schema.Page(Schema.JobSummary), "A page; `next` is the next page's `before`"),
        ...problems(),
      },
    }),
    async (c) => {
      const query = c.req.valid("query");
      const rows = await Job.list(query);
      const next = rows.length === query.limit ? (rows.at(-1)?.id ?? null) : null;
      return c.json({ items: rows.map(summary), next }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: "get",
      path: "/v1/jobs/{id}",
      summary: "One job with the story of its attempts",
      request: { params },
      responses: { 200: json(Schema.Job, "The job"), ...problems(404) },
    }),
    async (c) => c.json(whole(await Job.fromID(c.req.valid("param").id)), 200),
  );

  app.openapi(
    createRoute({
      method: "post",
      path: "/v1/jobs/{id}/cancel",
      summary: "Cancel a job",
      description: "A waiting job ends at once; a running one as soon as its worker has stopped it.",
      request: { params },
      responses: { 200: json(Schema.Job, "The job as it is now"), ...problems(404) },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      await Job.cancel(id);
      return c.json(whole(await Job.fromID(id)), 200);
    },
  );

  app.openapi(
    createRoute({
      method: "get",
      path: "/v1/jobs/{id}/events",
      summary: "Follow a job (server-sent events)",
      description:
        "Events queued, running, interrupted, cancelling, succeeded, failed, cancelled, held carry ids; send the last one " +
        "as Last-Event-ID to resume. progress and preview carry none. The stream ends with the job, or after a while.",
      request: {
        params,
        headers: z.object({
          "last-event-id": z
            .string()
            .regex(/^\d{1,15}$/)
            .optional(),
        }),
      },
      responses: {
        200: { content: { "text/event-stream": { schema: z.string() } }, description: "The job's events" },
        ...problems(404),
      },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      const after = Number(c.req.valid("header")["last-event-id"] ?? 0);
      // Asked first, so that a job that is not there is a 404 and not a stream.
      await Job.fromID(id);
      return streamSSE(c, async (stream) => {
        const closed = new AbortController();
        stream.onAbort(() => closed.abort());
        for await (const event of Job.watch(id, after, eventsWindowMs, closed.signal)) {
          await stream.writeSSE({
            event: event.type,
            data: JSON.stringify(event.data),
            ...(event.number === undefined ? {} : { id: String(event.number) }),
          });
        }
      });
    },
  );
}

type Row = Awaited<ReturnType<typeof Job.list>>[number];
type Whole = Awaited<ReturnType<typeof Job.fromID>>;

const summary = (row: Row) =>
  ({
    ...row,
    class: row.class as "light" | "heavy" | "xl",
    failure: failure(row.failure),
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  }) satisfies z.infer<typeof Schema.JobSummary>;

const whole = (row: Whole) =>
  ({
    ...summary(row),
    attempts: row.attempts.map((attempt) => ({
      ...attempt,
      failure: failure(attempt.failure),
      startedAt: attempt.startedAt.toISOString(),
      endedAt: attempt.endedAt?.toISOString() ?? null,
    })),
  }) satisfies z.infer<typeof Schema.Job>;

/** Absent rather than undefined, as JSON has it. */
function failure(found: Row["failure"]) {
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
