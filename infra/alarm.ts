import { duty } from "./duty";

interface Alarm {
  namespace: string;
  metric: string;
  dimensions: Record<string, $util.Input<string>>;
  /** What has happened. What to do about it: docs/operations/incidents.md. */
  says: string;
  /** Alarms above this value. */
  above?: number;
  /** Alarms below this value instead, and without data: for what must happen. */
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
    // What has stopped reports nothing: only an alarm that takes missing data for the fault notices it.
    treatMissingData: below === undefined ? "notBreaching" : "breaching",
    alarmActions: [duty.arn],
    okActions: [duty.arn],
  });
}
