import type { MetricSource } from "../metric-source/source.ts";
import { alert, type Alert } from "./rule.ts";

/** Reasons of interruptions by a Spot instance that ends: with its notice, or without. */
const LOST = /stopping|worker_lost/;

/** Alerts on nodes and workers. */
export const createFleetAlerts = ({ value, increase }: MetricSource): Alert[] => [
  alert("NodeNeverReady", {
    severity: "page",
    // There is no timeout for a GPU that never registers.
    expr: 'sum by (karpenter_sh_nodepool) (operator_nodeclaim_status_condition_count{type="Initialized",status!="True"}) > 0',
    lasts: "10m",
    summary: "A node of {{ $labels.karpenter_sh_nodepool }} has not become ready for 10 minutes.",
  }),
  alert("WorkerUnfit", {
    severity: "page",
    expr: `${value("pegbar_worker_state", "sum", { where: { state: "unfit" }, by: [] })} > 0`,
    lasts: "5m",
    summary: "{{ $value }} workers run another image than graphs are checked against.",
  }),
  alert("SpotLosses", {
    severity: "ticket",
    expr: `${increase("pegbar_attempts_ended_total", "1h", { where: { state: "interrupted", reason: LOST }, by: ["class"] })} / ${increase("pegbar_attempts_ended_total", "1h", { by: ["class"] })} > 0.1 and ${increase("pegbar_attempts_ended_total", "1h", { where: { state: "interrupted", reason: LOST }, by: ["class"] })} >= 5`,
    summary:
      "{{ $value | humanizePercentage }} of the attempts of the class {{ $labels.class }} lost their node in the last hour.",
  }),
  alert("ComfyuiRestarts", {
    severity: "ticket",
    expr: `${increase("pegbar_worker_comfyui_restarts_total", "30m", { by: [] })} > 5`,
    summary: "ComfyUI was restarted {{ $value | humanize }} times in 30 minutes.",
  }),
  alert("GpuError", {
    severity: "ticket",
    // The last error code of a GPU, which does not reset or grow.
    expr: "max by (node) (DCGM_FI_DEV_XID_ERRORS) > 0",
    summary: "A GPU of {{ $labels.node }} reports error {{ $value }}.",
  }),
];
