import { declared } from "../here";

const registry = `${declared.account}.dkr.ecr.${declared.region}.amazonaws.com`;

/** Private repositories, seeded by CI (images/build.ts): nothing is pulled from elsewhere, and no tag moves. */
const NAMES = [
  "comfyui",
  "worker",
  "importer",
  "charts/karpenter",
  "charts/karpenter-crd",
  "charts/keda",
  "charts/dcgm-exporter",
  "charts/prometheus",
  "charts/grafana",
  "controllers/karpenter",
  "controllers/keda",
  "controllers/keda-metrics-apiserver",
  "controllers/keda-admission-webhooks",
  "controllers/dcgm-exporter",
  "controllers/prometheus",
  "controllers/grafana",
] as const;
type Name = (typeof NAMES)[number];

for (const name of NAMES)
  new aws.ecr.Repository(
    `Images${name.replaceAll(/(^|[-/])(\w)/g, (_all, _mark, letter: string) => letter.toUpperCase())}`,
    {
      name: `pegbar/${name}`,
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [{ encryptionType: "KMS" }],
      forceDelete: false,
    },
  );

/** An image by what it is, never by what it is called. */
export const image = (name: Name & keyof typeof declared.images): string =>
  `${registry}/pegbar/${name}@${declared.images[name]}`;

/** Where a chart takes an image of a controller from. */
export const controllerImage = (name: keyof typeof declared.controllers) => ({
  repository: `${registry}/pegbar/controllers/${name}`,
  digest: declared.controllers[name],
});

/** A chart of the private registry. Its tag cannot move; `images/build.ts` compares its digest before a deploy. */
export const chart = (name: keyof typeof declared.charts) => ({
  chart: `oci://${registry}/pegbar/charts/${name}`,
  version: declared.charts[name].version,
});
