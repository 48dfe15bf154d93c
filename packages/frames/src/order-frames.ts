/** The order in which frames of a batch are queued: as given, or every nth frame first. */
export type FrameOrder = "given" | { readonly coarseToFine: number };

/**
 * Orders frames. With `coarseToFine: 8`, first every 8th frame, beginning with the first one, then those halfway between,
 * and so on with distances of 4, 2 and 1; with 6, distances of 6, 3, 2 and 1. Positions in the list count, not frame
 * numbers, so pictures on twos work too.
 *
 * @param order `coarseToFine` is a positive integer; 1 keeps the order
 * @returns every frame once
 */
export function orderFrames(frames: readonly number[], order: FrameOrder): number[] {
  if (order === "given") return [...frames];
  const { coarseToFine } = order;
  if (!Number.isSafeInteger(coarseToFine) || coarseToFine < 1)
    throw new RangeError(`coarseToFine is ${coarseToFine}. Choose a positive integer, such as 8.`);
  const remaining = new Set(frames.keys());
  const ordered: number[] = [];
  for (const distance of listDistances(coarseToFine))
    for (let position = 0; position < frames.length; position += distance) {
      const frame = frames[position];
      if (remaining.delete(position) && frame !== undefined) ordered.push(frame);
    }
  return ordered;
}

/** The distance, then its halves, rounded up, down to 1. */
function listDistances(coarse: number): number[] {
  const distances = [coarse];
  for (let distance = coarse; distance > 1;) {
    distance = Math.ceil(distance / 2);
    distances.push(distance);
  }
  return distances;
}
