import type { WorkloadClass } from "../../stage.ts";
import type { MetricSource } from "../metric-source/source.ts";
import { createCostAlerts } from "./cost.ts";
import { createFleetAlerts } from "./fleet.ts";
import { createLedgerAlerts } from "./ledger.ts";
import { createQueueAlerts } from "./queues.ts";
import type { Alert } from "./rule.ts";
import { createObjectiveAlerts } from "./slo.ts";
import { createTelemetryAlerts } from "./telemetry.ts";

/** Folder of the runbooks in the repository; each has the name of its alert. */
export const RUNBOOKS = "docs/operations/runbooks";

interface Options {
  source: MetricSource;
  /** GPU hours per day, by class, above which an alert fires. */
  gpuHoursPerDay: Record<WorkloadClass, number>;
  /** Address of the folder of runbooks, as operators read it. Default: its path in the repository. */
  runbooks?: string | null | undefined;
}

/** Alerting rules in Prometheus' format, tested with promtool. */
export function createRules({ source, gpuHoursPerDay, runbooks }: Options) {
  const base = (runbooks ?? RUNBOOKS).replace(/\/+$/, "");
  const group = (name: string, alerts: Alert[]) => ({
    name: `pegbar-${name}`,
    rules: alerts.map((one) => ({
      ...one,
      annotations: { ...one.annotations, runbook_url: `${base}/${one.alert}.md` },
    })),
  });
  return {
    groups: [
      group("objectives", createObjectiveAlerts(source)),
      group("queues", createQueueAlerts(source)),
      group("fleet", createFleetAlerts(source)),
      group("cost", createCostAlerts(gpuHoursPerDay)),
      group("ledger", createLedgerAlerts(source)),
      group("telemetry", createTelemetryAlerts(source)),
    ],
  };
}
