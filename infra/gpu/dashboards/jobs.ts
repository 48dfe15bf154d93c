import type { MetricSource } from "../metric-source/source.ts";
import { shareStartedInTime } from "../alerts/objectives.ts";
import type { Dashboard } from "./dashboard.ts";

/** Jobs from submit to result: whether they start in time, and why some do not succeed. */
export const createJobsDashboard = (source: MetricSource): Dashboard => {
  const { increase, quantile } = source;
  return {
    uid: "pegbar-jobs",
    title: "Pegbar: jobs",
    questions: [
      "**Do jobs start in time?** Started in time, Queue wait, Claims",
      "**Do they end well?** Ended jobs, Failures, Held for the operator, Corrections",
      "**Where does their time go?** Execution, Fetch and delivery",
    ],
    panels: [
      {
        title: "Interactive jobs started within 60 s",
        says: "The objective is 95 %. Below: the Fleet dashboard shows whether workers are missing.",
        unit: "percent",
        queries: [{ expr: `100 * (${shareStartedInTime(source, "1h")})`, legend: "{{class}}" }],
      },
      {
        title: "Queue wait, 95 %",
        says: "From queued to a worker. Batch jobs wait for interactive ones.",
        unit: "s",
        queries: [
          {
            expr: quantile("pegbar_job_wait_seconds", 0.95, "15m", { by: ["class", "lane"] }),
            legend: "{{class}} {{lane}}",
          },
        ],
      },
      {
        title: "Claims per minute",
        says: "Only nothing and wait, but no granted: limits delay jobs, or dispatch tickets are stale.",
        unit: "short",
        queries: [{ expr: `${increase("pegbar_claims_total", "5m", { by: ["result"] })} / 5`, legend: "{{result}}" }],
      },
      {
        title: "Ended jobs per minute",
        says: "By outcome.",
        unit: "short",
        stacked: true,
        queries: [
          { expr: `${increase("pegbar_jobs_ended_total", "5m", { by: ["outcome"] })} / 5`, legend: "{{outcome}}" },
        ],
      },
      {
        title: "Failures per hour",
        says: "invalid and node_error are those of a workflow. out_of_memory, timed_out and crashes of one class: look at its nodes.",
        unit: "short",
        stacked: true,
        queries: [
          {
            expr: increase("pegbar_jobs_ended_total", "1h", { where: { outcome: "failed" }, by: ["reason"] }),
            legend: "{{reason}}",
          },
        ],
      },
      {
        title: "Jobs held for the operator",
        says: "After too many interruptions. Find the cause, then release them.",
        unit: "short",
        queries: [
          {
            expr: source.value("pegbar_jobs", "sum", { where: { state: "held" }, by: ["class"] }),
            legend: "{{class}}",
          },
        ],
      },
      {
        title: "Prompt execution time",
        says: "ComfyUI's own time for prompts that succeeded.",
        unit: "s",
        queries: [
          { expr: quantile("pegbar_worker_execution_seconds", 0.5, "5m"), legend: "median" },
          { expr: quantile("pegbar_worker_execution_seconds", 0.95, "5m"), legend: "95 %" },
        ],
      },
      {
        title: "Fetch and delivery time, 95 %",
        says: "High fetch time: the cache is too small, or the store is slow. Delivery includes the upload and the end of the job.",
        unit: "s",
        queries: [
          { expr: quantile("pegbar_worker_fetch_seconds", 0.95, "5m"), legend: "fetch" },
          { expr: quantile("pegbar_worker_deliver_seconds", 0.95, "5m"), legend: "deliver" },
        ],
      },
      {
        title: "Corrections per hour",
        says: "What crashes left behind. All are zero without failures.",
        unit: "short",
        stacked: true,
        queries: [{ expr: increase("pegbar_corrections_total", "1h", { by: ["kind"] }), legend: "{{kind}}" }],
      },
    ],
  };
};
