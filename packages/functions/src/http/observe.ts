import type { MiddlewareHandler } from "hono";
import type { ProcessPorts } from "@pegbar/core/platform/port";
import { noTracer, processTracer } from "@pegbar/telemetry/trace/tracer.ts";
import { normalizeTraceparent, parseTraceparent } from "@pegbar/telemetry/trace/traceparent.ts";
import { getRoute, type Env } from "./problem.ts";

/** Methods of requests that change something, which are logged one by one. */
const CHANGES = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** Measures and traces every request, and logs those that change something or fail. */
export function observe({ log, metrics }: Pick<ProcessPorts, "log" | "metrics">): MiddlewareHandler<Env> {
  return async (c, next) => {
    const began = performance.now();
    const { method } = c.req;
    const parent = normalizeTraceparent(c.req.header("traceparent"));
    // Workers report every few seconds; only what belongs to a job is traced.
    const tracer = isOfWorker(c.req.path) && parent === undefined ? noTracer : processTracer;
    const span = tracer.start(method, {
      parent,
      kind: "server",
      attributes: { "http.request.method": method },
    });
    c.set("traceparent", span.traceparent);
    await next();
    const route = getRoute(c);
    const { status } = c.res;
    const seconds = (performance.now() - began) / 1000;
    metrics.observe(
      "http_server_request_duration_seconds",
      { http_request_method: method, http_route: route, http_response_status_code: String(status) },
      seconds,
    );
    span.rename(`${method} ${route}`);
    span.set({ "http.route": route, "http.response.status_code": status });
    span.end(status >= 500 ? { error: String(status) } : {});
    // Of workers, which report every second, only what fails.
    const isChange = CHANGES.has(method) && !isOfWorker(route);
    if (isChange || status >= 400)
      log(status >= 500 ? "error" : "info", "request", {
        requestId: c.get("requestId"),
        traceId: parseTraceparent(span.traceparent)?.traceId,
        method,
        route,
        status,
        durationMs: Math.round(seconds * 1000),
      });
  };
}

const isOfWorker = (path: string): boolean => path.startsWith("/work/");
