/** The ids with one of them moved by one place; unchanged at the ends. */
export function moveEntry(ids: readonly string[], index: number, by: 1 | -1): string[] {
  const moved = [...ids];
  const target = index + by;
  const [one, other] = [moved[index], moved[target]];
  if (one === undefined || other === undefined) return moved;
  moved[index] = other;
  moved[target] = one;
  return moved;
}
