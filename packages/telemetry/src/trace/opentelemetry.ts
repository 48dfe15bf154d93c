import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags, type SpanContext } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { TracerProvider, BatchSpanProcessor, type SpanExporter } from "@opentelemetry/sdk-trace";
import { createFileExporter } from "./file-exporter.ts";
import { formatTraceparent, parseTraceparent } from "./traceparent.ts";
import type { SpanOptions, Tracer } from "./tracer.ts";

interface Options {
  /** `service.name` of its spans. */
  service: string;
  /** Send spans by OTLP over HTTP, to where the variables `OTEL_EXPORTER_OTLP_…` say. */
  otlp?: boolean;
  /** Append spans to this file, as lines of OTLP's JSON. */
  file?: string | undefined;
}

export interface OpenTelemetry extends Tracer {
  /** Sends what has ended so far. Rejects if that fails. */
  flush(): Promise<void>;
  /** Sends the rest and stops. Rejects if that fails. */
  stop(): Promise<void>;
}

/** Time for which spans are collected before they are sent, in milliseconds. */
const COLLECT_MS = 1000;
/** Spans that wait to be sent; further ones are dropped. */
const MAX_QUEUED = 8192;

const kinds: Record<NonNullable<SpanOptions["kind"]>, SpanKind> = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

/** Sends spans with OpenTelemetry's SDK. */
export function createOpenTelemetry({ service, otlp = false, file }: Options): OpenTelemetry {
  const exporters: SpanExporter[] = [
    ...(otlp ? [new OTLPTraceExporter()] : []),
    ...(file === undefined ? [] : [createFileExporter(file)]),
  ];
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": service, "service.namespace": "pegbar" }),
    spanProcessors: exporters.map(
      (one) => new BatchSpanProcessor({ exporter: one, scheduledDelayMillis: COLLECT_MS, maxQueueSize: MAX_QUEUED }),
    ),
  });
  const tracer = provider.getTracer("pegbar");
  return {
    start(name, { parent, kind = "internal", attributes = {}, links = [], startTime } = {}) {
      const known = toSpanContext(parent);
      const span = tracer.startSpan(
        name,
        {
          kind: kinds[kind],
          attributes,
          links: links.flatMap((one) => toSpanContext(one) ?? []).map((context) => ({ context })),
          ...(startTime === undefined ? {} : { startTime }),
        },
        known ? trace.setSpanContext(ROOT_CONTEXT, known) : ROOT_CONTEXT,
      );
      const { traceId, spanId, traceFlags } = span.spanContext();
      return {
        traceparent: formatTraceparent({ traceId, spanId, isSampled: (traceFlags & TraceFlags.SAMPLED) !== 0 }),
        set: (more) => void span.setAttributes(more),
        rename: (other) => void span.updateName(other),
        end({ error, at } = {}) {
          if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
          span.end(at);
        },
      };
    },
    flush: () => provider.forceFlush(),
    stop: () => provider.shutdown(),
  };
}

function toSpanContext(text: string | undefined): SpanContext | undefined {
  const parent = parseTraceparent(text);
  if (!parent) return undefined;
  const { traceId, spanId, isSampled } = parent;
  return { traceId, spanId, traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE, isRemote: true };
}
