import type { MetricSource } from "../metric-source/source.ts";
import { alert, type Alert } from "./rule.ts";

/** Alerts on the metrics themselves: without them, no other alert fires. */
export const createTelemetryAlerts = ({ value, increase }: MetricSource): Alert[] => [
  alert("MetricsMissing", {
    severity: "page",
    // Every class has a price, so that this is missing only if the reconciler or the way of its metrics fails.
    expr: `absent(${value("pegbar_class_price_dollars_per_hour", "max")} > 0)`,
    lasts: "15m",
    summary: "Prometheus has had no metrics of the platform for 15 minutes, so that most alerts cannot fire.",
  }),
  alert("MetricsNotCollected", {
    severity: "ticket",
    expr: `${increase("pegbar_telemetry_errors_total", "30m", { by: ["collector"] })} > 3`,
    summary: "The metrics {{ $labels.collector }} cannot be collected; dashboards show old values.",
  }),
];
