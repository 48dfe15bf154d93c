import type { MetricSource } from "../metric-source/source.ts";
import { listFullClasses } from "./objectives.ts";
import { alert, type Alert } from "./rule.ts";

/** Alerts on work that waits. */
export const createQueueAlerts = (source: MetricSource): Alert[] => {
  const { value, increase } = source;
  const corrections = (kind: string, window: string) =>
    `${increase("pegbar_corrections_total", window, { where: { kind } })} > 0`;
  return [
    alert("OldestJobWaits", {
      severity: "page",
      // Longer than a node needs to start.
      expr: `${value("pegbar_jobs_oldest_queued_age_seconds", "max", { where: { lane: "interactive" }, by: ["class"] })} > 1200 unless on (class) (${listFullClasses(source)})`,
      lasts: "5m",
      summary:
        "An interactive job of the class {{ $labels.class }} has been queued for {{ $value | humanizeDuration }}.",
    }),
    alert("EffectsNotDelivered", {
      severity: "page",
      expr: `${value("pegbar_outbox_oldest_age_seconds", "max")} > 300`,
      lasts: "5m",
      summary: "Tickets, media tasks or usage plans have not been delivered for {{ $value | humanizeDuration }}.",
    }),
    alert("DeadLetters", {
      severity: "ticket",
      expr: corrections("messages_dead", "30m"),
      summary: "Workers received dispatch tickets five times without using them. The reconciler issued new ones.",
    }),
    alert("QuotaDrift", {
      severity: "ticket",
      expr: corrections("quotas_corrected", "1h"),
      summary: "Counts of quotas did not match their jobs. The reconciler corrected them.",
    }),
    alert("IdleGpus", {
      severity: "ticket",
      // Tickets are issued only for jobs that may run.
      expr: `(${value("pegbar_workers", "sum", { where: { state: "ready" }, by: ["class"] })} > 0 and on (class) ${value("pegbar_dispatch_tickets", "sum", { by: ["class"] })} > 0) unless on (class) (${listFullClasses(source)})`,
      lasts: "10m",
      summary: "{{ $value }} workers of the class {{ $labels.class }} are idle while jobs wait.",
    }),
    alert("WebhooksLate", {
      severity: "ticket",
      expr: `${value("pegbar_webhook_oldest_due_age_seconds", "max")} > 1800`,
      lasts: "10m",
      summary: "A webhook delivery has been due for {{ $value | humanizeDuration }}.",
    }),
  ];
};
