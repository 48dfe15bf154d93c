import type { MetricSource } from "../metric-source/source.ts";
import { triggers } from "../settings.ts";
import type { Dashboard } from "./dashboard.ts";

/** Nodes and workers: whether what is queued gets GPUs. */
export const createFleetDashboard = ({ value, increase }: MetricSource): Dashboard => ({
  uid: "pegbar-fleet",
  title: "Pegbar: fleet",
  questions: [
    "**Does work wait, and for how long?** Queued jobs, Oldest queued job, Queued work for KEDA",
    "**Are workers there to do it?** Workers by state, GPUs by pool",
    "**Do nodes start, and do they stay?** Nodes not ready, Nodes started and terminated, Interrupted attempts",
  ],
  panels: [
    {
      title: "Queued jobs",
      says: "By class. Long queues with ready workers: see the Jobs dashboard, claims.",
      unit: "short",
      stacked: true,
      queries: [
        { expr: value("pegbar_jobs", "sum", { where: { state: "queued" }, by: ["class"] }), legend: "{{class}}" },
      ],
    },
    {
      title: "Oldest queued job",
      says: "A node needs up to five minutes to start. More: no Spot capacity, a limit, or an image that cannot be pulled.",
      unit: "s",
      queries: [
        {
          expr: value("pegbar_jobs_oldest_queued_age_seconds", "max", { by: ["class", "lane"] }),
          legend: "{{class}} {{lane}}",
        },
      ],
    },
    {
      title: "Workers by state",
      says: "unfit: the worker does not have the image that graphs are validated against. Long restarting: see the worker's log.",
      unit: "short",
      stacked: true,
      queries: [{ expr: value("pegbar_workers", "sum", { by: ["state"] }), legend: "{{state}}" }],
    },
    {
      title: "Queued work for KEDA",
      says: "GPUs that jobs need, by class, as KEDA counts them in the queues.",
      unit: "short",
      queries: [
        {
          expr: `max by (scaledObject) (keda_scaler_metrics_value{scaler="${triggers.total}"})`,
          legend: "{{scaledObject}}",
        },
      ],
    },
    {
      title: "GPUs by pool",
      says: "Summed over a day, this is the class's GPU hours, which have a budget.",
      unit: "short",
      stacked: true,
      queries: [
        {
          expr: 'sum by (nodepool) (karpenter_nodepools_usage{resource_type="nvidia.com/gpu"})',
          legend: "{{nodepool}}",
        },
      ],
    },
    {
      title: "Nodes not ready",
      says: "For ten minutes or more: a GPU did not register, or the Spot instance is broken.",
      unit: "short",
      queries: [
        {
          expr: 'sum by (karpenter_sh_nodepool) (operator_nodeclaim_status_condition_count{type="Initialized",status!="True"})',
          legend: "{{karpenter_sh_nodepool}}",
        },
      ],
    },
    {
      title: "Nodes started and terminated per hour",
      says: "Many terminations in a Spot pool: its instance types are in demand.",
      unit: "short",
      queries: [
        {
          expr: "sum by (nodepool) (increase(karpenter_nodeclaims_created_total[1h]))",
          legend: "{{nodepool}} started",
        },
        {
          expr: "sum by (nodepool) (increase(karpenter_nodeclaims_terminated_total[1h]))",
          legend: "{{nodepool}} terminated",
        },
      ],
    },
    {
      title: "Interrupted attempts per hour",
      says: "stopping and worker_lost are lost Spot instances. Others: see the worker's log.",
      unit: "short",
      stacked: true,
      queries: [
        {
          expr: increase("pegbar_attempts_ended_total", "1h", { where: { state: "interrupted" }, by: ["reason"] }),
          legend: "{{reason}}",
        },
      ],
    },
    {
      title: "Dispatch tickets and messages",
      says: "Messages are tickets and running attempts. Fewer messages than tickets: the queue has lost some, and the reconciler renews them.",
      unit: "short",
      queries: [
        { expr: value("pegbar_dispatch_tickets", "sum", { by: ["class"] }), legend: "{{class}} tickets" },
        { expr: value("pegbar_queue_messages", "sum", { by: ["class"] }), legend: "{{class}} messages" },
      ],
    },
  ],
});
