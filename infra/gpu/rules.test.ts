import { test } from "vitest";
import { testPrometheusRules, isPromtoolInstalled } from "../../test/setup/promtool.ts";
import { formatSeries } from "./exported-metrics.ts";
import { createRules } from "./rules.ts";

const rules = createRules({ light: 8, heavy: 4, xl: 4 });
const hasPromtool = isPromtoolInstalled("alert");

interface Series {
  series: string;
  values: string;
}
/** Alerts that fire at a time, evaluated by promtool. */
function fires(
  alert: string,
  at: string,
  series: Series[],
  expected: Record<string, string>[],
  { value = "" } = {},
): void {
  const group = rules.groups.flatMap((one) => one.rules).find((one) => one.alert === alert);
  const exp_alerts = expected.map((exp_labels) => ({
    exp_labels: { ...group?.labels, ...exp_labels },
    exp_annotations: {
      summary: (group?.annotations.summary ?? "")
        .replace("{{ $value }}", value)
        .replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_all, name: string) => exp_labels[name] ?? ""),
    },
  }));
  testPrometheusRules(rules, {
    input_series: series,
    alert_rule_test: [{ eval_time: at, alertname: alert, exp_alerts }],
  });
}

test.skipIf(!hasPromtool)("a node that does not become ready fires an alert after ten minutes", () => {
  const claims = (status: string, values: string) => ({
    series: formatSeries("operator_nodeclaim_status_condition_count", {
      type: "Initialized",
      status,
      karpenter_sh_nodepool: "light-spot",
      pod: "karpenter-1",
    }),
    values,
  });
  const series = [claims("True", "2x20"), claims("Unknown", "1x20")];
  fires("NodeNeverReady", "9m", series, []);
  fires("NodeNeverReady", "12m", series, [{ karpenter_sh_nodepool: "light-spot" }]);
  fires("NodeNeverReady", "12m", [claims("True", "2 2 3x18"), claims("Unknown", "1 1 0x18")], []);
});

test.skipIf(!hasPromtool)("workers with another image than the expected one fire an alert", () => {
  const series = [
    { series: 'pegbar_worker_state{state="unfit",pegbar_example_class="heavy",pod="a"}', values: "1x20" },
  ];
  fires("WorkerUnfit", "7m", series, [{ pegbar_example_class: "heavy" }]);
  fires(
    "WorkerUnfit",
    "7m",
    [{ series: 'pegbar_worker_state{state="unfit",pegbar_example_class="heavy"}', values: "0x20" }],
    [],
  );
});

test.skipIf(!hasPromtool)("repeated restarts of ComfyUI fire an alert, a single one does not", () => {
  fires(
    "ComfyuiRestarts",
    "30m",
    [{ series: 'pegbar_worker_comfyui_restarts_total{pegbar_example_class="light"}', values: "0+1x40" }],
    [{ pegbar_example_class: "light" }],
  );
  fires(
    "ComfyuiRestarts",
    "30m",
    [{ series: 'pegbar_worker_comfyui_restarts_total{pegbar_example_class="light"}', values: "0x20 1x20" }],
    [],
  );
});

test.skipIf(!hasPromtool)("an error of a GPU fires an alert immediately, also the first one and a lasting one", () => {
  const gpu = (values: string) => [
    { series: formatSeries("DCGM_FI_DEV_XID_ERRORS", { node: "ip-10-0-130-7", gpu: "0", Hostname: "x" }), values },
  ];
  const expectAlert = (at: string, values: string) =>
    fires("GpuError", at, gpu(values), [{ node: "ip-10-0-130-7" }], { value: "79" });
  expectAlert("3m", "79x20");
  expectAlert("15m", "0 0 79x20");
  fires("GpuError", "3m", gpu("0x20"), []);
});

test.skipIf(!hasPromtool)(
  "GPU hours above a class's budget fire an alert, and Spot and On-Demand count together",
  () => {
    const usage = (pool: string, gpus: number) => ({
      series: formatSeries("karpenter_nodepools_usage", { nodepool: pool, resource_type: "nvidia.com/gpu" }),
      values: `${gpus}x1500`,
    });
    // Five GPUs for 100 minutes are 8.3 hours; the budget is 8.
    const series = [usage("light-spot", 3), usage("light-on-demand", 2), usage("heavy-spot", 1)];
    fires("GpuHourslight", "90m", series, []);
    fires("GpuHourslight", "99m", series, [{}], { value: "8.333333333333334" });
    fires("GpuHoursheavy", "99m", series, []);
  },
);
