import { CERTIFICATES } from "../alerts/ledger.ts";
import { GATEWAY, PERIOD_SECONDS, type Used } from "./cloudwatch.ts";

/** Time until CloudWatch has the metrics that it reads from logs. */
const DELAY_SECONDS = 120;
/** ACM reports twice a day. */
const DAY_SECONDS = 86_400;

/** Only metrics with exactly these dimensions: the gateway counts each request also per stage. */
const dimensions: Record<string, readonly string[]> = { [GATEWAY]: ["ApiName"] };

/**
 * Configuration of the CloudWatch exporter: reads the metrics that dashboards and alerts use. Each datapoint is exported once,
 * because a period is as long as the window that is asked for.
 */
export const createExporterConfig = (used: Used, region: string) => ({
  apiVersion: "v1alpha1",
  "sts-region": region,
  customNamespace: [
    ...[...used].map(([namespace, metrics]) => ({
      name: namespace,
      namespace,
      regions: [region],
      // Names of which CloudWatch had no value for three hours are left out, because each one that is read costs.
      recentlyActiveOnly: true,
      ...(dimensions[namespace] ? { dimensionNameRequirements: dimensions[namespace] } : {}),
      delay: DELAY_SECONDS,
      metrics: [...metrics].map(([name, statistics]) => ({
        name,
        statistics: [...statistics].toSorted(),
        period: PERIOD_SECONDS,
        length: PERIOD_SECONDS,
        // No value in a period: nothing was counted, or a gauge's state no longer exists.
        nilToZero: true,
      })),
    })),
    {
      name: CERTIFICATES.namespace,
      namespace: CERTIFICATES.namespace,
      regions: [region],
      metrics: [
        { name: CERTIFICATES.metric, statistics: [CERTIFICATES.statistic], period: DAY_SECONDS, length: DAY_SECONDS },
      ],
    },
  ],
});
