import { declared } from "../here";
import { repositoryOf } from "./repositories";

const registry = `${declared.account}.dkr.ecr.${declared.region}.amazonaws.com`;

/** An image by its digest. */
export const image = (name: keyof typeof declared.images): string =>
  `${registry}/${repositoryOf.image(name)}@${declared.images[name]}`;

/** A controller's image by its digest, in the formats of charts. */
export function controllerImage(name: keyof typeof declared.controllers) {
  const digest = declared.controllers[name];
  const repository = repositoryOf.controller(name);
  // Some charts accept only tags; a digest after the tag takes precedence.
  const tag = `pinned@${digest}`;
  return {
    pinned: { repository: `${registry}/${repository}`, digest },
    tagged: { repository: `${registry}/${repository}`, tag },
    split: { registry, repository, tag: "pinned", sha: digest.replace("sha256:", "") },
    splitTagged: { registry, repository, tag },
  };
}

/** Annotations for Prometheus to scrape a pod. */
export const scraped = (port: number) => ({ "prometheus.io/scrape": "true", "prometheus.io/port": String(port) });

/** Resource limits of a controller. */
export const size = (cpu: string, memory: string) => ({ requests: { cpu, memory }, limits: { memory } });

/** A chart in the private registry. Its tag is immutable; `npm run registry` compares it with the declared digest. */
export const chart = (name: keyof typeof declared.charts) => ({
  chart: `oci://${registry}/${repositoryOf.chart(name)}`,
  version: declared.charts[name].version,
});
