import type { components } from "@pegbar/sdk";
import type { PicturesSearch } from "./search.ts";

type Show = components["schemas"]["Show"];

/** The show that an address means, by itself or by one of its shots; and its shots, as `sq010/sh010`. */
export function shotsOf(shows: readonly Show[], { show: wanted, shot }: PicturesSearch) {
  const show = shows.find(
    ({ id, sequences }) => id === wanted || sequences.some(({ shots }) => shots.some((one) => one.id === shot)),
  );
  const shots = (show?.sequences ?? []).flatMap((sequence) =>
    sequence.shots.map(({ id, code }) => ({ id, name: `${sequence.code}/${code}` })),
  );
  return { show, shots };
}
