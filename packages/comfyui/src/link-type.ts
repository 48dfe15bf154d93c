/**
 * Whether an output may be connected to an input, by ComfyUI's rule: types are lists separated by commas, every type of
 * the output must be accepted by the input, and `*` on either side matches anything.
 */
export function canLink(received: string, taken: string): boolean {
  if (received === taken || received === "*" || taken === "*") return true;
  const takes = new Set(taken.split(",").map((t) => t.trim()));
  if (takes.has("*")) return true;
  return received.split(",").every((t) => takes.has(t.trim()));
}
