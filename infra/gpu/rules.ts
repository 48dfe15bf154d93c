import type { WorkloadClass } from "../stage.ts";

/**
 * Expression for a class's GPU hours in the last day. Karpenter's metric is the current number of GPUs of a pool; the
 * subquery reads it once a minute.
 */
const sumGpuHours = (name: string) =>
  `sum(sum_over_time(karpenter_nodepools_usage{resource_type="nvidia.com/gpu",nodepool=~"${name}-.*"}[24h:1m])) / 60`;

/**
 * Alerting rules, tested with promtool. Runbooks: docs/operations/incidents.md.
 * @param gpuHoursPerDay GPU hours per day, by class, above which an alert fires
 */
export const createRules = (gpuHoursPerDay: Record<WorkloadClass, number>) => ({
  groups: [
    {
      name: "pegbar-gpu",
      rules: [
        {
          alert: "NodeNeverReady",
          // There is no timeout for a GPU that never registers.
          expr: 'sum by (karpenter_sh_nodepool) (operator_nodeclaim_status_condition_count{type="Initialized",status!="True"}) > 0',
          for: "10m",
          labels: { severity: "page" },
          annotations: {
            summary: "A node of {{ $labels.karpenter_sh_nodepool }} has not become ready for 10 minutes.",
          },
        },
        {
          alert: "WorkerUnfit",
          expr: 'sum by (pegbar_example_class) (pegbar_worker_state{state="unfit"}) > 0',
          for: "5m",
          labels: { severity: "page" },
          annotations: {
            summary: "Workers of {{ $labels.pegbar_example_class }} run another image than graphs are checked against.",
          },
        },
        {
          alert: "ComfyuiRestarts",
          expr: "sum by (pegbar_example_class) (increase(pegbar_worker_comfyui_restarts_total[30m])) > 5",
          for: "0m",
          labels: { severity: "ticket" },
          annotations: { summary: "ComfyUI restarts repeatedly in the class {{ $labels.pegbar_example_class }}." },
        },
        {
          alert: "GpuError",
          // The last error code of a GPU, which does not reset or grow.
          expr: "max by (node) (DCGM_FI_DEV_XID_ERRORS) > 0",
          for: "0m",
          labels: { severity: "ticket" },
          annotations: { summary: "A GPU of {{ $labels.node }} reports error {{ $value }}." },
        },
      ],
    },
    {
      name: "pegbar-cost",
      rules: Object.entries(gpuHoursPerDay).map(([name, hours]) => ({
        alert: `GpuHours${name}`,
        expr: `${sumGpuHours(name)} > ${hours}`,
        for: "0m",
        labels: { severity: "ticket", class: name },
        annotations: {
          summary: `GPUs of the class ${name} ran for {{ $value }} hours in the last 24, more than the ${hours} of its budget.`,
        },
      })),
    },
  ],
});
