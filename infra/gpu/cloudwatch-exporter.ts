import { declared, stage } from "../here";
import { createRules } from "./alerts";
import { podIdentity, provider } from "./cluster";
import { createDashboards } from "./dashboards";
import { chart, controllerImage, size } from "./images";
import { createCloudwatchSource, PERIOD_SECONDS } from "./metric-source/cloudwatch";
import { createExporterConfig } from "./metric-source/exporter-config";
import { metricNamespace } from "../metric-namespace";
import { locked, NAMESPACE, space } from "./metric-space";

const NAME = "cloudwatch-exporter";

/** SST's names of gateways begin with those of app and stage. */
const { source, used } = createCloudwatchSource(metricNamespace, new RegExp(`${$app.name}-${stage.name}-PublicApi.*`));
export const dashboards = createDashboards(source);
export const rules = createRules({
  source,
  gpuHoursPerDay: stage.budget.gpuHoursPerDay,
  runbooks: declared.runbooks,
});

/** Reads metrics of functions and AWS services. It cannot be restricted to some of them. */
const identity = podIdentity("CloudwatchExporter", NAMESPACE, NAME, [
  { Effect: "Allow", Action: ["cloudwatch:GetMetricData", "cloudwatch:ListMetrics"], Resource: "*" },
]);

new kubernetes.helm.v3.Release(
  "CloudwatchExporter",
  {
    ...chart("prometheus-yet-another-cloudwatch-exporter"),
    name: NAME,
    namespace: NAMESPACE,
    values: {
      fullnameOverride: NAME,
      configMapName: NAME,
      useStatefulSet: false,
      image: controllerImage("yet-another-cloudwatch-exporter").splitTagged,
      serviceAccount: { name: NAME, automountServiceAccountToken: false },
      podSecurityContext: { runAsNonRoot: true, runAsUser: 65_534 },
      securityContext: locked,
      resources: size("50m", "128Mi"),
      extraArgs: { "scraping-interval": PERIOD_SECONDS },
      extraEnv: [
        { name: "AWS_REGION", value: declared.region },
        // It asks IAM for the account's alias, which has no endpoint in the network: refused at once instead of after minutes.
        { name: "AWS_ENDPOINT_URL_IAM", value: "http://127.0.0.1:9" },
      ],
      testConnection: false,
      config: JSON.stringify(createExporterConfig(used, declared.region)),
    },
  },
  { provider, dependsOn: [space, identity] },
);

/** Scrape job of Prometheus, by its name. Labels get the names that the platform has given them. */
export const exporterScrape = {
  [NAME]: {
    static_configs: [{ targets: [`${NAME}.${NAMESPACE}:80`] }],
    metric_relabel_configs: [
      { action: "labelmap", regex: "dimension_(.+)", replacement: "$1" },
      { action: "labeldrop", regex: "dimension_.+" },
    ],
  },
};
