import { describe, expect, test } from "vitest";
import { buildExportedName } from "./cloudwatch-name.ts";
import { createCloudwatchSource } from "./cloudwatch.ts";
import { createExporterConfig } from "./exporter-config.ts";
import { scraped } from "./scraped.ts";

describe("names of the CloudWatch exporter", () => {
  // Computed with BuildMetricName of yet-another-cloudwatch-exporter 0.67.0.
  test.each([
    ["Pegbar/prod", "pegbar_jobs", "Maximum", "aws_pegbar_prod_jobs_maximum"],
    ["Pegbar/dev-x", "pegbar_claims_total", "Sum", "aws_pegbar_dev_x_claims_total_sum"],
    ["Pegbar/prod", "pegbar_job_wait_seconds", "p95", "aws_pegbar_prod_job_wait_seconds_p95"],
    ["Pegbar/prod", "pegbar_media_task_seconds", "SampleCount", "aws_pegbar_prod_media_task_seconds_sample_count"],
    ["AWS/ApiGateway", "5XXError", "Sum", "aws_apigateway_5_xxerror_sum"],
    ["AWS/ApiGateway", "Latency", "p50", "aws_apigateway_latency_p50"],
    ["AWS/CertificateManager", "DaysToExpiry", "Minimum", "aws_certificatemanager_days_to_expiry_minimum"],
  ])("%s %s %s is %s", (namespace, metric, statistic, name) =>
    expect(buildExportedName(namespace, metric, statistic)).toBe(name),
  );
});

describe("expressions", () => {
  const { source, used } = createCloudwatchSource("Pegbar/prod", /pegbar-prod-PublicApi.*/);
  const selection = { where: { state: "interrupted", reason: /stopping|worker_lost/ }, by: ["class"] } as const;

  test("of a counter that is scraped, and of one from CloudWatch", () => {
    expect(scraped.increase("pegbar_attempts_ended_total", "1h", selection)).toBe(
      'sum by (class)(increase(pegbar_attempts_ended_total{state="interrupted",reason=~"stopping|worker_lost"}[1h]))',
    );
    expect(source.increase("pegbar_attempts_ended_total", "1h", selection)).toBe(
      'sum by (class)(sum_over_time(aws_pegbar_prod_attempts_ended_total_sum{state="interrupted",reason=~"stopping|worker_lost"}[1h]) * 0.5)',
    );
  });
  test("of metrics of workers, which are scraped in the cloud too", () => {
    for (const { value, quantile } of [source, scraped]) {
      expect(value("pegbar_worker_state", "sum", { by: ["state"] })).toBe("sum by (state)(pegbar_worker_state)");
      expect(quantile("pegbar_worker_fetch_seconds", 0.95, "5m")).toContain(
        "rate(pegbar_worker_fetch_seconds_bucket[5m])",
      );
    }
  });
  test("the exporter reads exactly what was used, each datapoint once", () => {
    source.value("pegbar_jobs", "sum");
    source.quantile("pegbar_job_wait_seconds", 0.95, "15m");
    source.requests("5m", "failed");
    const { customNamespace } = createExporterConfig(used, "eu-west-1");
    const [own, gateway, certificates] = customNamespace;
    expect(own).toMatchObject({ namespace: "Pegbar/prod", regions: ["eu-west-1"] });
    expect(own?.metrics.map(({ name, statistics }) => [name, statistics])).toEqual([
      ["pegbar_attempts_ended_total", ["Sum"]],
      ["pegbar_jobs", ["Maximum"]],
      ["pegbar_job_wait_seconds", ["p95"]],
    ]);
    for (const { period, length } of own?.metrics ?? []) expect(length).toBe(period);
    expect(gateway).toMatchObject({ namespace: "AWS/ApiGateway", dimensionNameRequirements: ["ApiName"] });
    expect(certificates).toMatchObject({ namespace: "AWS/CertificateManager" });
  });
});
