import { createEmbeddedMetrics } from "@pegbar/telemetry/metric/emf.ts";
import { sendMetricsTo } from "@pegbar/telemetry/metric/metrics.ts";
import { startTracing } from "@pegbar/telemetry/trace/start.ts";

const metrics = createEmbeddedMetrics(process.env["PEGBAR_METRIC_NAMESPACE"] ?? "Pegbar", (line) =>
  process.stdout.write(line),
);
sendMetricsTo(metrics);
const tracing = startTracing(process.env["AWS_LAMBDA_FUNCTION_NAME"] ?? "pegbar", process.env);

/** Sends the metrics and spans of an invocation. Call it at the end: a Lambda freezes after its answer. */
export async function flushTelemetry(): Promise<void> {
  metrics.flush();
  await (await tracing).flush();
}
