import type { Import } from "./imports.ts";
import { domainOf, layerOf, layers } from "./rules.ts";

const id = (domain: string): string => domain.replaceAll(/[^a-z]/g, "_");
const label = (domain: string): string => domain.split("/")[1] ?? `${domain}/*.ts`;

/** A Mermaid flowchart of core's domains above the platform, layer by layer, as the imports are. */
export function drawDiagram(imports: readonly Import[]): string {
  const shown = layers.map(({ name }) => name).slice(layers.findIndex(({ name }) => name === "studio"));
  const isShown = (file: string) => shown.some((name) => name === layerOf(file));
  const domains = new Set(
    imports
      .flatMap(({ from, to }) => [from, to])
      .filter(isShown)
      .map(domainOf),
  );
  const edges = new Set(
    imports
      .filter(({ from, to }) => isShown(from) && isShown(to) && domainOf(from) !== domainOf(to))
      .map(({ from, to }) => `  ${id(domainOf(from))} --> ${id(domainOf(to))}`),
  );
  const boxes = [...shown].reverse().flatMap((layer) => [
    `  subgraph layer_${layer} ["${layer}"]`,
    ...[...domains]
      .filter((domain) => domain.split("/")[0] === layer)
      .toSorted()
      .map((domain) => `    ${id(domain)}["${label(domain)}"]`),
    "  end",
  ]);
  return ["```mermaid", "flowchart TD", ...boxes, ...[...edges].toSorted(), "```"].join("\n");
}
