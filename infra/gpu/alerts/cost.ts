import type { WorkloadClass } from "../../stage.ts";
import { alert, type Alert } from "./rule.ts";

/**
 * Expression for the GPU hours of pools in the last day. Karpenter's metric is the current number of GPUs of a pool; the
 * subquery reads it once a minute.
 */
const sumGpuHours = (pools: string) =>
  `sum(sum_over_time(karpenter_nodepools_usage{resource_type="nvidia.com/gpu",nodepool=~"${pools}"}[24h:1m])) / 60`;

/** Share of a class's budget that On-Demand nodes may use: they are the fallback without Spot capacity. */
const FALLBACK_SHARE = 0.25;

/** Alerts on GPU hours. @param gpuHoursPerDay the budget by class */
export const createCostAlerts = (gpuHoursPerDay: Record<WorkloadClass, number>): Alert[] =>
  Object.entries(gpuHoursPerDay).flatMap(([name, hours]) => [
    alert("GpuHours", {
      severity: "ticket",
      expr: `${sumGpuHours(`${name}-.*`)} > ${hours}`,
      labels: { class: name },
      summary: `GPUs of the class ${name} ran for {{ $value | humanize }} hours in the last 24, more than the ${hours} of its budget.`,
    }),
    alert("FallbackSpend", {
      severity: "ticket",
      expr: `${sumGpuHours(`${name}-on-demand`)} > ${hours} * ${FALLBACK_SHARE}`,
      labels: { class: name },
      summary: `On-Demand GPUs of the class ${name} ran for {{ $value | humanize }} hours in the last 24.`,
    }),
  ]);
