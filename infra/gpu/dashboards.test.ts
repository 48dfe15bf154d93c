import { describe, expect, test } from "vitest";
import { createMetrics } from "@pegbar/worker/metrics.ts";
import { testPrometheusRules, isPromtoolInstalled } from "../../test/setup/promtool.ts";
import { fleet, buildGrafanaDashboard } from "./dashboards.ts";
import { exportedMetrics, findUnknownLabels, formatSeries } from "./exported-metrics.ts";
import { createRules } from "./rules.ts";

const rules = createRules({ light: 8, heavy: 4, xl: 4 });
const hasPromtool = isPromtoolInstalled("dashboard");

const panels = fleet.flatMap((row) => row.panels);
const queries = panels.flatMap((panel) => panel.queries);

/** Series of Karpenter, KEDA and NVIDIA's exporter, with the labels of their sources. */
const gpuOf = (metric: string) => formatSeries(metric, { gpu: "0", Hostname: "h", node: "n" });
const OTHERS = [
  formatSeries("keda_scaler_metrics_value", {
    namespace: "workers",
    metric: "s1-aws-sqs-pegbar-prod-LightWorkQueue-abcdefgh",
    scaledObject: "worker-light",
    scaler: "total",
    triggerIndex: "1",
    type: "scaledobject",
  }),
  formatSeries("operator_nodeclaim_status_condition_count", {
    name: "light-spot-abcde",
    type: "Initialized",
    status: "Unknown",
    karpenter_sh_nodepool: "light-spot",
  }),
  formatSeries("karpenter_nodeclaims_created_total", {
    nodepool: "light-spot",
    reason: "provisioned",
    min_values_relaxed: "false",
  }),
  formatSeries("karpenter_nodeclaims_terminated_total", { nodepool: "light-spot", capacity_type: "spot", zone: "a" }),
  formatSeries("karpenter_nodepools_usage", { nodepool: "light-spot", resource_type: "nvidia.com/gpu" }),
  ...Object.keys(exportedMetrics)
    .filter((metric) => metric.startsWith("DCGM_"))
    .map(gpuOf),
];

/** All metrics of a worker, from its registry after each has counted once. */
async function told(): Promise<string[]> {
  const metrics = createMetrics({ worker: "w", class: "light" });
  metrics.count("pegbar_worker_attempts_total", { outcome: "succeeded" });
  metrics.count("pegbar_worker_claims_total", { answer: "granted" });
  for (const from of ["cache", "store"]) metrics.count("pegbar_worker_inputs_total", { from });
  metrics.count("pegbar_worker_comfyui_restarts_total", {});
  for (const name of [
    "pegbar_worker_execution_seconds",
    "pegbar_worker_fetch_seconds",
    "pegbar_worker_deliver_seconds",
  ] as const)
    metrics.observe(name, {}, 2);
  metrics.set("pegbar_worker_state", [{ labels: { state: "ready" }, value: 1 }]);
  metrics.set("pegbar_worker_comfyui_memory_bytes", [{ labels: {}, value: 1e9 }]);
  const lines = (await metrics.format()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) =>
    line.slice(0, line.lastIndexOf(" ")).replace("}", ',pegbar_example_class="light",pod="worker-1"}'),
  );
}

describe("Grafana dashboards", () => {
  test.skipIf(!hasPromtool)("every query of a panel returns values for existing metrics", async () => {
    const groups = [
      {
        name: "panels",
        rules: queries.map(({ expr }, index) => ({ record: `panel_${index}`, expr: `count(${expr}) > 0` })),
      },
    ];
    testPrometheusRules(
      { groups },
      {
        input_series: [...(await told()), ...OTHERS].map((one) => ({ series: one, values: "1+7x90" })),
        promql_expr_test: queries.map((_query, index) => ({
          expr: `count(panel_${index})`,
          eval_time: "80m",
          exp_samples: [{ labels: "{}", value: 1 }],
        })),
      },
    );
  });

  test("no panel and no alert matches a label that its exporter does not have", () => {
    const alerts = rules.groups.flatMap((group) => group.rules);
    expect([...queries, ...alerts].flatMap(({ expr }) => findUnknownLabels(expr))).toEqual([]);
    expect(findUnknownLabels('max(keda_scaler_metrics_value{trigger="total"})')).toEqual([
      "keda_scaler_metrics_value has no label trigger",
    ]);
    expect(() => formatSeries("keda_scaler_metrics_value", { trigger: "total" })).toThrow("has no label trigger");
  });

  test("legends use only labels that the query keeps", () => {
    for (const { expr, legend } of queries)
      for (const [, label = ""] of legend.matchAll(/\{\{(\w+)\}\}/g))
        expect(expr).toMatch(new RegExp(`by \\([^)]*${label}`));
  });

  test("every alert that pages has a panel", () => {
    const shown = queries.map(({ expr }) => expr).join();
    for (const { alert, expr } of rules.groups.flatMap((group) => group.rules))
      for (const [metric = ""] of expr.matchAll(/\b(pegbar|operator|DCGM)_\w+/g))
        expect(shown, alert).toContain(metric);
  });

  test("panels do not overlap, and have a description", () => {
    const made = buildGrafanaDashboard("fleet", "Fleet", fleet).panels;
    expect(new Set(made.map(({ id }) => id)).size).toBe(made.length);
    const taken = new Set<string>();
    for (const { gridPos } of made)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.has(`${x} ${y}`)).toBe(false);
          expect(x).toBeLessThan(24);
          taken.add(`${x} ${y}`);
        }
    for (const { says } of panels) expect(says.length).toBeGreaterThan(10);
  });
});
