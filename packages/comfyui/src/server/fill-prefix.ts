/** Fills in the `%…%` templates of a `filename_prefix`: the size of the picture, and the time on the server. */
export function fillPrefix(
  prefix: string,
  { width, height }: { width: number | null; height: number | null },
  now = new Date(),
): string {
  const padTwo = (n: number) => String(n).padStart(2, "0");
  const values: Readonly<Record<string, string>> = {
    width: String(width ?? 0),
    height: String(height ?? 0),
    year: String(now.getFullYear()),
    month: padTwo(now.getMonth() + 1),
    day: padTwo(now.getDate()),
    hour: padTwo(now.getHours()),
    minute: padTwo(now.getMinutes()),
    second: padTwo(now.getSeconds()),
  };
  return prefix.replaceAll(/%(\w+?)%/g, (whole, name: string) => values[name] ?? whole);
}
