import { describe, expect, test } from "vitest";
import { catalogue, type MetricName } from "@pegbar/telemetry/metric/catalogue.ts";
import { isPromtoolInstalled, testPrometheusRules } from "../../../test/setup/promtool.ts";
import { createRules } from "../alerts/index.ts";
import { exportedMetrics, findUnknownLabels, formatSeries, targetLabels } from "../exported-metrics.ts";
import { buildExportedName } from "../metric-source/cloudwatch-name.ts";
import { clusterExamples, combineLabels, scrapedExamples } from "../testing/example-series.ts";
import { BUDGET } from "../testing/fires.ts";
import { cloudwatchSource, testSources, usedInCloud } from "../testing/series.ts";
import { MAX_PANELS } from "./dashboard.ts";
import { buildGrafanaDashboard } from "./grafana.ts";
import { createDashboards } from "./index.ts";

const hasPromtool = isPromtoolInstalled("dashboard");

const listQueries = ({ source }: (typeof testSources)[number]) =>
  createDashboards(source).flatMap(({ panels }) => panels.flatMap(({ queries }) => queries));
const listAlerts = ({ source }: (typeof testSources)[number]) =>
  createRules({ source, gpuHoursPerDay: BUDGET }).groups.flatMap((group) => group.rules);

/** Statistics of metrics that dashboards and alerts read from CloudWatch, by the name that the exporter gives them. */
function listCloudMetrics(): Map<string, readonly string[]> {
  for (const list of [listQueries, listAlerts]) list(cloudwatchSource);
  const found = new Map<string, readonly string[]>([
    ["aws_certificatemanager_days_to_expiry_minimum", ["CertificateArn"]],
  ]);
  for (const [namespace, metrics] of usedInCloud)
    for (const [metric, statistics] of metrics)
      for (const statistic of statistics)
        found.set(
          buildExportedName(namespace, metric, statistic),
          metric in catalogue ? catalogue[metric as MetricName].labels : ["ApiName"],
        );
  return found;
}

const cloudExamples = [...listCloudMetrics()].flatMap(([name, labels]) =>
  combineLabels(labels).map((values) => {
    const matchers = Object.entries({ ...values, ...(labels.includes("ApiName") ? { ApiName: "pegbar-prod-x" } : {}) });
    return {
      series: `${name}{${matchers.map(([label, value]) => `${label}="${value}"`).join(",")}}`,
      values: "1+7x90",
    };
  }),
);

/** Labels of each metric that an expression may name. */
const known = new Map<string, readonly string[]>([
  ...Object.entries(catalogue).flatMap(([name, { labels }]): [string, readonly string[]][] => [
    [name, labels],
    ...["_count", "_sum", "_bucket"].map((end): [string, readonly string[]] => [`${name}${end}`, [...labels, "le"]]),
  ]),
  ...Object.entries(exportedMetrics).map(([name, { labels }]): [string, readonly string[]] => [
    name,
    [...labels, ...targetLabels],
  ]),
  ...listCloudMetrics(),
]);
const NAME = /\b(?:pegbar|http_server|aws|keda|karpenter|operator|DCGM)_\w+/g;

/** What is wrong with the names and labels of an expression. */
function listMistakes(expr: string): string[] {
  const names = [...expr.matchAll(NAME)].map(([name]) => name).filter((name) => !/^karpenter_sh_/.test(name));
  const unknown = names.filter((name) => !known.has(name)).map((name) => `${name} is not known`);
  const matched = [...expr.matchAll(/\b(\w+)\{([^}]*)\}/g)].flatMap(([, name = "", matchers = ""]) =>
    [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)"/g)]
      .map(([, label = ""]) => label)
      .filter((label) => known.has(name) && !known.get(name)?.includes(label))
      .map((label) => `${name} has no label ${label}`),
  );
  const made = [...expr.matchAll(/, "(\w+)", "\$\d", /g)].map(([, label = ""]) => label);
  const labels = new Set([...names.flatMap((name) => known.get(name) ?? []), ...made]);
  const kept = [...expr.matchAll(/\b(?:by|on)\s*\(([^)]*)\)/g)].flatMap(([, list = ""]) =>
    list
      .split(",")
      .map((label) => label.trim())
      .filter((label) => label !== "" && !labels.has(label))
      .map((label) => `no metric has the label ${label}`),
  );
  return [...unknown, ...matched, ...kept];
}

describe.each(testSources)("dashboards on metrics of the source $name", (on) => {
  const dashboards = createDashboards(on.source);
  const queries = listQueries(on);

  test.skipIf(!hasPromtool)("every query of a panel returns values for existing metrics", () => {
    const rules = queries.map(({ expr }, index) => ({ record: `panel_${index}`, expr: `count(${expr}) > 0` }));
    testPrometheusRules(
      { groups: [{ name: "panels", rules }] },
      {
        input_series: [...scrapedExamples, ...clusterExamples, ...(on === cloudwatchSource ? cloudExamples : [])],
        promql_expr_test: queries.map((_query, index) => ({
          expr: `count(panel_${index})`,
          eval_time: "80m",
          exp_samples: [{ labels: "{}", value: 1 }],
        })),
      },
    );
  });

  test("expressions of panels and alerts use metrics and labels that exist", () => {
    const all = [...queries, ...listAlerts(on)];
    expect(all.flatMap(({ expr }) => listMistakes(expr))).toEqual([]);
    expect(all.flatMap(({ expr }) => findUnknownLabels(expr))).toEqual([]);
  });

  test("legends use only labels that the query keeps", () => {
    for (const { expr, legend } of queries)
      for (const [, label = ""] of legend.matchAll(/\{\{(\w+)\}\}/g))
        expect(expr).toMatch(new RegExp(`by \\([^)]*${label}`));
  });

  test("every alert has a panel that shows its metrics", () => {
    const shown = queries.map(({ expr }) => expr).join();
    // The end of a certificate needs no chart, and a missing price no other.
    const unshown = /expiry/;
    for (const { alert, expr } of listAlerts(on))
      for (const [name = ""] of expr.matchAll(NAME))
        if (
          !unshown.test(name) &&
          !name.startsWith("karpenter_sh_") &&
          !/class_running_limit|webhook_oldest|worker_state|jobs_held/.test(name)
        )
          expect(shown, alert).toContain(name);
  });

  test.each(dashboards.map((one) => [one.title, one] as const))("%s fits on one screen", (_title, dashboard) => {
    expect(dashboard.panels.length).toBeLessThanOrEqual(MAX_PANELS);
    expect(dashboard.questions.length).toBeGreaterThanOrEqual(2);
    for (const question of dashboard.questions) expect(question).toMatch(/^\*\*.+\?\*\* ./);
    for (const { says } of dashboard.panels) expect(says.length).toBeGreaterThan(10);
    const made = buildGrafanaDashboard(dashboard).panels;
    expect(new Set(made.map(({ id }) => id)).size).toBe(made.length);
    const taken = new Set<string>();
    for (const { gridPos } of made)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.has(`${x} ${y}`)).toBe(false);
          expect([x < 24, y < 24]).toEqual([true, true]);
          taken.add(`${x} ${y}`);
        }
  });
});

test("mistakes in names and labels are found", () => {
  expect(listMistakes("sum(pegbar_nothing)")).toEqual(["pegbar_nothing is not known"]);
  expect(listMistakes('sum(pegbar_jobs{colour="red"})')).toEqual(["pegbar_jobs has no label colour"]);
  expect(listMistakes("sum by (colour)(pegbar_jobs)")).toEqual(["no metric has the label colour"]);
  expect(findUnknownLabels('max(keda_scaler_metrics_value{trigger="total"})')).toEqual([
    "keda_scaler_metrics_value has no label trigger",
  ]);
  expect(() => formatSeries("keda_scaler_metrics_value", { trigger: "total" })).toThrow("has no label trigger");
});
