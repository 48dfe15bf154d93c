/**
 * Order of a playlist after somebody has arranged the versions that they may see.
 * @param before all versions of the playlist in order
 * @param isVisible whether that person may see a version
 * @param wanted each version once, in the new order; visible ones that are missing leave the playlist
 * @returns the wanted versions, then the others that this person cannot see, in their order
 */
export function arrange(
  before: readonly string[],
  isVisible: (versionId: string) => boolean,
  wanted: readonly string[],
): string[] {
  const listed = new Set(wanted);
  return [...wanted, ...before.filter((id) => !isVisible(id) && !listed.has(id))];
}
