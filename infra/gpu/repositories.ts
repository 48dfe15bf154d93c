/**
 * Repositories of the account's private registry, which CI fills. Nothing is pulled from elsewhere, and tags are
 * immutable. All stages of an account share them, so that a stage runs what was tested in another one. `npm run
 * registry` creates them.
 */
export const images = ["comfyui", "worker", "importer"] as const;
export const charts = [
  "karpenter",
  "karpenter-crd",
  "keda",
  "dcgm-exporter",
  "prometheus",
  "prometheus-yet-another-cloudwatch-exporter",
  "grafana",
] as const;
export const controllers = [
  "karpenter",
  "keda",
  "keda-metrics-apiserver",
  "keda-admission-webhooks",
  "dcgm-exporter",
  "prometheus",
  "alertmanager",
  "yet-another-cloudwatch-exporter",
  "grafana",
] as const;

export const repositoryOf = {
  image: (name: (typeof images)[number]) => `pegbar/${name}`,
  chart: (name: (typeof charts)[number]) => `pegbar/charts/${name}`,
  controller: (name: (typeof controllers)[number]) => `pegbar/controllers/${name}`,
};

export const repositories: readonly string[] = [
  ...images.map(repositoryOf.image),
  ...charts.map(repositoryOf.chart),
  ...controllers.map(repositoryOf.controller),
];

/** Architecture that an image must have: GPU nodes are x86, the controllers' nodes and Fargate are Arm. */
export const getArchitecture = (repository: string): "amd64" | "arm64" =>
  [repositoryOf.image("comfyui"), repositoryOf.image("worker"), repositoryOf.controller("dcgm-exporter")].includes(
    repository,
  )
    ? "amd64"
    : "arm64";
