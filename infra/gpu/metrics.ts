import { namespace, provider } from "./cluster";
import { chart, controllerImage } from "./images";
import { rules } from "./rules";

const NAMESPACE = "metrics";
const space = namespace(NAMESPACE, "restricted");
// The exporter looks into the node's devices.
const gpuSpace = namespace("gpu-metrics", "privileged");

new kubernetes.helm.v3.Release(
  "Dcgm",
  {
    ...chart("dcgm-exporter"),
    name: "dcgm-exporter",
    namespace: "gpu-metrics",
    values: {
      image: {
        repository: controllerImage("dcgm-exporter").repository,
        tag: `pinned@${controllerImage("dcgm-exporter").digest}`,
      },
      nodeSelector: { "karpenter.sh/nodepool": null },
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

const prometheus = new kubernetes.helm.v3.Release(
  "Prometheus",
  {
    ...chart("prometheus"),
    name: "prometheus",
    namespace: NAMESPACE,
    values: {
      server: { image: controllerImage("prometheus"), retention: "15d", persistentVolume: { enabled: false } },
      alertmanager: { enabled: false },
      "prometheus-node-exporter": { enabled: false },
      "prometheus-pushgateway": { enabled: false },
      "kube-state-metrics": { enabled: false },
      configmapReload: { prometheus: { enabled: false } },
      serverFiles: { "alerting_rules.yml": rules },
    },
  },
  { provider, dependsOn: [space] },
);
new kubernetes.helm.v3.Release(
  "Grafana",
  {
    ...chart("grafana"),
    name: "grafana",
    namespace: NAMESPACE,
    values: {
      image: { ...controllerImage("grafana"), tag: "", sha: controllerImage("grafana").digest.replace("sha256:", "") },
      initChownData: { enabled: false },
      downloadDashboards: { enabled: false },
      datasources: {
        "datasources.yaml": {
          apiVersion: 1,
          datasources: [{ name: "Prometheus", type: "prometheus", url: "http://prometheus-server", isDefault: true }],
        },
      },
    },
  },
  { provider, dependsOn: [prometheus] },
);
