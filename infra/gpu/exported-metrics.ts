/** Metrics of other programs that dashboards and alerts use, with the labels that their sources declare. */
export interface ExportedMetric {
  labels: readonly string[];
  /** Repository, file and the version that was read. */
  source: string;
}

/** Labels that Prometheus adds to whatever it scrapes from a pod (job kubernetes-pods of prometheus-community's chart). */
export const targetLabels = ["namespace", "pod", "node"];

const KARPENTER = "kubernetes-sigs/karpenter, pkg/metrics/metrics.go, main on 2026-08-20 (after 1.14.0)";
const OPERATOR =
  "awslabs/operatorpkg, status/metrics.go; the NodePool's label is added in kubernetes-sigs/karpenter, pkg/controllers/controllers.go";
const DCGM = "NVIDIA/dcgm-exporter, etc/default-counters.csv and internal/pkg/rendermetrics, 4.8.2";
const GPU = ["gpu", "UUID", "pci_bus_id", "device", "modelName", "Hostname"];

export const exportedMetrics: Record<string, ExportedMetric> = {
  // `metric` is sN-aws-sqs-QUEUE, N being the trigger's index; the trigger's own name is in `scaler`.
  keda_scaler_metrics_value: {
    labels: ["namespace", "metric", "scaledObject", "scaler", "triggerIndex", "type"],
    source: "kedacore/keda, pkg/metricscollector/prommetrics.go, main on 2026-08-20 (after 2.20.2)",
  },
  operator_nodeclaim_status_condition_count: {
    labels: ["namespace", "name", "type", "status", "reason", "karpenter_sh_nodepool"],
    source: OPERATOR,
  },
  karpenter_nodeclaims_created_total: { labels: ["reason", "nodepool", "min_values_relaxed"], source: KARPENTER },
  karpenter_nodeclaims_terminated_total: { labels: ["nodepool", "capacity_type", "zone"], source: KARPENTER },
  karpenter_nodepools_usage: {
    labels: ["resource_type", "nodepool"],
    source: "kubernetes-sigs/karpenter, pkg/controllers/metrics/nodepool/controller.go, main on 2026-08-20",
  },
  DCGM_FI_DEV_GPU_UTIL: { labels: GPU, source: DCGM },
  DCGM_FI_DEV_FB_USED: { labels: GPU, source: DCGM },
  DCGM_FI_DEV_FB_FREE: { labels: GPU, source: DCGM },
  DCGM_FI_DEV_GPU_TEMP: { labels: GPU, source: DCGM },
  DCGM_FI_DEV_XID_ERRORS: { labels: GPU, source: DCGM },
};

/** A series of an exported metric, as Prometheus stores it. @throws Error for a label that the exporter does not have */
export function formatSeries(metric: string, values: Record<string, string>): string {
  const known = exportedMetrics[metric];
  if (!known)
    throw new Error(`${metric} is not in infra/gpu/exported-metrics.ts. Read its labels in the exporter's source.`);
  const unknown = Object.keys(values).filter((label) => ![...known.labels, ...targetLabels].includes(label));
  if (unknown.length > 0) throw new Error(`${metric} has no label ${unknown.join(", ")}: ${known.source}`);
  const labels = known.labels.map((label) => `${label}="${values[label] ?? ""}"`);
  const targets = targetLabels
    .filter((label) => !known.labels.includes(label) && values[label] !== undefined)
    .map((label) => `${label}="${values[label]}"`);
  return `${metric}{${[...labels, ...targets].join(",")}}`;
}

/** A metric in an expression with the labels that are matched: `name{label="value"}`. */
const SELECTOR = /\b([a-zA-Z_][a-zA-Z0-9_]*)\{([^}]*)\}/g;

/** Labels that an expression matches and that the exporter does not have. */
export const findUnknownLabels = (expr: string): string[] =>
  [...expr.matchAll(SELECTOR)].flatMap(([, metric = "", matchers = ""]) => {
    const known = exportedMetrics[metric];
    return known
      ? [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)]
          .map(([, label = ""]) => label)
          .filter((label) => ![...known.labels, ...targetLabels].includes(label))
          .map((label) => `${metric} has no label ${label}`)
      : [];
  });
