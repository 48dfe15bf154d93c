const chooseUnit = (seconds: number): [size: number, name: string] =>
  seconds < 120 ? [1, "s"] : seconds < 7200 ? [60, "min"] : [3600, "h"];
const round = (value: number) => String(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));

/** An estimated duration in seconds: rounded, and in seconds up to two minutes. */
export function formatRoughDuration(seconds: number): string {
  const [size, name] = chooseUnit(seconds);
  return `${round(seconds / size)} ${name}`;
}

/** A range of seconds in one unit. */
export function formatDurationRange(low: number, high: number): string {
  const [size, name] = chooseUnit(high);
  const [from, to] = [round(low / size), round(high / size)];
  return from === to ? `${to} ${name}` : `${from} – ${to} ${name}`;
}

/** An estimated start, from a range of seconds. */
export const formatStartIn = ({ low, high }: { low: number; high: number }): string =>
  high < 1 ? "immediately" : low < 1 ? `within ${formatRoughDuration(high)}` : `in ${formatDurationRange(low, high)}`;
