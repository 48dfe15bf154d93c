import { duty } from "./duty";

interface Alarm {
  namespace: string;
  metric: string;
  dimensions: Record<string, $util.Input<string>>;
  /** What has happened. What to do about it: docs/operations/incidents.md. */
  says: string;
  /** Alarms above this value. */
  above?: number;
  /** Alarms below this value instead, and for missing data. For events that must happen regularly. */
  below?: number;
  statistic?: "Sum" | "Maximum" | "Average";
  /** Seconds of one evaluation. */
  period?: 60 | 3600;
  /** Evaluations in a row before the alarm. */
  evaluations?: number;
}

/** Creates an alarm that notifies the people on duty. */
export function alarm(
  name: string,
  { namespace, metric, dimensions, says, above = 0, below, statistic = "Sum", period = 60, evaluations = 1 }: Alarm,
): void {
  new aws.cloudwatch.MetricAlarm(name, {
    namespace,
    metricName: metric,
    dimensions,
    alarmDescription: says,
    comparisonOperator: below === undefined ? "GreaterThanThreshold" : "LessThanThreshold",
    threshold: below ?? above,
    statistic,
    period,
    evaluationPeriods: evaluations,
    // A function or schedule that has stopped reports no data, so missing data must trigger the alarm.
    treatMissingData: below === undefined ? "notBreaching" : "breaching",
    alarmActions: [duty.arn],
    okActions: [duty.arn],
  });
}
