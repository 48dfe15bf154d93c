import type { MetricSource } from "../metric-source/source.ts";
import type { Dashboard } from "./dashboard.ts";

/** GPUs of Karpenter's pools with their class and lifecycle, which are in the names of the pools. */
const POOLS = [
  ["class", "$1"],
  ["lifecycle", "$2"],
].reduce(
  (of, [label, value]) => `label_replace(${of}, "${label}", "${value}", "nodepool", "(.+)-(spot|on-demand)")`,
  'karpenter_nodepools_usage{resource_type="nvidia.com/gpu"}',
);

/** What studios use and what it costs. Studios have their ids: the portal's page of studios has their names. */
export const createSpendDashboard = ({ increase, value }: MetricSource): Dashboard => ({
  uid: "pegbar-spend",
  title: "Pegbar: studios and spend",
  questions: [
    "**What does a day cost, and who uses it?** Spend of the last day, Studios, GPU hours, Cost by class of node",
    "**What do we pay for nothing?** Paid by the platform, Running GPUs",
    "**Do limits hold, and do reused results help?** Quota refusals, Submitted and reused jobs",
  ],
  panels: [
    {
      title: "Spend of the last day",
      says: "Price of the GPU time of ended attempts, by class.",
      unit: "currencyUSD",
      stacked: true,
      queries: [{ expr: increase("pegbar_cost_dollars_total", "1d", { by: ["class"] }), legend: "{{class}}" }],
    },
    {
      title: "Studios: spend of the last day",
      says: "The ten largest, by id. One that grows suddenly: look for a loop of submits.",
      unit: "currencyUSD",
      queries: [
        { expr: `topk(10, ${increase("pegbar_cost_dollars_total", "1d", { by: ["tenant"] })})`, legend: "{{tenant}}" },
      ],
    },
    {
      title: "GPU hours of the last day",
      says: "Of ended attempts. The pools' hours, idle ones included, have a budget.",
      unit: "h",
      stacked: true,
      queries: [
        { expr: `${increase("pegbar_gpu_seconds_total", "1d", { by: ["class"] })} / 3600`, legend: "{{class}}" },
      ],
    },
    {
      title: "Paid by the platform",
      says: "Share of the GPU time that interruptions cost, in the last day. Above a tenth: see Interrupted attempts.",
      unit: "percent",
      queries: [
        {
          expr: `100 * ${increase("pegbar_gpu_seconds_total", "1d", { where: { paid_by: "platform" } })} / ${increase("pegbar_gpu_seconds_total", "1d")}`,
          legend: "share",
        },
      ],
    },
    {
      title: "Running GPUs, by class and lifecycle",
      says: "Dollars per hour at the class's price, busy or idle. On-Demand is the fallback without Spot capacity.",
      unit: "currencyUSD",
      stacked: true,
      queries: [
        {
          expr: `sum by (class, lifecycle) (${POOLS}) * on (class) group_left () ${value("pegbar_class_price_dollars_per_hour", "max", { by: ["class"] })}`,
          legend: "{{class}} {{lifecycle}}",
        },
      ],
    },
    {
      title: "Cost by class of node, last day",
      says: "The ten classes of ComfyUI nodes that cost most, at the price of the class they ran in.",
      unit: "currencyUSD",
      queries: [
        {
          expr: `topk(10, sum by (node_class) (sum by (class, node_class) (increase(pegbar_worker_node_seconds_total[1d])) * on (class) group_left () ${value("pegbar_class_price_dollars_per_hour", "max", { by: ["class"] })}) / 3600)`,
          legend: "{{node_class}}",
        },
      ],
    },
    {
      title: "Studios: share of this month's budget",
      says: "Used and reserved, of studios with a limit. At 100 % the next submit is refused.",
      unit: "percent",
      queries: [
        {
          expr: `topk(10, 100 * sum by (tenant) (${value("pegbar_studio_month_dollars", "max", { by: ["tenant", "kind"], where: { kind: /used|reserved/ } })}) / on (tenant) ${value("pegbar_studio_month_dollars", "max", { by: ["tenant"], where: { kind: "limit" } })})`,
          legend: "{{tenant}}",
        },
      ],
    },
    {
      title: "Quota refusals per hour",
      says: "By limit. A studio that meets its limit all day may need a larger one.",
      unit: "short",
      stacked: true,
      queries: [
        {
          expr: increase("pegbar_quota_refusals_total", "1h", { by: ["meter", "scope"] }),
          legend: "{{meter}} of {{scope}}",
        },
      ],
    },
    {
      title: "Submitted and reused jobs per hour",
      says: "Reused jobs got earlier results and cost nothing.",
      unit: "short",
      queries: [
        { expr: increase("pegbar_jobs_submitted_total", "1h"), legend: "submitted" },
        { expr: increase("pegbar_jobs_reused_total", "1h"), legend: "reused" },
      ],
    },
  ],
});
