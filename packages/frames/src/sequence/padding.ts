import type { NumberedName } from "./split-name.ts";

/**
 * Divides files with the same text around the frame number by their padding. A number with leading zeros shows its padding;
 * others join the longest that they could have: `1000` belongs to `0999`, and `10` does not. If no number has leading zeros,
 * the shortest one is the padding.
 */
export function groupByPadding(files: readonly NumberedName[]): Map<number, NumberedName[]> {
  const shown = listShownPaddings(files);
  const shortest = files.reduce((length, { digits }) => Math.min(length, digits.length), Infinity);
  const groups = new Map<number, NumberedName[]>();
  for (const file of files) {
    const padding = shown.length === 0 ? shortest : choosePadding(file, shown);
    const group = groups.get(padding);
    if (group) group.push(file);
    else groups.set(padding, [file]);
  }
  return groups;
}

const hasZeros = ({ digits }: NumberedName): boolean => digits.length > 1 && digits.startsWith("0");
/** Characters of the number, a minus included. */
const countCharacters = ({ digits, frame }: NumberedName): number => digits.length + (frame < 0 ? 1 : 0);

/** Paddings that leading zeros show, the longest first; those of negative frames count if no other frame shows one. */
function listShownPaddings(files: readonly NumberedName[]): number[] {
  const padded = files.filter(hasZeros);
  const positive = padded.filter(({ frame }) => frame >= 0);
  const paddings = (positive.length > 0 ? positive : padded).map(countCharacters);
  return [...new Set(paddings)].sort((a, b) => b - a);
}

function choosePadding(file: NumberedName, shown: readonly number[]): number {
  const length = countCharacters(file);
  if (!hasZeros(file)) return shown.find((padding) => padding <= length) ?? 1;
  // Some programs do not count the minus: -0001 belongs to 0001.
  if (file.frame < 0 && !shown.includes(length) && shown.includes(length - 1)) return length - 1;
  return length;
}
