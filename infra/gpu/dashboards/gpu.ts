import type { MetricSource } from "../metric-source/source.ts";
import type { Dashboard } from "./dashboard.ts";

/** GPUs and the ComfyUI on them. */
export const createGpuDashboard = ({ increase, value }: MetricSource): Dashboard => ({
  uid: "pegbar-gpu",
  title: "Pegbar: GPUs",
  questions: [
    "**Are GPUs busy with prompts?** GPU utilization, Attempts in progress, Time by class of node",
    "**Is one broken, hot or full?** GPU errors, GPU temperature, GPU memory",
    "**Is ComfyUI stable?** ComfyUI restarts, ComfyUI memory, Input cache",
  ],
  panels: [
    {
      title: "GPU utilization",
      says: "Low while jobs are queued: models are loading, or a graph uses the CPU.",
      unit: "percent",
      queries: [{ expr: "avg by (node) (DCGM_FI_DEV_GPU_UTIL)", legend: "{{node}}" }],
    },
    {
      title: "Attempts in progress",
      says: "Attempts that fetch inputs, render or deliver. A worker prefetches the next job, so two are normal.",
      unit: "short",
      queries: [{ expr: value("pegbar_worker_attempts_in_progress", "sum"), legend: "attempts" }],
    },
    {
      title: "Time by class of node",
      says: "The ten classes of ComfyUI nodes that take most time, in seconds per minute.",
      unit: "s",
      stacked: true,
      queries: [
        {
          expr: `topk(10, ${increase("pegbar_worker_node_seconds_total", "5m", { by: ["node_class"] })} / 5)`,
          legend: "{{node_class}}",
        },
      ],
    },
    {
      title: "GPU errors",
      says: "The last error code (XID) of each GPU; replace the node on 48, 63, 79 and 94.",
      unit: "short",
      queries: [{ expr: "max by (node) (DCGM_FI_DEV_XID_ERRORS) > 0", legend: "{{node}}" }],
    },
    {
      title: "GPU temperature",
      says: "Above 85 °C the GPU throttles itself.",
      unit: "celsius",
      queries: [{ expr: "max by (node) (DCGM_FI_DEV_GPU_TEMP)", legend: "{{node}}" }],
    },
    {
      title: "GPU memory usage",
      says: "Near 100 %: jobs run out of memory; their next attempt uses the larger class.",
      unit: "percent",
      queries: [
        {
          expr: "100 * max by (node) (DCGM_FI_DEV_FB_USED / (DCGM_FI_DEV_FB_USED + DCGM_FI_DEV_FB_FREE))",
          legend: "{{node}}",
        },
      ],
    },
    {
      title: "ComfyUI restarts per hour",
      says: "The worker's log has each reason.",
      unit: "short",
      queries: [{ expr: increase("pegbar_worker_comfyui_restarts_total", "1h"), legend: "restarts" }],
    },
    {
      title: "Maximum ComfyUI memory",
      says: "ComfyUI is restarted between two jobs when it approaches its container's limit.",
      unit: "bytes",
      queries: [{ expr: value("pegbar_worker_comfyui_memory_bytes", "max"), legend: "largest" }],
    },
    {
      title: "Input cache hit rate",
      says: "Near zero while jobs share inputs: increase the cache size.",
      unit: "percent",
      queries: [
        {
          expr: `100 * ${increase("pegbar_worker_inputs_total", "15m", { where: { from: "cache" } })} / ${increase("pegbar_worker_inputs_total", "15m")}`,
          legend: "hit rate",
        },
      ],
    },
  ],
});
