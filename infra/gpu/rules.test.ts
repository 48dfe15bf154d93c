import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { rules } from "./rules.ts";

const hasPromtool = spawnSync("promtool", ["--version"]).status === 0;
if (!hasPromtool) console.log("skipped: no promtool here (Debian's package prometheus), so no alert is tried");

interface Series {
  series: string;
  values: string;
}
/** What fires at a time, by promtool's own reckoning. */
function fires(alert: string, at: string, series: Series[], expected: Record<string, string>[]): void {
  const folder = mkdtempSync(path.join(tmpdir(), "pegbar-rules-"));
  try {
    // JSON is YAML.
    writeFileSync(path.join(folder, "rules.yml"), JSON.stringify(rules));
    const group = rules.groups.flatMap((one) => one.rules).find((one) => one.alert === alert);
    const exp_alerts = expected.map((exp_labels) => ({
      exp_labels: { ...group?.labels, ...exp_labels },
      exp_annotations: {
        summary: (group?.annotations.summary ?? "").replaceAll(
          /\{\{ \$labels\.(\w+) \}\}/g,
          (_all, name: string) => exp_labels[name] ?? "",
        ),
      },
    }));
    writeFileSync(
      path.join(folder, "tests.yml"),
      JSON.stringify({
        rule_files: ["rules.yml"],
        evaluation_interval: "1m",
        tests: [
          { interval: "1m", input_series: series, alert_rule_test: [{ eval_time: at, alertname: alert, exp_alerts }] },
        ],
      }),
    );
    execFileSync("promtool", ["check", "rules", "rules.yml"], { cwd: folder, stdio: "pipe" });
    const { status, stdout, stderr } = spawnSync("promtool", ["test", "rules", "tests.yml"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(`${stdout}${stderr}`, `status ${status}`).not.toContain("FAILED");
    expect(status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.skipIf(!hasPromtool)("a node that never gets ready is told of after ten minutes, and not before", () => {
  const series = [
    { series: 'karpenter_nodeclaims_created_total{nodepool="light-spot"}', values: "3x20" },
    { series: 'karpenter_nodeclaims_terminated_total{nodepool="light-spot"}', values: "0x20" },
    { series: 'karpenter_nodes_created_total{nodepool="light-spot"}', values: "2x20" },
    { series: 'karpenter_nodes_terminated_total{nodepool="light-spot"}', values: "0x20" },
  ];
  fires("NodeNeverReady", "9m", series, []);
  fires("NodeNeverReady", "12m", series, [{ nodepool: "light-spot" }]);
  const well = series.map((one) =>
    one.series.startsWith("karpenter_nodes_created") ? { ...one, values: "3x20" } : one,
  );
  fires("NodeNeverReady", "12m", well, []);
});

test.skipIf(!hasPromtool)("workers of another image than graphs are checked against are told of", () => {
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

test.skipIf(!hasPromtool)("a ComfyUI that is started again and again is told of; one restart is not", () => {
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
