import { declared } from "../here";
import { duty, dutyRights } from "../duty";
import { namespace, podIdentity, provider } from "./cluster";
import { dashboards, exporterScrape, rules } from "./cloudwatch-exporter";
import { buildGrafanaDashboard } from "./dashboards/grafana";
import { chart, controllerImage, scraped, size } from "./images";
import { locked, NAMESPACE, space } from "./metric-space";

// The exporter reads the node's devices.
const gpuSpace = namespace("gpu-metrics", "privileged");

new kubernetes.helm.v3.Release(
  "Dcgm",
  {
    ...chart("dcgm-exporter"),
    name: "dcgm-exporter",
    namespace: "gpu-metrics",
    values: {
      image: controllerImage("dcgm-exporter").tagged,
      podAnnotations: scraped(9400),
      tolerations: [{ operator: "Exists" }],
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: "pegbar.example/class", operator: "Exists" }] }],
          },
        },
      },
      serviceMonitor: { enabled: false },
    },
  },
  { provider, dependsOn: [gpuSpace] },
);

/** Alerts use the same topic as alarms. */
const identity = podIdentity("Alertmanager", NAMESPACE, "alertmanager", dutyRights);

/** Scrape jobs of the chart that cannot work here, mostly those for nodes; they would always fail. */
const unasked = [
  "kubernetes-nodes",
  "kubernetes-nodes-cadvisor",
  "kubernetes-services",
  "prometheus-pushgateway",
  "kubernetes-pods-slow",
  "kubernetes-service-endpoints-slow",
];
const prometheus = new kubernetes.helm.v3.Release(
  "Prometheus",
  {
    ...chart("prometheus"),
    name: "prometheus",
    namespace: NAMESPACE,
    values: {
      server: {
        image: controllerImage("prometheus").pinned,
        containerSecurityContext: locked,
        resources: size("250m", "2Gi"),
        // Metrics stay on the node for some days. Billing uses PostgreSQL, not Prometheus.
        persistentVolume: { enabled: false },
        emptyDir: { sizeLimit: "20Gi" },
        retention: "15d",
        retentionSize: "16GB",
        // Changed rules are loaded without a restart, which would lose the metrics.
        extraArgs: { "enable-feature": "auto-reload-config" },
        enableServiceLinks: false,
      },
      scrapeConfigs: {
        ...Object.fromEntries(unasked.map((job) => [job, { enabled: false }])),
        ...exporterScrape,
      },
      alertmanager: {
        enabled: true,
        image: controllerImage("alertmanager").tagged,
        persistence: { enabled: false },
        serviceAccount: { name: "alertmanager" },
        automountServiceAccountToken: false,
        securityContext: locked,
        podSecurityContext: { seccompProfile: { type: "RuntimeDefault" } },
        resources: size("50m", "128Mi"),
        extraArgs: { "cluster.listen-address": "" },
        config: {
          route: {
            receiver: "duty",
            group_by: ["alertname"],
            group_wait: "30s",
            group_interval: "5m",
            repeat_interval: "4h",
          },
          receivers: [
            {
              name: "duty",
              sns_configs: [
                {
                  topic_arn: duty.arn,
                  sigv4: { region: declared.region },
                  send_resolved: true,
                  subject: "{{ .Status | toUpper }} {{ .GroupLabels.alertname }}",
                },
              ],
            },
          ],
        },
      },
      "prometheus-node-exporter": { enabled: false },
      "prometheus-pushgateway": { enabled: false },
      "kube-state-metrics": { enabled: false },
      configmapReload: { prometheus: { enabled: false } },
      serverFiles: { "alerting_rules.yml": rules },
    },
  },
  { provider, dependsOn: [space, identity] },
);

const DASHBOARDS = "pegbar-dashboards";
const dashboardFiles = new kubernetes.core.v1.ConfigMap(
  "Dashboards",
  {
    metadata: { name: DASHBOARDS, namespace: NAMESPACE },
    data: Object.fromEntries(dashboards.map((one) => [`${one.uid}.json`, JSON.stringify(buildGrafanaDashboard(one))])),
  },
  { provider, dependsOn: [space] },
);
const FOLDER = "/var/lib/grafana/dashboards/pegbar";
new kubernetes.helm.v3.Release(
  "Grafana",
  {
    ...chart("grafana"),
    name: "grafana",
    namespace: NAMESPACE,
    values: {
      image: controllerImage("grafana").split,
      containerSecurityContext: { ...locked },
      extraEmptyDirMounts: [{ name: "tmp", mountPath: "/tmp" }],
      resources: size("100m", "512Mi"),
      rbac: { create: false },
      automountServiceAccountToken: false,
      testFramework: { enabled: false },
      // The update check has no route to the internet.
      "grafana.ini": {
        analytics: { reporting_enabled: false, check_for_updates: false, check_for_plugin_updates: false },
        plugins: { preinstall_disabled: true },
      },
      datasources: {
        "datasources.yaml": {
          apiVersion: 1,
          datasources: [
            {
              name: "Prometheus",
              uid: "prometheus",
              type: "prometheus",
              url: "http://prometheus-server",
              isDefault: true,
            },
          ],
        },
      },
      dashboardsConfigMaps: { pegbar: DASHBOARDS },
      dashboardProviders: {
        "dashboardproviders.yaml": {
          apiVersion: 1,
          providers: [
            {
              name: "pegbar",
              type: "file",
              disableDeletion: true,
              allowUiUpdates: false,
              options: { path: FOLDER },
            },
          ],
        },
      },
    },
  },
  { provider, dependsOn: [prometheus, dashboardFiles] },
);
