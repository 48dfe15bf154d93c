/**
 * Whether an output may feed an input, by ComfyUI's rule: types are sets joined by commas, every received type has to
 * be among those taken, and `*` on either side takes part in anything.
 */
export function canLink(received: string, taken: string): boolean {
  if (received === taken || received === "*" || taken === "*") return true;
  const takes = new Set(taken.split(",").map((t) => t.trim()));
  if (takes.has("*")) return true;
  return received.split(",").every((t) => takes.has(t.trim()));
}
