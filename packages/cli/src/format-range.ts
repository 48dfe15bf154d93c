/** A range as text: `4.0 to 9.5 s`, or one value if both ends show the same. */
export function formatRange({ low, high }: { low: number; high: number }, show: (n: number) => string): string {
  return show(low) === show(high) ? show(low) : `${show(low)} to ${show(high)}`;
}

const UNITS = [
  { seconds: 86_400, name: "d" },
  { seconds: 3600, name: "h" },
  { seconds: 60, name: "min" },
] as const;

/** A duration for people: `45 s`, `12.5 min`, `3.2 h`. */
export function formatDuration(seconds: number): string {
  const unit = UNITS.find((one) => seconds >= one.seconds);
  if (!unit) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  return `${(seconds / unit.seconds).toFixed(1).replace(/\.0$/, "")} ${unit.name}`;
}

/** What is left of a quota: `$4.20, 3600 GPU s`. */
export const formatRemaining = ({
  dollars,
  gpuSeconds,
}: {
  dollars: number | null;
  gpuSeconds: number | null;
}): string =>
  `${dollars === null ? "no limit" : `$${dollars.toFixed(2)}`}, ${gpuSeconds === null ? "no limit" : `${gpuSeconds.toFixed(0)} GPU s`}`;
