import type { Import } from "./imports.ts";

/** Core's layers from bottom to top. A file may import from its own layer and lower ones. */
export const layers = [
  { name: "contract", purpose: "what the platform and a worker send each other" },
  { name: "schema", purpose: "tables, and the shapes of their JSON columns" },
  { name: "platform", purpose: "context, database, ports, adapters, audit, records, outbox" },
  { name: "studio", purpose: "tenants, members, shows, tokens, quotas, notices, webhooks" },
  { name: "catalog", purpose: "images, workflows, models, inputs" },
  { name: "job", purpose: "submit, estimate, reserve, queue, dispatch" },
  { name: "attempt", purpose: "start, renew and end attempts; the reconciler" },
  { name: "result", purpose: "assets, usage, ledger, erasure" },
  { name: "shot", purpose: "submit of batches, reuse of earlier results, retakes, reviews" },
] as const;
export type Layer = (typeof layers)[number]["name"];

/**
 * In the platform, each file outside of a folder is a domain; in other layers, such files belong to the layer's own
 * domain.
 */
export function getDomain(file: string): string {
  const [layer = "", name, ...rest] = file.split("/");
  if (rest.length > 0) return `${layer}/${name}`;
  return layer === "platform" ? `${layer}/${name?.replace(/\.ts$/, "")}` : layer;
}

export const getLayer = (file: string): Layer | undefined =>
  layers.find(({ name }) => file.startsWith(`${name}/`))?.name;

const getRank = (file: string): number => layers.findIndex(({ name }) => name === getLayer(file));

/**
 * Files that the tables may import although they belong to the platform: error codes and roles, which import nothing.
 */
const BELOW_TABLES: readonly string[] = ["platform/error", "platform/actor"];

/** Imports of a higher layer, and files outside of the layers; one line each. */
export const findUpwardImports = (imports: readonly Import[]): string[] =>
  imports.flatMap(({ from, to }) => {
    const homeless = [from, to].find((file) => getLayer(file) === undefined);
    if (homeless !== undefined)
      return [`${homeless} is in none of the layers ${layers.map(({ name }) => name).join(", ")}`];
    if (getRank(to) <= getRank(from) || (getLayer(from) === "schema" && BELOW_TABLES.includes(getDomain(to))))
      return [];
    return [`${from} imports ${to}: ${getLayer(from)} is below ${getLayer(to)}`];
  });

/** Cycles between domains: the domains, and the imports between them. Tables may reference each other. */
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

/** Imports from one domain to another along a path; empty if there is no path. */
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
