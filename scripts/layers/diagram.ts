import type { Import } from "./imports.ts";
import { getDomain, getLayer, layers } from "./rules.ts";

const toId = (domain: string): string => domain.replaceAll(/[^a-z]/g, "_");
const toLabel = (domain: string): string => domain.split("/")[1] ?? `${domain}/*.ts`;

/** A Mermaid flowchart of the imports between core's domains above the platform, by layer. */
export function drawDiagram(imports: readonly Import[]): string {
  const shown = layers.map(({ name }) => name).slice(layers.findIndex(({ name }) => name === "studio"));
  const isShown = (file: string) => shown.some((name) => name === getLayer(file));
  const domains = new Set(
    imports
      .flatMap(({ from, to }) => [from, to])
      .filter(isShown)
      .map(getDomain),
  );
  const edges = new Set(
    imports
      .filter(({ from, to }) => isShown(from) && isShown(to) && getDomain(from) !== getDomain(to))
      .map(({ from, to }) => `  ${toId(getDomain(from))} --> ${toId(getDomain(to))}`),
  );
  const boxes = [...shown].reverse().flatMap((layer) => [
    `  subgraph layer_${layer} ["${layer}"]`,
    ...[...domains]
      .filter((domain) => domain.split("/")[0] === layer)
      .toSorted()
      .map((domain) => `    ${toId(domain)}["${toLabel(domain)}"]`),
    "  end",
  ]);
  return ["```mermaid", "flowchart TD", ...boxes, ...[...edges].toSorted(), "```"].join("\n");
}
