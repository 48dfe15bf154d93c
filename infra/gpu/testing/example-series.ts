import { catalogue } from "@pegbar/telemetry/metric/catalogue.ts";
import { exportedMetrics, formatSeries } from "../exported-metrics.ts";
import type { Series } from "./series.ts";

/** Values of labels that expressions select, and one for the others. */
const examples: Record<string, readonly string[]> = {
  class: ["light"],
  lane: ["interactive", "batch"],
  state: ["queued", "running", "held", "ready", "interrupted", "succeeded"],
  outcome: ["succeeded", "failed"],
  reason: ["worker_lost", "anchor_mismatch"],
  in_time: ["true", "false"],
  kind: ["messages_dead", "quotas_corrected", "records_late", "used", "reserved", "limit"],
  from: ["cache", "store"],
  paid_by: ["tenant", "platform"],
  http_route: ["/v1/jobs"],
  http_response_status_code: ["200", "404", "500"],
};

/** All combinations of the labels' example values. */
export const combineLabels = (labels: readonly string[]): Record<string, string>[] =>
  labels.reduce<Record<string, string>[]>(
    (all, label) => all.flatMap((one) => (examples[label] ?? ["x"]).map((value) => ({ ...one, [label]: value }))),
    [{}],
  );

const VALUES = "1+7x90";
const format = (name: string, labels: Record<string, string>): Series => ({
  series: `${name}{${Object.entries(labels)
    .map(([label, value]) => `${label}="${value}"`)
    .join(",")}}`,
  values: VALUES,
});

/** Series of every metric of the catalogue, as Prometheus scrapes them. */
export const scrapedExamples: readonly Series[] = Object.entries(catalogue).flatMap(([name, { type, labels, from }]) =>
  // A worker adds labels to all of its own.
  combineLabels(from.some((one) => one === "worker") ? [...labels, "class", "worker"] : labels).flatMap((values) =>
    type === "histogram"
      ? [format(`${name}_count`, values), ...["1", "+Inf"].map((le) => format(`${name}_bucket`, { ...values, le }))]
      : [format(name, values)],
  ),
);

/** Series of Karpenter, KEDA and NVIDIA's exporter, with the labels of their sources. */
export const clusterExamples: readonly Series[] = Object.keys(exportedMetrics).flatMap((metric) => {
  const pools = metric === "karpenter_nodepools_usage" ? ["light-spot", "light-on-demand"] : ["light-spot"];
  return pools.map((nodepool) => {
    const values: Record<string, string> = {
      nodepool,
      karpenter_sh_nodepool: nodepool,
      resource_type: "nvidia.com/gpu",
      scaler: "total",
      scaledObject: "worker-light",
      type: "Initialized",
      status: "Unknown",
      gpu: "0",
    };
    const known = exportedMetrics[metric]?.labels ?? [];
    const own = Object.fromEntries(Object.entries(values).filter(([label]) => known.includes(label)));
    return { series: formatSeries(metric, { ...own, node: "n" }), values: VALUES };
  });
});
