/** Which name of Kitsu belongs to which name of Pegbar. */
export interface Mapping {
  /** Code of a show → name of its production. Others have the code as their name. */
  projects: Record<string, string>;
  /** Name of a version → task type; `*` for all others. */
  taskTypes: Record<string, string>;
  /** Decision → short name of a task status. */
  statuses: { approved: string; retake: string };
}

/** Reads `paint=Compositing, lines=Layout`. Parts that are not `NAME=NAME` are returned as `wrong`. */
export function parseNames(text: string): { found: Record<string, string>; wrong: string[] } {
  const found: Record<string, string> = {};
  const wrong: string[] = [];
  for (const part of text.split(",").map((one) => one.trim())) {
    if (part === "") continue;
    const [name = "", ...rest] = part.split("=").map((one) => one.trim());
    const inKitsu = rest.join("=");
    if (name === "" || inKitsu === "") wrong.push(part);
    else found[name] = inKitsu;
  }
  return { found, wrong };
}

export const getProjectName = ({ projects }: Mapping, show: string): string => projects[show] ?? show;
export const getTaskTypeName = ({ taskTypes }: Mapping, name: string): string =>
  taskTypes[name] ?? taskTypes["*"] ?? name;

/**
 * Finds an object by its name: exactly, or else without regard to case if only one has it. Compared here, because Kitsu's own
 * filter `?name=` is SQL's ILIKE (Zou 1.0.97): `sh_010` also finds `shA010`.
 */
export function findByName<T>(items: readonly T[], name: string, read: (item: T) => string | null): T | undefined {
  const exact = items.find((item) => read(item) === name);
  if (exact) return exact;
  const similar = items.filter((item) => read(item)?.toLowerCase() === name.toLowerCase());
  return similar.length === 1 ? similar[0] : undefined;
}

/** The frame rate as Kitsu writes it, with three decimals at most: `24000/1001` is `23.976`. */
export function formatFps(rate: string): string {
  const [count = NaN, per = 1] = rate.split("/").map(Number);
  return String(Number((count / per).toFixed(3)));
}
