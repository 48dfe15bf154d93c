import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import * as z from "zod";
import { startTracing } from "./start.ts";
import { noTracer, processTracer, sendSpansTo, withSpan } from "./tracer.ts";

const folder = mkdtempSync(path.join(tmpdir(), "pegbar-trace-"));
afterEach(() => {
  sendSpansTo(noTracer);
  rmSync(folder, { recursive: true, force: true });
});

const Exported = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({
        attributes: z.array(z.object({ key: z.string(), value: z.object({ stringValue: z.string() }) })),
      }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              name: z.string(),
              traceId: z.string(),
              parentSpanId: z.string().optional(),
              startTimeUnixNano: z.string(),
              endTimeUnixNano: z.string(),
              status: z.object({ message: z.string().optional() }),
            }),
          ),
        }),
      ),
    }),
  ),
});
const listSpans = (text: string) =>
  Exported.parse(JSON.parse(text)).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));

const PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

test("without a destination nothing is traced, and the caller's context is passed on", async () => {
  const tracing = await startTracing("pegbar", {});
  const span = processTracer.start("work", { parent: PARENT });
  expect(span.traceparent).toBe(PARENT);
  span.end();
  await tracing.flush();
  await tracing.stop();
});

test("spans are sent by OTLP to the endpoint that OpenTelemetry's variables name", async () => {
  const received: { url: string | undefined; body: string }[] = [];
  const collector = createServer((req, res) => {
    let body = "";
    req.setEncoding("utf8").on("data", (text: string) => (body += text));
    req.on("end", () => {
      received.push({ url: req.url, body });
      res.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  collector.listen(0, "127.0.0.1");
  await once(collector, "listening");
  const { port } = z.object({ port: z.number() }).parse(collector.address());
  const endpoint = `http://127.0.0.1:${port}`;
  process.env["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint;
  try {
    const tracing = await startTracing("pegbar-worker", { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
    await withSpan("outer", { parent: PARENT }, async ({ traceparent }) => {
      processTracer
        .start("inner", { parent: traceparent, startTime: 1_800_000_000_000.5 })
        .end({ at: 1_800_000_001_000.25 });
    });
    await expect(
      withSpan("failing", {}, () => Promise.reject(new TypeError("a prompt that must not be in a trace"))),
    ).rejects.toThrow(TypeError);
    await tracing.flush();
    expect(received.map(({ url }) => url)).toEqual(["/v1/traces"]);
    const body = received[0]?.body ?? "";
    expect(body).not.toContain("a prompt");
    const spans = Object.fromEntries(listSpans(body).map((span) => [span.name, span]));
    expect(spans["outer"]).toMatchObject({ traceId: PARENT.slice(3, 35), parentSpanId: PARENT.slice(36, 52) });
    expect(spans["inner"]).toMatchObject({
      startTimeUnixNano: "1800000000000500000",
      endTimeUnixNano: "1800000001000250000",
    });
    expect(spans["failing"]?.status.message).toBe("TypeError");
    await tracing.stop();
  } finally {
    delete process.env["OTEL_EXPORTER_OTLP_ENDPOINT"];
    collector.close();
  }
});

test("a collector that cannot be reached fails nothing", async () => {
  process.env["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1";
  process.env["OTEL_EXPORTER_OTLP_TIMEOUT"] = "200";
  try {
    const tracing = await startTracing("pegbar", process.env);
    processTracer.start("work").end();
    await tracing.flush();
    await tracing.stop();
  } finally {
    delete process.env["OTEL_EXPORTER_OTLP_ENDPOINT"];
    delete process.env["OTEL_EXPORTER_OTLP_TIMEOUT"];
  }
});

test("a file has the spans of the last hour, and an older one those before", async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "pegbar-trace-")), "spans.jsonl");
  const old = new Date(Date.now() - 3_700_000);
  writeFileSync(file, "old\n");
  utimesSync(file, old, old);
  const tracing = await startTracing("pegbar", { PEGBAR_TRACE_FILE: file });
  processTracer.start("one").end();
  await tracing.flush();
  processTracer.start("two").end();
  await tracing.stop();
  expect(readFileSync(`${file}.1`, "utf8")).toBe("old\n");
  const lines = readFileSync(file, "utf8").trim().split("\n");
  expect(lines.map((line) => listSpans(line).map(({ name }) => name))).toEqual([["one"], ["two"]]);
  rmSync(path.dirname(file), { recursive: true });
});
