const unit = (seconds: number): [size: number, name: string] =>
  seconds < 120 ? [1, "s"] : seconds < 7200 ? [60, "min"] : [3600, "h"];
const rounded = (value: number) => String(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));

/** How long something takes. */
export function duration(seconds: number): string {
  const [size, name] = unit(seconds);
  return `${rounded(seconds / size)} ${name}`;
}

/** From how long to how long, in one unit. */
export function durations(low: number, high: number): string {
  const [size, name] = unit(high);
  const [from, to] = [rounded(low / size), rounded(high / size)];
  return from === to ? `${to} ${name}` : `${from} – ${to} ${name}`;
}

/** When something begins that begins between so many seconds and so many. */
export const when = ({ low, high }: { low: number; high: number }): string =>
  high < 1 ? "at once" : low < 1 ? `within ${duration(high)}` : `in ${durations(low, high)}`;
