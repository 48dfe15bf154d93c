/** What somebody must look at; tested with promtool. Runbooks: docs/operations/incidents.md. */
export const rules = {
  groups: [
    {
      name: "pegbar-gpu",
      rules: [
        {
          alert: "NodeNeverReady",
          // A GPU that never registers has no time-out of its own.
          expr: "karpenter_nodeclaims_created_total - karpenter_nodeclaims_terminated_total > on(nodepool) sum by (nodepool) (karpenter_nodes_created_total - karpenter_nodes_terminated_total)",
          for: "10m",
          labels: { severity: "page" },
          annotations: { summary: "A node of {{ $labels.nodepool }} has not become ready for 10 minutes." },
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
          annotations: { summary: "ComfyUI is started again and again in {{ $labels.pegbar_example_class }}." },
        },
        {
          alert: "GpuError",
          expr: "increase(DCGM_FI_DEV_XID_ERRORS[10m]) > 0",
          for: "0m",
          labels: { severity: "ticket" },
          annotations: { summary: "A GPU of {{ $labels.Hostname }} reports error {{ $value }}." },
        },
      ],
    },
  ],
};
