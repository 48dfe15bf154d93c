import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { isPromtoolInstalled, testPrometheusRules } from "../../../test/setup/promtool.ts";
import { createDashboards } from "../dashboards/index.ts";
import { formatSeries } from "../exported-metrics.ts";
import { buildExportedName } from "../metric-source/cloudwatch-name.ts";
import { BUDGET, checkAlert } from "../testing/fires.ts";
import { cloudwatchSource, scrapedSource, testSources, usedInCloud } from "../testing/series.ts";
import { createRules, RUNBOOKS } from "./index.ts";

const hasPromtool = isPromtoolInstalled("alert");
const always = { class: "light", lane: "interactive" };
const HEAVY = { class: "heavy" };

/** For twelve hours 10 interactive jobs a minute start, of which some are late. */
const HOURS = 720;

describe.skipIf(!hasPromtool).each(testSources)("alerts on metrics of the source $name", (on) => {
  const starts = (late: number, minutes = HOURS) => [
    on.counter("pegbar_jobs_started_total", { ...always, in_time: "true" }, { minutes, perMinute: 10 - late }),
    on.counter("pegbar_jobs_started_total", { ...always, in_time: "false" }, { minutes, perMinute: late }),
  ];
  const running = (count: number) =>
    on.gauge("pegbar_jobs", { ...always, state: "running" }, { minutes: HOURS, value: count });
  const limit = (count: number) =>
    on.gauge("pegbar_class_running_limit", { class: "light" }, { minutes: HOURS, value: count });

  test("promtool accepts all rules, with their templates", () => {
    testPrometheusRules(createRules({ source: on.source, gpuHoursPerDay: BUDGET }), { input_series: [] });
  });

  test("a page follows when the budget for late starts burns 14 or 6 times too fast", () => {
    checkAlert(on, "JobsStartLate", starts(8), { at: "70m", fires: [{ class: "light" }] });
    const then = (minutes: number, good: number, bad: number) => [
      on.counter(
        "pegbar_jobs_started_total",
        { ...always, in_time: "true" },
        { minutes: 360, perMinute: 10 },
        { minutes, perMinute: good },
      ),
      on.counter(
        "pegbar_jobs_started_total",
        { ...always, in_time: "false" },
        { minutes: 360, perMinute: 0 },
        { minutes, perMinute: bad },
      ),
    ];
    const fires = [{ class: "light" }];
    checkAlert(on, "JobsStartLate", then(360, 6, 4), { at: "7h", fires: [] }, { at: "11h", fires });
    checkAlert(on, "JobsStartLate", starts(2), { at: "11h", fires: [] });
  });
  test("a page ends soon after jobs start in time again", () => {
    const series = [
      on.counter(
        "pegbar_jobs_started_total",
        { ...always, in_time: "true" },
        { minutes: 70, perMinute: 1 },
        { minutes: 60, perMinute: 10 },
      ),
      on.counter(
        "pegbar_jobs_started_total",
        { ...always, in_time: "false" },
        { minutes: 70, perMinute: 9 },
        { minutes: 60, perMinute: 0 },
      ),
    ];
    checkAlert(on, "JobsStartLate", series, { at: "70m", fires: [{ class: "light" }] }, { at: "110m", fires: [] });
  });
  test("late starts do not count while the class is full, nor those of batch jobs, nor a few", () => {
    checkAlert(on, "JobsStartLate", [...starts(8), running(4), limit(4)], { at: "70m", fires: [] });
    checkAlert(on, "JobsStartLate", [...starts(8), running(3), limit(4)], { at: "70m", fires: [{ class: "light" }] });
    const batch = { class: "light", lane: "batch", in_time: "false" };
    checkAlert(on, "JobsStartLate", [on.counter("pegbar_jobs_started_total", batch, { minutes: 120, perMinute: 9 })], {
      at: "70m",
      fires: [],
    });
    const few = [
      on.counter("pegbar_jobs_started_total", { ...always, in_time: "false" }, { minutes: 120, perMinute: 0.05 }),
    ];
    checkAlert(on, "JobsStartLate", few, { at: "70m", fires: [] });
  });
  test("a ticket follows when the budget for late starts burns slowly for days", () => {
    const days = 3 * 1440;
    checkAlert(on, "JobsStartLateSlowly", starts(2, days), { at: "26h", fires: [{ class: "light" }] });
    checkAlert(on, "JobsStartLateSlowly", starts(1, days), { at: "26h", fires: [{ class: "light" }] });
    checkAlert(on, "JobsStartLateSlowly", starts(0.2, days), { at: "26h", fires: [] }, { at: "71h", fires: [] });
  });

  test("held jobs burn the budget of jobs that end without an operator", () => {
    const held = (perMinute: number, ended = 10) => [
      on.counter("pegbar_jobs_held_total", HEAVY, { minutes: HOURS, perMinute }),
      on.counter(
        "pegbar_jobs_ended_total",
        { ...HEAVY, lane: "batch", outcome: "succeeded", reason: "" },
        { minutes: HOURS, perMinute: ended },
      ),
    ];
    checkAlert(on, "JobsHeld", held(0.5), { at: "70m", fires: [HEAVY] });
    checkAlert(on, "JobsHeld", held(0.002), { at: "11h", fires: [] });
    // No other job ends.
    checkAlert(on, "JobsHeld", held(0.5, 0), { at: "70m", fires: [HEAVY] });
    checkAlert(on, "JobsHeld", held(0), { at: "11h", fires: [] });
  });
  test("a ticket follows when jobs are held for days", () => {
    const minutes = 3 * 1440;
    const series = [
      on.counter("pegbar_jobs_held_total", HEAVY, { minutes, perMinute: 0.04 }),
      on.counter(
        "pegbar_jobs_ended_total",
        { ...HEAVY, lane: "batch", outcome: "succeeded", reason: "" },
        { minutes, perMinute: 10 },
      ),
    ];
    checkAlert(on, "JobsHeldSlowly", series, { at: "26h", fires: [HEAVY] });
    checkAlert(on, "JobsHeldSlowly", series.slice(1), { at: "26h", fires: [] });
  });

  test("an interactive job that is queued for more than 20 minutes pages, unless its class is full", () => {
    const age = (lane: string) =>
      on.gauge("pegbar_jobs_oldest_queued_age_seconds", { class: "light", lane }, { minutes: 40, value: 1300 });
    checkAlert(
      on,
      "OldestJobWaits",
      [age("interactive")],
      { at: "4m", fires: [] },
      { at: "6m", fires: [{ class: "light" }] },
    );
    checkAlert(on, "OldestJobWaits", [age("batch")], { at: "20m", fires: [] });
    checkAlert(on, "OldestJobWaits", [age("interactive"), running(4), limit(4)], { at: "20m", fires: [] });
  });

  test("effects that are not delivered page after five minutes", () => {
    const age = (value: number) => [on.gauge("pegbar_outbox_oldest_age_seconds", {}, { minutes: 30, value })];
    checkAlert(on, "EffectsNotDelivered", age(301), { at: "4m", fires: [] }, { at: "6m", fires: [{}] });
    checkAlert(on, "EffectsNotDelivered", age(200), { at: "20m", fires: [] });
  });

  test.each([
    ["DeadLetters", "messages_dead"],
    ["QuotaDrift", "quotas_corrected"],
  ])("%s fires when the reconciler corrected something of its kind", (name, kind) => {
    const corrected = (of: string) => [
      on.counter(
        "pegbar_corrections_total",
        { kind: of },
        { minutes: 10, perMinute: 0 },
        { minutes: 5, perMinute: 1 },
        { minutes: 120, perMinute: 0 },
      ),
    ];
    checkAlert(
      on,
      name,
      corrected(kind),
      { at: "9m", fires: [] },
      { at: "16m", fires: [{}] },
      { at: "110m", fires: [] },
    );
    checkAlert(on, name, corrected("leases_expired"), { at: "16m", fires: [] });
  });

  test("idle workers while tickets wait fire after ten minutes, unless the class is full or no ticket waits", () => {
    const workers = (state: string) => on.gauge("pegbar_workers", { class: "light", state }, { minutes: 40, value: 2 });
    const tickets = (value: number) => on.gauge("pegbar_dispatch_tickets", { class: "light" }, { minutes: 40, value });
    checkAlert(
      on,
      "IdleGpus",
      [workers("ready"), tickets(3)],
      { at: "9m", fires: [] },
      { at: "12m", fires: [{ class: "light" }] },
    );
    checkAlert(on, "IdleGpus", [workers("working"), tickets(3)], { at: "12m", fires: [] });
    checkAlert(on, "IdleGpus", [workers("ready"), tickets(0)], { at: "12m", fires: [] });
    checkAlert(on, "IdleGpus", [workers("ready"), tickets(3), running(2), limit(2)], { at: "12m", fires: [] });
  });

  test("webhooks that are due for half an hour fire", () => {
    const due = (value: number) => [on.gauge("pegbar_webhook_oldest_due_age_seconds", {}, { minutes: 30, value })];
    checkAlert(on, "WebhooksLate", due(1900), { at: "9m", fires: [] }, { at: "11m", fires: [{}] });
    checkAlert(on, "WebhooksLate", due(600), { at: "20m", fires: [] });
  });

  test("workers with another image than the expected one page", () => {
    const unfit = (value: number) => [on.gauge("pegbar_worker_state", { state: "unfit" }, { minutes: 20, value })];
    checkAlert(on, "WorkerUnfit", unfit(1), { at: "4m", fires: [] }, { at: "7m", fires: [{}] });
    checkAlert(on, "WorkerUnfit", unfit(0), { at: "7m", fires: [] });
  });

  test("more than a tenth of attempts that lose their node fire, other interruptions and a few do not", () => {
    const attempts = (reason: string, lost: number) => [
      on.counter(
        "pegbar_attempts_ended_total",
        { class: "light", state: "interrupted", reason },
        { minutes: 90, perMinute: lost },
      ),
      on.counter(
        "pegbar_attempts_ended_total",
        { class: "light", state: "succeeded", reason: "" },
        { minutes: 90, perMinute: 2 },
      ),
    ];
    checkAlert(on, "SpotLosses", attempts("worker_lost", 0.5), { at: "65m", fires: [{ class: "light" }] });
    checkAlert(on, "SpotLosses", attempts("stopping", 0.5), { at: "65m", fires: [{ class: "light" }] });
    checkAlert(on, "SpotLosses", attempts("comfyui_busy", 0.5), { at: "65m", fires: [] });
    checkAlert(on, "SpotLosses", attempts("worker_lost", 0.06), { at: "65m", fires: [] });
  });

  test("repeated restarts of ComfyUI fire, a few do not", () => {
    const restarts = (perMinute: number) => [
      on.counter("pegbar_worker_comfyui_restarts_total", {}, { minutes: 60, perMinute }),
    ];
    checkAlert(on, "ComfyuiRestarts", restarts(1), { at: "35m", fires: [{}] });
    checkAlert(on, "ComfyuiRestarts", restarts(0.1), { at: "35m", fires: [] });
  });

  test("records without a certificate for ten minutes page", () => {
    const state = (pending: number, heads: number) => [
      on.gauge("pegbar_ledger_oldest_pending_age_seconds", {}, { minutes: 30, value: pending }),
      on.gauge("pegbar_ledger_unanchored_heads", {}, { minutes: 30, value: heads }),
    ];
    checkAlert(on, "LedgerNotAnchored", state(400, 0), { at: "9m", fires: [] }, { at: "12m", fires: [{}] });
    checkAlert(on, "LedgerNotAnchored", state(2, 1), { at: "12m", fires: [{}] });
    checkAlert(on, "LedgerNotAnchored", state(2, 0), { at: "12m", fires: [] });
  });

  test("an anchor that contradicts the database pages, other errors do not", () => {
    const failed = (reason: string) => [
      on.counter(
        "pegbar_ledger_errors_total",
        { reason },
        { minutes: 10, perMinute: 0 },
        { minutes: 10, perMinute: 1 },
      ),
    ];
    checkAlert(
      on,
      "CheckpointMismatch",
      failed("anchor_mismatch"),
      { at: "9m", fires: [] },
      { at: "13m", fires: [{}] },
    );
    checkAlert(on, "CheckpointMismatch", failed("signing"), { at: "13m", fires: [] });
  });

  test("a certificate for content credentials fires 30 days before its end, also hours after it was measured", () => {
    // promtool's clock starts in 1970.
    const expires = (days: number) => [
      on.gauge(
        "pegbar_credentials_expiry_timestamp_seconds",
        {},
        { minutes: 10, value: days * 86_400 },
        { minutes: 600, value: on === scrapedSource ? days * 86_400 : 0 },
      ),
    ];
    checkAlert(on, "CertificateExpires", expires(29), { at: "5m", fires: [{}] }, { at: "8h", fires: [{}] });
    checkAlert(on, "CertificateExpires", expires(40), { at: "8h", fires: [] });
  });

  test("missing metrics page after 15 minutes, also if they are zero because nothing was read", () => {
    const price = (...phases: { minutes: number; value: number }[]) => [
      on.gauge("pegbar_class_price_dollars_per_hour", { class: "light" }, ...phases),
    ];
    checkAlert(on, "MetricsMissing", [], { at: "14m", fires: [] }, { at: "16m", fires: [{}] });
    checkAlert(on, "MetricsMissing", price({ minutes: 60, value: 0.5 }), { at: "50m", fires: [] });
    checkAlert(on, "MetricsMissing", price({ minutes: 10, value: 0.5 }, { minutes: 60, value: 0 }), {
      at: "27m",
      fires: [{}],
    });
  });

  test("metrics that cannot be collected fire", () => {
    const errors = (perMinute: number) => [
      on.counter("pegbar_telemetry_errors_total", { collector: "jobs" }, { minutes: 60, perMinute }),
    ];
    checkAlert(on, "MetricsNotCollected", errors(1), { at: "35m", fires: [{ collector: "jobs" }] });
    checkAlert(on, "MetricsNotCollected", errors(0.05), { at: "35m", fires: [] });
  });
});

describe.skipIf(!hasPromtool)("alerts on metrics of the cluster", () => {
  test("a node that does not become ready fires an alert after ten minutes", () => {
    const claims = (status: string, values: string) => ({
      series: formatSeries("operator_nodeclaim_status_condition_count", {
        type: "Initialized",
        status,
        karpenter_sh_nodepool: "light-spot",
        pod: "karpenter-1",
      }),
      values,
    });
    const pool = { karpenter_sh_nodepool: "light-spot" };
    checkAlert(
      cloudwatchSource,
      "NodeNeverReady",
      [claims("True", "2x20"), claims("Unknown", "1x20")],
      { at: "9m", fires: [] },
      { at: "12m", fires: [pool] },
    );
    checkAlert(cloudwatchSource, "NodeNeverReady", [claims("True", "2 2 3x18"), claims("Unknown", "1 1 0x18")], {
      at: "12m",
      fires: [],
    });
  });

  test("an error of a GPU fires an alert immediately, also the first one and a lasting one", () => {
    const gpu = (values: string) => [
      { series: formatSeries("DCGM_FI_DEV_XID_ERRORS", { node: "n7", gpu: "0", Hostname: "x" }), values },
    ];
    const fires = [{ node: "n7" }];
    checkAlert(cloudwatchSource, "GpuError", gpu("79x20"), { at: "3m", fires });
    checkAlert(cloudwatchSource, "GpuError", gpu("0 0 79x20"), { at: "1m", fires: [] }, { at: "15m", fires });
    checkAlert(cloudwatchSource, "GpuError", gpu("0x20"), { at: "3m", fires: [] });
  });

  const usage = (pool: string, gpus: number) => ({
    series: formatSeries("karpenter_nodepools_usage", { nodepool: pool, resource_type: "nvidia.com/gpu" }),
    values: `${gpus}x1500`,
  });
  test("GPU hours above a class's budget fire an alert, and Spot and On-Demand count together", () => {
    // Five GPUs for 100 minutes are 8.3 hours; the budget is 8.
    const series = [usage("light-spot", 3), usage("light-on-demand", 2), usage("heavy-spot", 1)];
    checkAlert(
      cloudwatchSource,
      "GpuHours",
      series,
      { at: "90m", fires: [] },
      { at: "99m", fires: [{ class: "light" }] },
    );
  });
  test("On-Demand hours above a quarter of a class's budget fire an alert", () => {
    const series = [usage("light-on-demand", 1), usage("heavy-spot", 4)];
    checkAlert(
      cloudwatchSource,
      "FallbackSpend",
      series,
      { at: "110m", fires: [] },
      { at: "130m", fires: [{ class: "light" }] },
    );
  });
  test("a certificate of ACM fires 30 days before its end", () => {
    const days = (value: number) => [
      { series: 'aws_certificatemanager_days_to_expiry_minimum{CertificateArn="a"}', values: `${value}x20` },
    ];
    checkAlert(cloudwatchSource, "CertificateExpires", days(29), { at: "5m", fires: [{}] });
    checkAlert(cloudwatchSource, "CertificateExpires", days(60), { at: "5m", fires: [] });
  });
});

describe("runbooks", () => {
  const root = path.join(import.meta.dirname, "../../..");
  const rules = testSources.flatMap(({ source }) =>
    createRules({ source, gpuHoursPerDay: BUDGET }).groups.flatMap((group) => group.rules),
  );
  const names = [...new Set(rules.map(({ alert }) => alert))].toSorted();

  test("every alert has a runbook, and every runbook an alert", () => {
    const files = readdirSync(path.join(root, RUNBOOKS))
      .filter((file) => file.endsWith(".md") && file !== "README.md")
      .map((file) => file.replace(/\.md$/, ""));
    expect(files.toSorted()).toEqual(names);
  });

  test.each(names)(
    "that of %s says what it means, what artists notice, what to check and fix, and when to escalate",
    (name) => {
      const text = readFileSync(path.join(root, RUNBOOKS, `${name}.md`), "utf8");
      expect(text).toMatch(new RegExp(`^# ${name}\n`));
      expect([...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual([
        "Meaning",
        "What artists notice",
        "First checks",
        "Fixes",
        "Escalate",
      ]);
      expect(/## First checks\n[^#]*\n {4}\S/.test(text), "the checks have commands or queries").toBe(true);
      for (const [, link = ""] of text.matchAll(/\]\(([^)#]+)[^)]*\)/g))
        if (!link.startsWith("http")) expect(existsSync(path.join(root, RUNBOOKS, link)), link).toBe(true);
    },
  );

  test("queries of runbooks use metrics that the exporter reads", () => {
    createDashboards(cloudwatchSource.source);
    const exported = [...usedInCloud].flatMap(([namespace, metrics]) =>
      [...metrics].flatMap(([name, statistics]) =>
        [...statistics].map((statistic) => buildExportedName(namespace, name, statistic)),
      ),
    );
    const used = readdirSync(path.join(root, RUNBOOKS)).flatMap((file) =>
      [...readFileSync(path.join(root, RUNBOOKS, file), "utf8").matchAll(/\$\{P\}_(\w+)/g)].map(
        ([, name]) => `aws_pegbar_prod_${name}`,
      ),
    );
    expect(used.length).toBeGreaterThan(25);
    expect([...new Set(used)].filter((name) => !exported.includes(name))).toEqual([]);
  });

  test("alerts link to the declared address, by default to the folder in the repository", () => {
    const [group] = createRules({
      source: scrapedSource.source,
      gpuHoursPerDay: BUDGET,
      runbooks: "https://docs.example/r/",
    }).groups;
    expect(group?.rules[0]?.annotations.runbook_url).toBe("https://docs.example/r/JobsStartLate.md");
    expect(rules[0]?.annotations.runbook_url).toBe("docs/operations/runbooks/JobsStartLate.md");
  });
});
