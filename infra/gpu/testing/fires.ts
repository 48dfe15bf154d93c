import { testPrometheusRules } from "../../../test/setup/promtool.ts";
import { createRules } from "../alerts/index.ts";
import type { Series, TestSource } from "./series.ts";

export const BUDGET = { light: 8, heavy: 4, xl: 4 };

interface Check {
  /** Time of the evaluation, such as `12m`. */
  at: string;
  /** Labels of the alerts that fire then, without those of the rule. */
  fires: Record<string, string>[];
}

/** Hours until an alert on days is checked, so that few evaluations do. */
const SLOW = /^\d{2,}h$/;

/** Asserts which alerts of a name fire at some times, evaluated by promtool. Summaries are left out. */
export function checkAlert({ source }: TestSource, name: string, series: readonly Series[], ...checks: Check[]): void {
  const { groups } = createRules({ source, gpuHoursPerDay: BUDGET });
  const rules = groups
    .flatMap((group) => group.rules)
    .filter((rule) => rule.alert === name)
    .map((rule) => ({ ...rule, annotations: {} }));
  const [first] = rules;
  if (!first) throw new Error(`no alert is called ${name}`);
  testPrometheusRules(
    { groups: [{ name: "tested", rules }] },
    {
      input_series: series,
      alert_rule_test: checks.map(({ at, fires }) => ({
        eval_time: at,
        alertname: name,
        exp_alerts: fires.map((labels) => ({
          exp_labels: { severity: first.labels.severity, ...labels },
          exp_annotations: {},
        })),
      })),
    },
    // One test checks all rules.
    { every: checks.every(({ at }) => SLOW.test(at)) ? "1h" : "1m", areChecked: true },
  );
}
