import type { components } from "@pegbar/sdk";

type JobSummary = components["schemas"]["JobSummary"];

export function formatState({
  state,
  progress,
  cancelRequested,
}: Pick<JobSummary, "state" | "progress" | "cancelRequested">): string {
  if (cancelRequested && state === "running") return "cancelling";
  return state === "running" && progress ? `running ${Math.round(progress.fraction * 100)} %` : state;
}

/** Labels as they are written on the command line, in the order of their names; null without any. */
export function formatLabels(labels: JobSummary["labels"]): string | null {
  const entries = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? null : entries.map(([name, value]) => `${name}=${value}`).join(", ");
}
