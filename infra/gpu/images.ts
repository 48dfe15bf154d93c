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
  "controllers/alertmanager",
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

/** An image of a controller by its digest, in the ways that charts ask for it. */
export function controllerImage(name: keyof typeof declared.controllers) {
  const digest = declared.controllers[name];
  const repository = `pegbar/controllers/${name}`;
  // Where a chart knows tags alone, a digest behind a tag is what counts.
  const tag = `pinned@${digest}`;
  return {
    pinned: { repository: `${registry}/${repository}`, digest },
    tagged: { repository: `${registry}/${repository}`, tag },
    split: { registry, repository, tag: "pinned", sha: digest.replace("sha256:", "") },
    splitTagged: { registry, repository, tag },
  };
}

/** How Prometheus learns of a pod. */
export const scraped = (port: number) => ({ "prometheus.io/scrape": "true", "prometheus.io/port": String(port) });

/** What a controller may take of its node. */
export const size = (cpu: string, memory: string) => ({ requests: { cpu, memory }, limits: { memory } });

/** A chart of the private registry. Its tag cannot move; `images/build.ts` compares its digest before a deploy. */
export const chart = (name: keyof typeof declared.charts) => ({
  chart: `oci://${registry}/pegbar/charts/${name}`,
  version: declared.charts[name].version,
});
