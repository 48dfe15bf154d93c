import { sendSpansTo } from "./tracer.ts";

export interface Tracing {
  /** Sends what has ended so far. Never rejects. */
  flush(): Promise<void>;
  /** Sends the rest and stops. Never rejects. */
  stop(): Promise<void>;
}

const off: Tracing = { flush: () => Promise.resolve(), stop: () => Promise.resolve() };

/**
 * Sends the spans of this process where its environment says: by OTLP over HTTP if OpenTelemetry's own
 * `OTEL_EXPORTER_OTLP_ENDPOINT` or `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` is set, and to the file `PEGBAR_TRACE_FILE`. With
 * neither, or with `OTEL_SDK_DISABLED=true`, nothing is loaded and nothing is traced.
 * @param service `service.name` of the spans, unless `OTEL_SERVICE_NAME` is set
 */
export async function startTracing(service: string, env: Record<string, string | undefined>): Promise<Tracing> {
  const file = env["PEGBAR_TRACE_FILE"];
  const otlp = Boolean(env["OTEL_EXPORTER_OTLP_ENDPOINT"] ?? env["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"]);
  if ((file === undefined && !otlp) || env["OTEL_SDK_DISABLED"] === "true") return off;
  const { createOpenTelemetry } = await import("./opentelemetry.ts");
  const tracer = createOpenTelemetry({ service: env["OTEL_SERVICE_NAME"] ?? service, otlp, file });
  sendSpansTo(tracer);
  const send = async (sending: Promise<void>) => {
    try {
      await sending;
    } catch {
      // A collector that cannot be reached must not fail the work that is traced.
    }
  };
  return { flush: () => send(tracer.flush()), stop: () => send(tracer.stop()) };
}
