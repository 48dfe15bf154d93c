import type { Command } from "./commands.ts";

/** Commands whose name contains every word of the query, those that begin with it first. */
export function matchCommands(commands: readonly Command[], query: string): Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const matching = commands.filter(({ name, isEnabled = true }) => {
    const text = name.toLowerCase();
    return isEnabled && words.every((word) => text.includes(word));
  });
  const begins = ({ name }: Command) => (words[0] !== undefined && name.toLowerCase().startsWith(words[0]) ? 0 : 1);
  return matching.toSorted((a, b) => begins(a) - begins(b));
}
