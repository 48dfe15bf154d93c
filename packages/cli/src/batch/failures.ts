import { formatFrames } from "@pegbar/frames";
import type { JobSummary } from "./frame-map.ts";

/** Failed jobs with the same reason. */
export interface FailureGroup {
  reason: string;
  /** Such as `12, 14-16`, or the numbers of variants for jobs without frames. */
  frames: string;
  jobIds: string[];
}

/** Groups the failed jobs of a batch by their reason, the most frequent first. */
export function groupFailures(
  jobs: readonly Pick<JobSummary, "id" | "state" | "frame" | "variant" | "failure" | "reason">[],
): FailureGroup[] {
  const groups = new Map<string, (typeof jobs)[number][]>();
  for (const job of jobs.filter(({ state }) => state === "failed")) {
    const reason = describeReason(job);
    groups.set(reason, [...(groups.get(reason) ?? []), job]);
  }
  return [...groups]
    .map(([reason, group]) => ({
      reason,
      frames: formatFrames(group.map(({ frame, variant }) => frame ?? variant)),
      jobIds: group.map(({ id }) => id),
    }))
    .sort((a, b) => b.jobIds.length - a.jobIds.length);
}

function describeReason({ failure, reason }: Pick<JobSummary, "failure" | "reason">): string {
  const text = (failure?.message ?? reason ?? "no reason was given").replaceAll(/\s+/g, " ").trim();
  const node = failure?.node;
  return node ? `${text} (node ${node.id}, ${node.title ?? node.classType})` : text;
}
