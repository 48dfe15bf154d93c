import { PegbarError, type components, type Pegbar } from "@pegbar/sdk";
import { CliError } from "./exit.ts";
import { findNearest } from "./nearest.ts";

type Show = components["schemas"]["Show"];

/** A show, sequence or shot as a filter of lists. The API has no filter for sequences, so `matches` filters them. */
export interface ShotFilter {
  query: { showId?: string; shotId?: string };
  matches(item: { show: string; sequence: string }): boolean;
}

const matchAny = () => true;

/** Finds `HARBOR`, `HARBOR/sq010`, `HARBOR/sq010/sh010` or `sht_…`. Without a target, everything matches. */
export async function findShotFilter(
  client: Pegbar,
  given: string | undefined,
  signal: AbortSignal,
): Promise<ShotFilter> {
  if (given === undefined) return { query: {}, matches: matchAny };
  if (given.startsWith("sht_")) return { query: { shotId: given }, matches: matchAny };
  const [showCode = "", sequenceCode, shotCode, ...more] = given.split("/");
  if (more.length > 0) throw createInvalidShotError(given);
  const shows = client.pages("/v1/shows", { code: showCode }, { signal });
  const show = (await shows.next()).value as Show | undefined;
  if (!show) throw await createUnknownShotError(client, given, signal);
  if (sequenceCode === undefined) return { query: { showId: show.id }, matches: matchAny };
  const sequence = show.sequences.find((one) => one.code === sequenceCode);
  if (!sequence) throw await createUnknownShotError(client, given, signal);
  if (shotCode === undefined) return { query: { showId: show.id }, matches: (item) => item.sequence === sequenceCode };
  const shot = sequence.shots.find((one) => one.code === shotCode);
  if (!shot) throw await createUnknownShotError(client, given, signal);
  return { query: { shotId: shot.id }, matches: matchAny };
}

/** Whether this can name a single shot. */
export const isShot = (given: string): boolean => given.startsWith("sht_") || /^[^/]+\/[^/]+\/[^/]+$/.test(given);

export const createInvalidShotError = (given: string): CliError =>
  new CliError(
    "usage",
    `Invalid shot ${JSON.stringify(given)}.`,
    "Write it as SHOW/SEQUENCE/SHOT, such as HARBOR/sq010/sh010, or as sht_…. See: pegbar shows",
  );

/** Throws unless the shot exists, if the user may list shots. */
export async function checkShot(client: Pegbar, given: string, signal: AbortSignal): Promise<void> {
  await findShow(client, given, signal);
}

/** The show of a shot; undefined if the user may not list shows. Throws unless the shot exists. */
export async function findShow(client: Pegbar, given: string, signal: AbortSignal): Promise<Show | undefined> {
  try {
    if (!given.startsWith("sht_")) {
      await findShotFilter(client, given, signal);
      const [code = ""] = given.split("/");
      return (await client.pages("/v1/shows", { code }, { signal }).next()).value as Show | undefined;
    }
    for await (const show of client.pages("/v1/shows", { limit: 200 }, { signal }))
      if (show.sequences.some(({ shots }) => shots.some(({ id }) => id === given))) return show;
    throw createNotFoundError(given);
  } catch (error) {
    // A token that may submit but not list shows: the API checks the shot with the job.
    if (error instanceof PegbarError && error.status === 403) return undefined;
    throw error;
  }
}

/** The error for codes that do not exist, with the closest existing ones. */
async function createUnknownShotError(client: Pegbar, given: string, signal: AbortSignal): Promise<CliError> {
  const depth = given.split("/").length;
  const known: string[] = [];
  for await (const show of client.pages("/v1/shows", { limit: 200 }, { signal }))
    known.push(...listPaths(show).filter((path) => path.split("/").length === depth));
  return createNotFoundError(given, findNearest(given, known));
}

const listPaths = ({ code, sequences }: Show): string[] => [
  code,
  ...sequences.flatMap((sequence) => [
    `${code}/${sequence.code}`,
    ...sequence.shots.map((shot) => `${code}/${sequence.code}/${shot.code}`),
  ]),
];

const createNotFoundError = (given: string, near?: string): CliError =>
  new CliError(
    "notFound",
    `No show, sequence or shot ${JSON.stringify(given)} that you can see.${near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`}`,
    "See: pegbar shows",
  );
