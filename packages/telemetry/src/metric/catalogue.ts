import { counter, gauge, histogram, type Definition } from "./definition.ts";
import { START_OBJECTIVE_SECONDS } from "./objective.ts";

/** Bounds for requests and short tasks, in seconds: those of OpenTelemetry's HTTP metrics. */
const REQUEST = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
/** Bounds for work on a GPU, in seconds. */
const WORK = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800];
/** Bounds for waits, in seconds, with the objective. */
const WAIT = [0.1, 0.5, 1, 2.5, 5, 10, 30, START_OBJECTIVE_SECONDS, 120, 300, 600, 1800, 3600];

/**
 * All metrics of the platform. Labels have few values: classes, states and reasons, the id of a studio for what it costs;
 * never ids of jobs, names, or anything that a studio has written. `docs/operations/metrics.md` is generated from this.
 */
export const catalogue = {
  http_server_request_duration_seconds: histogram(
    ["api", "work-api"],
    "Duration of requests until the response begins. The route is a pattern; unknown paths are `unmatched`",
    REQUEST,
    ["http_request_method", "http_route", "http_response_status_code"],
  ),
  pegbar_quota_refusals_total: counter("api", "Limits that refused a submit or an upload, by limit and whose it is", [
    "meter",
    "scope",
  ]),

  pegbar_jobs_submitted_total: counter("api", "Jobs that were accepted", ["class", "lane"]),
  pegbar_jobs_reused_total: counter(
    ["api", "work-api", "reconciler"],
    "Jobs that got the results of earlier ones instead of running",
  ),
  pegbar_jobs_ended_total: counter(
    ["work-api", "reconciler", "api"],
    "Jobs that have ended. The reason of a failure is its kind; otherwise empty",
    ["class", "lane", "outcome", "reason"],
  ),
  pegbar_jobs_held_total: counter(
    ["work-api", "reconciler"],
    "Jobs that the platform has held after too many interruptions, until an operator releases them",
    ["class"],
  ),
  pegbar_job_wait_seconds: histogram(
    "work-api",
    "Time from when a job was queued until a worker got it, for its first attempt",
    WAIT,
    ["class", "lane"],
  ),
  pegbar_jobs_started_total: counter(
    "work-api",
    "First attempts of jobs, by whether the job had waited no longer than the objective of 60 s",
    ["class", "lane", "in_time"],
  ),
  pegbar_jobs: gauge("reconciler", "Jobs that are queued, running or held", ["class", "lane", "state"]),
  pegbar_jobs_oldest_queued_age_seconds: gauge(
    "reconciler",
    "Age of the job that has been queued longest; 0 without one",
    ["class", "lane"],
  ),

  pegbar_attempts_ended_total: counter(
    ["work-api", "reconciler"],
    "Attempts that have ended, by state, with the reason of an interruption or the kind of a failure",
    ["class", "state", "reason"],
  ),
  pegbar_claims_total: counter("work-api", "Claims of workers, by answer: granted, nothing, wait", ["class", "result"]),
  pegbar_dispatch_tickets: gauge("reconciler", "Dispatch tickets that no worker has used", ["class"]),
  pegbar_queue_messages: gauge(
    "reconciler",
    "Approximate number of messages in the queue of a class: visible, delayed or in flight",
    ["class"],
  ),
  pegbar_outbox_effects: gauge("reconciler", "Effects of committed transactions that are not delivered yet"),
  pegbar_outbox_oldest_age_seconds: gauge("reconciler", "Age of the oldest undelivered effect; 0 without one"),
  pegbar_corrections_total: counter(
    "reconciler",
    "What the reconciler had to correct; all zero without failures. `leases_expired` are workers that disappeared, `messages_dead` messages in dead-letter queues, `quotas_corrected` quotas that had drifted",
    ["kind"],
  ),
  pegbar_workers: gauge("reconciler", "Workers that reported in the last minute, by state", ["class", "state"]),
  pegbar_class_running_limit: gauge(
    "reconciler",
    "Maximum number of running jobs of a class, if the operator has set one",
    ["class"],
  ),
  pegbar_class_price_dollars_per_hour: gauge("reconciler", "Price of a GPU-hour", ["class"]),

  pegbar_gpu_seconds_total: counter(
    ["work-api", "reconciler"],
    "GPU time of ended attempts, by who pays for it: the studio, or the platform for interruptions",
    ["class", "tenant", "paid_by"],
  ),
  pegbar_cost_dollars_total: counter(
    ["work-api", "reconciler"],
    "Price of the GPU time of ended attempts, by who pays for it",
    ["class", "tenant", "paid_by"],
  ),

  pegbar_studio_month_dollars: gauge(
    "reconciler",
    "What a studio has used of this month's budget, what is reserved for its jobs, and the limit, if it has one",
    ["tenant", "kind"],
  ),

  pegbar_ledger_records_total: counter("sequencer", "Records that were appended to the logs"),
  pegbar_ledger_sequence_seconds: histogram(
    "sequencer",
    "Duration of a run of the sequencer that appended records: append, sign, anchor",
    REQUEST,
  ),
  pegbar_ledger_errors_total: counter(
    "sequencer",
    "Runs of the sequencer that failed: `anchor_mismatch` if an anchor contradicts the database, `signing` if a checkpoint could not be signed, else `other`",
    ["reason"],
  ),
  pegbar_ledger_leaves: gauge("sequencer", "Records in all logs"),
  pegbar_ledger_pending_records: gauge("sequencer", "Records that are not appended yet"),
  pegbar_ledger_oldest_pending_age_seconds: gauge(
    "sequencer",
    "Age of the oldest record that is not appended yet; 0 without one",
  ),
  pegbar_ledger_last_anchor_timestamp_seconds: gauge(
    "sequencer",
    "When the newest checkpoint was signed and anchored, as a Unix time",
  ),
  pegbar_ledger_unanchored_heads: gauge("sequencer", "Logs whose head is not covered by an anchored checkpoint"),

  pegbar_webhook_attempts_total: counter(
    "webhooks",
    "Attempts to deliver a webhook: delivered, retried, failed for good",
    ["outcome"],
  ),
  pegbar_webhook_deliveries_pending: gauge("webhooks", "Deliveries that are due or will be retried"),
  pegbar_webhook_oldest_due_age_seconds: gauge("webhooks", "How long the oldest delivery has been due; 0 without one"),
  pegbar_webhooks_disabled_total: counter("webhooks", "Webhooks that were disabled because nothing could be delivered"),

  pegbar_media_task_seconds: histogram(
    "media",
    "Duration of media tasks: verified uploads, thumbnails, credentials, movies",
    WORK,
    ["task", "outcome"],
  ),

  pegbar_credentials_expiry_timestamp_seconds: gauge(
    "media",
    "When the certificate that signs content credentials expires, as a Unix time. Set after each media task",
  ),

  pegbar_worker_attempts_total: counter("worker", "Attempts that have ended, by outcome", ["outcome"]),
  pegbar_worker_attempts_in_progress: gauge("worker", "Attempts that fetch inputs, render or deliver"),
  pegbar_worker_claims_total: counter("worker", "Claims, by answer", ["answer"]),
  pegbar_worker_inputs_total: counter("worker", "Inputs that were fetched, from the worker's cache or the store", [
    "from",
  ]),
  pegbar_worker_comfyui_restarts_total: counter("worker", "Restarts of ComfyUI"),
  pegbar_worker_comfyui_memory_bytes: gauge("worker", "Memory of ComfyUI's process, if known"),
  pegbar_worker_execution_seconds: histogram("worker", "Execution time of prompts that succeeded in ComfyUI", WORK),
  pegbar_worker_fetch_seconds: histogram("worker", "Time to fetch a job's inputs", WORK),
  pegbar_worker_deliver_seconds: histogram(
    "worker",
    "Time from the end of a prompt until its outputs were stored and the job's end was recorded",
    WORK,
  ),
  pegbar_worker_state: gauge("worker", "1 for the current state of the worker", ["state"]),
  pegbar_worker_nodes_total: counter("worker", "Nodes of prompts, executed or taken from ComfyUI's cache", [
    "node_class",
    "from",
  ]),
  pegbar_worker_node_seconds_total: counter("worker", "Time that ComfyUI spent in nodes, by class of node", [
    "node_class",
  ]),

  pegbar_telemetry_errors_total: counter(
    ["reconciler", "sequencer", "webhooks"],
    "Metrics that could not be collected; the gauges keep their last values",
    ["collector"],
  ),
  pegbar_build_info: gauge("platform", "1; the label is the release", ["version"]),
} as const satisfies Record<string, Definition>;

export type Catalogue = typeof catalogue;
export type MetricName = keyof Catalogue;
type OfType<T extends Definition["type"]> = {
  [N in MetricName]: Catalogue[N]["type"] extends T ? N : never;
}[MetricName];
export type CounterName = OfType<"counter">;
export type GaugeName = OfType<"gauge">;
export type HistogramName = OfType<"histogram">;

/** The labels of a metric with their values. */
export type Labels<N extends MetricName> = Record<Catalogue[N]["labels"][number], string>;
