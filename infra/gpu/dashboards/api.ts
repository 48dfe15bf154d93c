import type { MetricSource } from "../metric-source/source.ts";
import type { Dashboard } from "./dashboard.ts";

/** The API and what it hands work to: uploads, queues, webhooks. */
export function createApiDashboard(source: MetricSource): Dashboard {
  const { requests, requestDuration, quantile, observations, increase, value } = source;
  /** In percent. Without any, their series is missing. */
  const shareOf = (which: "failed" | "refused") =>
    `100 * (${requests("5m", which)} or 0 * ${requests("5m")}) / ${requests("5m")}`;
  return {
    uid: "pegbar-api",
    title: "Pegbar: API",
    questions: [
      "**Does the API answer, and how fast?** Requests, Failed and refused, Duration",
      "**Does it hand work over?** Undelivered effects, Media tasks",
      "**Do studios get their webhooks?** Webhook attempts, Pending deliveries",
    ],
    panels: [
      {
        title: "Requests per second",
        says: "Of the public API.",
        unit: "reqps",
        queries: [{ expr: `${requests("5m")} / 300`, legend: "requests" }],
      },
      {
        title: "Failed and refused requests",
        says: "Failed are 5xx: read the API's log by request id. Refused are 4xx: a client's mistake, a limit or a missing sign-in.",
        unit: "percent",
        queries: [
          { expr: shareOf("failed"), legend: "failed" },
          { expr: shareOf("refused"), legend: "refused" },
        ],
      },
      {
        title: "Duration of requests",
        says: "Until the response begins.",
        unit: "s",
        queries: [
          { expr: requestDuration(0.5), legend: "median" },
          { expr: requestDuration(0.95), legend: "95 %" },
        ],
      },
      {
        title: "Age of the oldest undelivered effect",
        says: "Above a minute: tickets or media tasks do not reach their queue, or a usage plan is not assigned.",
        unit: "s",
        queries: [{ expr: value("pegbar_outbox_oldest_age_seconds", "max"), legend: "age" }],
      },
      {
        title: "Media tasks per minute",
        says: "Verified uploads, thumbnails, credentials and movies, by outcome.",
        unit: "short",
        stacked: true,
        queries: [
          {
            expr: `${observations("pegbar_media_task_seconds", "5m", { by: ["task", "outcome"] })} / 5`,
            legend: "{{task}} {{outcome}}",
          },
        ],
      },
      {
        title: "Media task duration, 95 %",
        says: "Long verify-input: artists wait for their uploads.",
        unit: "s",
        queries: [{ expr: quantile("pegbar_media_task_seconds", 0.95, "15m", { by: ["task"] }), legend: "{{task}}" }],
      },
      {
        title: "Webhook attempts per minute",
        says: "Mostly retried: one receiver is down, or none can be reached.",
        unit: "short",
        stacked: true,
        queries: [
          {
            expr: `${increase("pegbar_webhook_attempts_total", "5m", { by: ["outcome"] })} / 5`,
            legend: "{{outcome}}",
          },
        ],
      },
      {
        title: "Pending webhook deliveries",
        says: "Due now or to be retried.",
        unit: "short",
        queries: [{ expr: value("pegbar_webhook_deliveries_pending", "sum"), legend: "pending" }],
      },
      {
        title: "Metrics that could not be collected",
        says: "Their gauges keep old values: read the component's log.",
        unit: "short",
        queries: [
          { expr: increase("pegbar_telemetry_errors_total", "1h", { by: ["collector"] }), legend: "{{collector}}" },
        ],
      },
    ],
  };
}
