import { createHash, timingSafeEqual } from "node:crypto";
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context as Request, MiddlewareHandler } from "hono";
import * as z from "zod";
import * as Context from "@pegbar/core/platform/context.ts";
import * as Contract from "@pegbar/core/contract";
import { VisibleError } from "@pegbar/core/platform/error";
import * as Fleet from "@pegbar/core/job/fleet";
import * as Attempt from "@pegbar/core/attempt";
import { complete } from "@pegbar/core/result/complete.ts";
import type { Ports, ProcessPorts } from "@pegbar/core/platform/port";
import { describeJson, describeProblems } from "../api/schema/index.ts";
import { createApp } from "../http/app.ts";
import { toStorable } from "../http/exact.ts";
import type { Env } from "../http/problem.ts";

const MAX_BODY_BYTES = 4 * 1024 * 1024;
const params = z.object({ attemptId: z.string().max(64) });
const describeBody = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { "application/json": { schema } },
});
const createWorkRoute = <T extends z.ZodType, A extends z.ZodType>(
  verb: string,
  request: T,
  answer: A,
  description: string,
) =>
  createRoute({
    method: "post",
    path: `/work/v1/attempts/{attemptId}/${verb}`,
    request: { params, body: describeBody(request) },
    responses: { 200: describeJson(answer, description), ...describeProblems(404, 409) },
  });

const worker = z.object({ workerId: z.string().max(128) });
const createWorkerRoute = <P extends z.ZodObject, T extends z.ZodType, A extends z.ZodType>(
  path: string,
  params: P,
  request: T,
  answer: A,
  description: string,
) =>
  createRoute({
    method: "post",
    path: `/work/v1/workers${path}`,
    request: { params, body: describeBody(request) },
    responses: { 200: describeJson(answer, description), ...describeProblems(404) },
  });

/**
 * Creates the private API for workers. A claim requires the worker's key and the nonce of a received message; later
 * calls require the token of the lease. Runs as the dispatch role.
 */
export function createWorkApi({
  ports,
  workerKey,
}: {
  ports: ProcessPorts & Pick<Ports, "leases">;
  workerKey: string;
}): OpenAPIHono<Env> {
  const app = createApp(ports, MAX_BODY_BYTES);
  // Liveness only: it depends on nothing. The readiness of the platform is `GET /v1/health` of the public API.
  app.get("/work/v1/health", (c) => c.json({ status: "ok" }));
  for (const path of ["/work/v1/claims", "/work/v1/workers", "/work/v1/workers/*"])
    app.use(path, withWorkerKey(workerKey));
  app.use("/work/v1/attempts/:attemptId/*", withLeaseToken(ports));
  app.use((c, next) =>
    Context.provide(
      {
        actor: { type: "platform", name: "work-api" },
        ports,
        requestId: c.get("requestId"),
        traceparent: c.get("traceparent"),
      },
      next,
    ),
  );

  app.openapi(
    createWorkerRoute("", z.object({}), Contract.RegisterRequest, Contract.WorkerAnswer, "Whether it may take jobs"),
    async (c) => c.json(await Fleet.register(toStorable(c.req.valid("json"))), 200),
  );
  app.openapi(
    createWorkerRoute(
      "/{workerId}/report",
      worker,
      Contract.ReportRequest,
      Contract.WorkerAnswer,
      "Whether it may take jobs",
    ),
    async (c) => c.json(await Fleet.report(c.req.valid("param").workerId, toStorable(c.req.valid("json"))), 200),
  );
  app.openapi(createWorkerRoute("/{workerId}/leave", worker, z.object({}), z.object({}), "Gone"), async (c) => {
    await Fleet.leave(c.req.valid("param").workerId);
    return c.json({}, 200);
  });
  app.openapi(
    createRoute({
      method: "post",
      path: "/work/v1/claims",
      request: { body: describeBody(Contract.ClaimRequest) },
      responses: { 200: describeJson(Contract.ClaimAnswer, "A lease, or none"), ...describeProblems(409) },
    }),
    async (c) => c.json(await Attempt.claim(c.req.valid("json")), 200),
  );
  app.openapi(
    createWorkRoute("heartbeat", Contract.HeartbeatRequest, Contract.HeartbeatAnswer, "Lease prolonged"),
    async (c) => c.json(await Attempt.heartbeat(c.req.valid("param").attemptId, c.req.valid("json")), 200),
  );
  app.openapi(
    createWorkRoute("uploads", Contract.UploadsRequest, Contract.UploadsAnswer, "Where to put outputs"),
    async (c) =>
      c.json(
        await Attempt.signUploads(c.get("leaseTenantId"), c.req.valid("param").attemptId, c.req.valid("json").outputs),
        200,
      ),
  );
  app.openapi(createWorkRoute("complete", Contract.CompleteRequest, Contract.EndAnswer, "Succeeded"), async (c) =>
    c.json(await complete(c.get("leaseTenantId"), c.req.valid("param").attemptId, c.req.valid("json")), 200),
  );
  app.openapi(createWorkRoute("fail", Contract.FailRequest, Contract.EndAnswer, "Failed or tried again"), async (c) =>
    c.json(await Attempt.fail(c.req.valid("param").attemptId, toStorable(c.req.valid("json"))), 200),
  );
  app.openapi(createWorkRoute("release", Contract.ReleaseRequest, Contract.EndAnswer, "Given back"), async (c) =>
    c.json(await Attempt.release(c.req.valid("param").attemptId, c.req.valid("json")), 200),
  );
  return app;
}

const hash = (text: string) => createHash("sha256").update(text).digest();

const readToken = (c: Request<Env>): string =>
  c.req.header(Contract.TOKEN_HEADER) ?? c.req.header("authorization") ?? "";

function withWorkerKey(workerKey: string): MiddlewareHandler<Env> {
  const expected = hash(workerKey);
  return async (c, next) => {
    const given = /^Worker (\S+)$/.exec(readToken(c))?.[1] ?? "";
    if (!timingSafeEqual(hash(given), expected)) throw new VisibleError("unauthenticated", "Send the worker key.");
    await next();
  };
}

function withLeaseToken(ports: ProcessPorts & Pick<Ports, "leases">): MiddlewareHandler<Env> {
  return async (c, next) => {
    const given = /^Bearer (\S+)$/.exec(readToken(c))?.[1] ?? "";
    c.set("leaseTenantId", Attempt.readToken(c.req.param("attemptId") ?? "", given, ports.leases.key).tenantId);
    await next();
  };
}
