import type { components } from "@pegbar/sdk";
import { applyStyle, formatTime, type Output } from "../output.ts";
import type { FailureGroup } from "./failures.ts";
import { formatFrameMap, type JobSummary } from "./frame-map.ts";

type Batch = components["schemas"]["Batch"];

/** Width of output that goes to a file or a pipe. */
const PLAIN_WIDTH = 80;

/** Prints a batch for people: facts, a map of its frames, and failures with their reasons. */
export function printBatch(
  out: Output,
  batch: Batch,
  jobs: readonly JobSummary[],
  failures: readonly FailureGroup[],
): void {
  const { failures: most, share } = batch.stopAfter;
  const limits = [most === null ? [] : `${most} failures`, share === null ? [] : `more than ${share * 100} % failed`];
  out.facts([
    ["batch", batch.name === "" ? batch.id : `${batch.id} (${batch.name})`],
    ["state", batch.reason === null ? batch.state : `${batch.state}: ${batch.reason}`],
    ["shot", `${batch.show}/${batch.sequence}/${batch.shot}`],
    ["frames", batch.frames],
    ...(batch.retakeOf === null ? [] : [["retake of", batch.retakeOf] as const]),
    ["workflow", batch.workflowVersionId],
    ["jobs", formatCounts(batch.counts)],
    ["cost", `$${batch.cost.dollars.toFixed(4)} so far, $${batch.cost.reservedDollars.toFixed(4)} reserved`],
    ["stops after", limits.flat().join(" or ") || "never"],
    ["created", formatTime(batch.createdAt)],
    ["ended", formatTime(batch.endedAt)],
  ]);
  const width = process.stdout.columns ?? PLAIN_WIDTH;
  const lines = formatFrameMap(jobs, { width, style: applyStyle });
  if (lines.length > 0) out.print(`\n${lines.join("\n")}`);
  if (failures.length > 0) out.print("");
  for (const { frames, reason } of failures) out.print(`${applyStyle("red", "failed")} ${frames}: ${reason}`);
}

/** `3 succeeded, 1 failed`; states without jobs are left out. */
export const formatCounts = (counts: Batch["counts"]): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`)
    .join(", ") || "none";
