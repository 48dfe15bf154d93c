import { Kitsu, KitsuError } from "./kitsu.ts";

interface Status {
  id: string;
  name: string;
  short_name: string;
  for_concept: boolean;
  archived: boolean;
}

/**
 * Finds a task status by its short name or name. Statuses of concepts are left out: a new Kitsu has `approved` only for
 * those, and `done` for shots (Zou 1.0.97).
 */
export async function findStatus(kitsu: Kitsu, wanted: string, variable: string): Promise<Status> {
  const statuses = (await kitsu.get<Status[]>("/data/task-status")).filter(
    ({ for_concept, archived }) => !for_concept && !archived,
  );
  const isWanted = (text: string) => text.toLowerCase() === wanted.toLowerCase();
  const found = statuses.find(({ short_name }) => isWanted(short_name)) ?? statuses.find(({ name }) => isWanted(name));
  if (!found)
    throw new KitsuError(
      `Kitsu has no task status ${wanted} for shots. Set ${variable} to one of: ${statuses.map((one) => one.short_name).join(", ")}.`,
    );
  return found;
}
