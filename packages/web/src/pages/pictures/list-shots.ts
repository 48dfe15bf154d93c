import type { components } from "@pegbar/sdk";
import type { PicturesSearch } from "./search.ts";

type Show = components["schemas"]["Show"];

/** The show that the URL names, directly or by a shot, and its shots as `sq010/sh010`. */
export function listShots(shows: readonly Show[], { show: wanted, shot }: PicturesSearch) {
  const show = shows.find(
    ({ id, sequences }) => id === wanted || sequences.some(({ shots }) => shots.some((one) => one.id === shot)),
  );
  const shots = (show?.sequences ?? []).flatMap((sequence) =>
    sequence.shots.map(({ id, code }) => ({ id, name: `${sequence.code}/${code}` })),
  );
  return { show, shots };
}
