import type { Dimension, Line } from "@pegbar/core/result/usage";

/** Usage as a table for spreadsheets: an id and a name for each group. Names cannot become formulas. */
export async function formatCsv(lines: readonly Line[], groups: readonly Dimension[]): Promise<string> {
  const { stringify } = await import("csv-stringify/sync");
  return stringify(
    lines.map((line) => [
      ...groups.flatMap((name) => [line.key[name]?.id ?? "", line.key[name]?.name ?? ""]),
      line.jobs,
      line.attempts,
      line.gpuSeconds,
      line.dollars,
      line.platformGpuSeconds,
      line.platformDollars,
    ]),
    {
      header: true,
      escape_formulas: true,
      columns: [
        ...groups.flatMap((name) => [name, `${name}_name`]),
        "jobs",
        "attempts",
        "gpu_seconds",
        "dollars",
        "platform_gpu_seconds",
        "platform_dollars",
      ].map((key) => ({ key })),
    },
  );
}
