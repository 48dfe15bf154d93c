import { triggers } from "./settings.ts";

/** Grafana dashboards of the GPU tier for the operator. All expressions are tested with promtool. */

type Unit = "short" | "percent" | "s" | "bytes" | "celsius" | "watt";
interface Query {
  expr: string;
  /** Legend of a line; `{{label}}` stands for a label's value. */
  legend: string;
}
interface Panel {
  title: string;
  /** What to look for, and what to do. */
  says: string;
  unit: Unit;
  queries: readonly Query[];
  /** Stacks the lines, for states that add up. */
  stacked?: boolean;
}
interface Row {
  title: string;
  panels: readonly Panel[];
}

const CLASS = "pegbar_example_class";
const quantile = (of: number, metric: string) =>
  `histogram_quantile(${of}, sum by (le, ${CLASS}) (rate(${metric}_bucket[5m])))`;
const both = (metric: string): Query[] => [
  { expr: quantile(0.5, metric), legend: `{{${CLASS}}} median` },
  { expr: quantile(0.95, metric), legend: `{{${CLASS}}} 95 %` },
];

export const fleet: readonly Row[] = [
  {
    title: "Queued work and workers",
    panels: [
      {
        title: "Queued work",
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
        title: "Workers by state",
        says: "unfit: the worker does not have the image that graphs are validated against. Long restarting: see the worker's log.",
        unit: "short",
        stacked: true,
        queries: [{ expr: "sum by (state) (pegbar_worker_state)", legend: "{{state}}" }],
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
    ],
  },
  {
    title: "Jobs",
    panels: [
      {
        title: "Ended attempts per minute",
        says: "By outcome. The artist sees the reason, except for succeeded and released.",
        unit: "short",
        stacked: true,
        queries: [{ expr: "sum by (outcome) (rate(pegbar_worker_attempts_total[5m])) * 60", legend: "{{outcome}}" }],
      },
      {
        title: "Prompt execution time",
        says: "ComfyUI's own time for prompts that succeeded.",
        unit: "s",
        queries: both("pegbar_worker_execution_seconds"),
      },
      {
        title: "Input fetch time",
        says: "High: the cache is too small, or the store is slow.",
        unit: "s",
        queries: both("pegbar_worker_fetch_seconds"),
      },
      {
        title: "Delivery time",
        says: "From a prompt's end to its assets: upload, checksum, and the transaction that completes the job.",
        unit: "s",
        queries: both("pegbar_worker_deliver_seconds"),
      },
      {
        title: "Claims per minute",
        says: "Only nothing and wait, but no granted: limits delay jobs, or dispatch tickets are stale.",
        unit: "short",
        queries: [{ expr: "sum by (answer) (rate(pegbar_worker_claims_total[5m])) * 60", legend: "{{answer}}" }],
      },
      {
        title: "Input cache hit rate",
        says: "Near zero while jobs share inputs: increase the cache size.",
        unit: "percent",
        queries: [
          {
            expr: 'sum(rate(pegbar_worker_inputs_total{from="cache"}[15m])) / sum(rate(pegbar_worker_inputs_total[15m])) * 100',
            legend: "hit rate",
          },
        ],
      },
    ],
  },
  {
    title: "ComfyUI and GPUs",
    panels: [
      {
        title: "ComfyUI restarts per hour",
        says: "The worker's log has each reason.",
        unit: "short",
        queries: [
          {
            expr: `sum by (${CLASS}) (increase(pegbar_worker_comfyui_restarts_total[1h]))`,
            legend: `{{${CLASS}}}`,
          },
        ],
      },
      {
        title: "Maximum ComfyUI memory by class",
        says: "ComfyUI is restarted between two jobs when it approaches its container's limit.",
        unit: "bytes",
        queries: [{ expr: `max by (${CLASS}) (pegbar_worker_comfyui_memory_bytes)`, legend: `{{${CLASS}}}` }],
      },
      {
        title: "GPU utilization",
        says: "Low while jobs are queued: models are loading, or a graph uses the CPU.",
        unit: "percent",
        queries: [{ expr: "avg by (node) (DCGM_FI_DEV_GPU_UTIL)", legend: "{{node}}" }],
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
        title: "GPU temperature",
        says: "Above 85 °C the GPU throttles itself.",
        unit: "celsius",
        queries: [{ expr: "max by (node) (DCGM_FI_DEV_GPU_TEMP)", legend: "{{node}}" }],
      },
      {
        title: "GPU errors",
        says: "The last error code (XID) of each GPU; replace the node on 48, 63, 79 and 94.",
        unit: "short",
        queries: [{ expr: "max by (node) (DCGM_FI_DEV_XID_ERRORS) > 0", legend: "{{node}}" }],
      },
    ],
  },
];

const [COLUMNS, WIDTH, HEIGHT] = [24, 12, 8] as const;
const SOURCE = { type: "prometheus", uid: "prometheus" };

/** Builds rows in Grafana's format: two panels side by side below a heading. */
export function buildGrafanaDashboard(uid: string, title: string, rows: readonly Row[]) {
  let [id, y] = [0, 0];
  const panels = rows.flatMap((row) => {
    const heading = {
      id: ++id,
      type: "row",
      title: row.title,
      collapsed: false,
      gridPos: { x: 0, y: y++, w: COLUMNS, h: 1 },
    };
    const made = row.panels.map((panel, at) => ({
      id: ++id,
      type: "timeseries",
      title: panel.title,
      description: panel.says,
      datasource: SOURCE,
      gridPos: { x: (at % 2) * WIDTH, y: y + Math.floor(at / 2) * HEIGHT, w: WIDTH, h: HEIGHT },
      fieldConfig: {
        defaults: {
          unit: panel.unit,
          min: 0,
          custom: {
            lineWidth: 2,
            fillOpacity: panel.stacked ? 30 : 0,
            stacking: { mode: panel.stacked ? "normal" : "none" },
          },
        },
        overrides: [],
      },
      options: { legend: { displayMode: "list", placement: "bottom" }, tooltip: { mode: "multi", sort: "desc" } },
      targets: panel.queries.map(({ expr, legend }, index) => ({
        refId: String.fromCodePoint(65 + index),
        datasource: SOURCE,
        expr,
        legendFormat: legend,
      })),
    }));
    y += Math.ceil(row.panels.length / 2) * HEIGHT;
    return [heading, ...made];
  });
  return {
    uid,
    title,
    schemaVersion: 39,
    editable: false,
    refresh: "30s",
    time: { from: "now-6h", to: "now" },
    timezone: "browser",
    panels,
  };
}
