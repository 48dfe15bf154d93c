import { triggers } from "./settings.ts";

/** What the operator sees in Grafana of the GPU tier; every expression is tried with promtool. */

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
  /** States that add up, stacked. */
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
  { expr: quantile(0.5, metric), legend: `{{${CLASS}}} half` },
  { expr: quantile(0.95, metric), legend: `{{${CLASS}}} 95 %` },
];

export const fleet: readonly Row[] = [
  {
    title: "Queued work and workers",
    panels: [
      {
        title: "Queued work",
        says: "GPUs needed by jobs, by class, as KEDA counts them in the queues.",
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
        says: "unfit: not the image that graphs are validated against. restarting for long: see the worker's log.",
        unit: "short",
        stacked: true,
        queries: [{ expr: "sum by (state) (pegbar_worker_state)", legend: "{{state}}" }],
      },
      {
        title: "Nodes that are not ready",
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
        says: "Their sum over a day is the class's hours of GPUs, which has a budget.",
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
        title: "Nodes started and ended, an hour",
        says: "Many interruptions in a Spot pool: its instance types are in demand.",
        unit: "short",
        queries: [
          {
            expr: "sum by (nodepool) (increase(karpenter_nodeclaims_created_total[1h]))",
            legend: "{{nodepool}} started",
          },
          {
            expr: "sum by (nodepool) (increase(karpenter_nodeclaims_terminated_total[1h]))",
            legend: "{{nodepool}} ended",
          },
        ],
      },
    ],
  },
  {
    title: "Jobs",
    panels: [
      {
        title: "Attempts that ended, a minute",
        says: "By outcome. For all but succeeded and released, the artist sees the reason.",
        unit: "short",
        stacked: true,
        queries: [{ expr: "sum by (outcome) (rate(pegbar_worker_attempts_total[5m])) * 60", legend: "{{outcome}}" }],
      },
      {
        title: "ComfyUI's time for a prompt",
        says: "Of prompts that succeeded.",
        unit: "s",
        queries: both("pegbar_worker_execution_seconds"),
      },
      {
        title: "Time to fetch inputs",
        says: "High: the cache is too small, or the store is slow.",
        unit: "s",
        queries: both("pegbar_worker_fetch_seconds"),
      },
      {
        title: "Time from a prompt's end to its assets",
        says: "Upload, checksum, and the transaction that completes the job.",
        unit: "s",
        queries: both("pegbar_worker_deliver_seconds"),
      },
      {
        title: "Claims, a minute",
        says: "nothing and wait, and no granted: limits delay jobs, or dispatch tickets are stale.",
        unit: "short",
        queries: [{ expr: "sum by (answer) (rate(pegbar_worker_claims_total[5m])) * 60", legend: "{{answer}}" }],
      },
      {
        title: "Inputs found in the worker's cache",
        says: "Near zero while jobs share inputs: increase the cache size.",
        unit: "percent",
        queries: [
          {
            expr: 'sum(rate(pegbar_worker_inputs_total{from="cache"}[15m])) / sum(rate(pegbar_worker_inputs_total[15m])) * 100',
            legend: "from the cache",
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
        title: "ComfyUI's memory, the most of a class",
        says: "It is restarted between two jobs when it approaches its container's limit.",
        unit: "bytes",
        queries: [{ expr: `max by (${CLASS}) (pegbar_worker_comfyui_memory_bytes)`, legend: `{{${CLASS}}}` }],
      },
      {
        title: "GPUs at work",
        says: "Low while jobs are queued: models are loading, or a graph uses the CPU.",
        unit: "percent",
        queries: [{ expr: "avg by (node) (DCGM_FI_DEV_GPU_UTIL)", legend: "{{node}}" }],
      },
      {
        title: "GPU memory taken",
        says: "Jobs run out of memory soon; their next attempt uses the larger class.",
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
        title: "Errors of GPUs",
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
export function grafanaDashboard(uid: string, title: string, rows: readonly Row[]) {
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
