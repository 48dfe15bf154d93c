import type { components } from "@pegbar/sdk";
import { listSettings } from "../../jobs/list-settings.ts";

type Job = Pick<components["schemas"]["Job"], "id" | "parameters" | "erasedAt">;

const MISSING = "–";

/** The settings of each job that are not the same in all of them, by job: name and value, in the order of the settings. */
export function listDifferences(jobs: readonly Job[]): ReadonlyMap<string, readonly (readonly [string, string])[]> {
  const settings = jobs
    .filter(({ erasedAt }) => erasedAt === null)
    .map(({ id, parameters }) => [id, new Map(listSettings(parameters))] as const);
  const names = [...new Set(settings.flatMap(([, values]) => [...values.keys()]))];
  const differing = names.filter((name) => new Set(settings.map(([, values]) => values.get(name))).size > 1);
  return new Map(
    settings.map(([id, values]) => [id, differing.map((name) => [name, values.get(name) ?? MISSING] as const)]),
  );
}
