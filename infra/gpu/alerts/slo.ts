import type { MetricSource } from "../metric-source/source.ts";
import { burnsTooFast } from "./burn-rate.ts";
import { countEnds, countHeld, countLateStarts, countStarts, listFullClasses, objectives } from "./objectives.ts";
import { alert, type Alert, type Severity } from "./rule.ts";

/** Alerts on the error budgets of the objectives. */
export function createObjectiveAlerts(source: MetricSource): Alert[] {
  const lateStarts = (severity: Severity) =>
    burnsTooFast({
      severity,
      budget: 1 - objectives.start,
      bad: (window) => countLateStarts(source, window),
      all: (window) => countStarts(source, window),
      least: 5,
    });
  const held = (severity: Severity) =>
    burnsTooFast({
      severity,
      budget: 1 - objectives.finish,
      bad: (window) => countHeld(source, window),
      // Held jobs have not ended.
      all: (window) => `(${countEnds(source, window)} + ${countHeld(source, window)} or ${countHeld(source, window)})`,
      least: 2,
    });
  return [
    alert("JobsStartLate", {
      severity: "page",
      expr: `(${lateStarts("page")}) unless on (class) (${listFullClasses(source)})`,
      summary:
        "Interactive jobs of the class {{ $labels.class }} start late: {{ $value | humanizePercentage }} waited longer than 60 s.",
    }),
    alert("JobsStartLateSlowly", {
      severity: "ticket",
      expr: `(${lateStarts("ticket")}) unless on (class) (${listFullClasses(source)})`,
      summary:
        "For a day or more, too many interactive jobs of the class {{ $labels.class }} start late: {{ $value | humanizePercentage }} waited longer than 60 s.",
    }),
    alert("JobsHeld", {
      severity: "page",
      expr: held("page"),
      summary:
        "Jobs of the class {{ $labels.class }} do not end without an operator: {{ $value | humanizePercentage }} are held.",
    }),
    alert("JobsHeldSlowly", {
      severity: "ticket",
      expr: held("ticket"),
      summary:
        "For a day or more, too many jobs of the class {{ $labels.class }} do not end without an operator: {{ $value | humanizePercentage }} are held.",
    }),
  ];
}
