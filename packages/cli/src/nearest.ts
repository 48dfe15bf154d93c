import { distance } from "fastest-levenshtein";

/** Finds the known word closest to a mistyped one; undefined if none is close. */
export function findNearest(word: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((name) => ({ name, away: distance(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, away }) => away <= Math.max(1, Math.floor(Math.max(name.length, word.length) / 3)))
    .sort((a, b) => a.away - b.away);
  return best?.name;
}
