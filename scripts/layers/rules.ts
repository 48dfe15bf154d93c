import type { Import } from "./imports.ts";

/** Core's layers, from the bottom to the top: a file may import from its own layer and from those before it. */
export const layers = [
  { name: "contract", purpose: "what the platform and a worker send each other" },
  { name: "schema", purpose: "tables, and the shapes of their JSON columns" },
  { name: "platform", purpose: "context, database, ports, adapters, audit, records, outbox" },
  { name: "studio", purpose: "tenants, members, shows, tokens, quotas, notices, webhooks" },
  { name: "catalog", purpose: "images, workflows, models, inputs" },
  { name: "job", purpose: "submit, estimate, reserve, queue, dispatch" },
  { name: "attempt", purpose: "start, renew and end attempts; the reconciler" },
  { name: "result", purpose: "assets, usage, ledger, erasure" },
] as const;
export type Layer = (typeof layers)[number]["name"];

/** Of the platform, each file beside the folders is a domain of its own; elsewhere such files are their layer's domain. */
export function getDomain(file: string): string {
  const [layer = "", name, ...rest] = file.split("/");
  if (rest.length > 0) return `${layer}/${name}`;
  return layer === "platform" ? `${layer}/${name?.replace(/\.ts$/, "")}` : layer;
}

export const getLayer = (file: string): Layer | undefined =>
  layers.find(({ name }) => file.startsWith(`${name}/`))?.name;

const getRank = (file: string): number => layers.findIndex(({ name }) => name === getLayer(file));

/** The tables may name the error codes and roles that the platform defines: both import nothing. */
const BELOW_TABLES: readonly string[] = ["platform/error", "platform/actor"];

/** Imports of a higher layer, and files in no layer; each as one line to show. */
export const findUpwardImports = (imports: readonly Import[]): string[] =>
  imports.flatMap(({ from, to }) => {
    const homeless = [from, to].find((file) => getLayer(file) === undefined);
    if (homeless !== undefined)
      return [`${homeless} is in none of the layers ${layers.map(({ name }) => name).join(", ")}`];
    if (getRank(to) <= getRank(from) || (getLayer(from) === "schema" && BELOW_TABLES.includes(getDomain(to))))
      return [];
    return [`${from} imports ${to}: ${getLayer(from)} is below ${getLayer(to)}`];
  });

/** Cycles between domains, each as its domains and an import of each that is part of it. Tables may reference each other. */
export function findCycles(imports: readonly Import[]): string[] {
  const edges = imports.filter(({ from, to }) => getDomain(from) !== getDomain(to));
  const next = Map.groupBy(edges, ({ from }) => getDomain(from));
  const found = new Map<string, string>();
  for (const start of next.keys()) {
    const path = findShortestPath(start, start, next);
    if (path.length === 0) continue;
    const key = path
      .map(({ from }) => getDomain(from))
      .toSorted()
      .join(" ");
    found.set(key, path.map(({ from, to }) => `${from} imports ${to}`).join("; "));
  }
  return [...found].map(([domains, path]) => `cycle of ${domains.split(" ").join(", ")}: ${path}`);
}

/** Imports that lead from one domain to another, at least one; empty if there are none. */
function findShortestPath(start: string, goal: string, next: ReadonlyMap<string, Import[]>): Import[] {
  const paths: Import[][] = (next.get(start) ?? []).map((edge) => [edge]);
  const seen = new Set<string>();
  for (const path of paths) {
    const last = path.at(-1);
    if (!last) continue;
    const domain = getDomain(last.to);
    if (domain === goal) return path;
    if (seen.has(domain)) continue;
    seen.add(domain);
    paths.push(...(next.get(domain) ?? []).map((edge) => [...path, edge]));
  }
  return [];
}
