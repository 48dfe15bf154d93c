import type { Command } from "commander";
import { formatDuration, layOutTimeline, type JobTimeline, type TimelineRow } from "@pegbar/sdk";
import { runCommand } from "../cli.ts";
import { applyStyle, formatTime, type Output } from "../output.ts";
import { withExamples } from "./examples.ts";

/** Cells of the drawn bars. */
const BAR = 40;
const MAX_LABEL = 48;

/** trace */
export function addJobTraceCommand(program: Command): void {
  const trace = program
    .command("trace")
    .description("show when a job was queued, ran which node, was delivered and recorded")
    .argument("<job>", "job_…")
    .action((id: string, _options: unknown, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const timeline = await client().get("/v1/jobs/{id}/timeline", { params: { path: { id } }, signal });
        out.result(timeline, () => printTimeline(out, timeline));
      }),
    );
  withExamples(
    trace,
    "pegbar trace job_01JYB4X2K0000000000000000A",
    "pegbar trace job_01JYB4X2K0000000000000000A --json",
  );
}

function printTimeline(out: Output, timeline: JobTimeline): void {
  const { rows, totalMs } = layOutTimeline(timeline);
  out.facts([
    ["job", timeline.jobId],
    ["submitted", formatTime(timeline.createdAt)],
    ["total", formatDuration(totalMs)],
    ...(timeline.traceId === null ? [] : [["trace", timeline.traceId] as const]),
  ]);
  out.print("");
  const names = rows.map(({ depth, label }) => clip(`${"  ".repeat(depth)}${label}`));
  const width = Math.max(0, ...names.map(({ length }) => length));
  const times = rows.map((row) => (row.isCached ? "cached" : formatDuration(row.endMs - row.startMs)));
  const timeWidth = Math.max(0, ...times.map(({ length }) => length));
  for (const [index, row] of rows.entries()) {
    const name = (names[index] ?? "").padEnd(width);
    const time = (times[index] ?? "").padStart(timeWidth);
    const note = row.isOpen ? "  still going on" : row.note === null ? "" : `  ${row.note}`;
    out.print(`${name}  ${drawBar(row, totalMs)}  ${time}${applyStyle("dim", note)}`.trimEnd());
  }
  if (timeline.spans.some(({ kind }) => kind === "attempt") && !timeline.spans.some(({ kind }) => kind === "fetching"))
    out.note("Phases and nodes are known once an attempt has ended.");
}

const clip = (text: string): string => (text.length <= MAX_LABEL ? text : `${text.slice(0, MAX_LABEL - 1)}…`);

/** A bar of at least one cell at the row's place. */
function drawBar({ startMs, endMs, isCached, depth }: TimelineRow, totalMs: number): string {
  const first = Math.min(BAR - 1, Math.floor((startMs / totalMs) * BAR));
  const cells = isCached ? 1 : Math.max(1, Math.round((endMs / totalMs) * BAR) - first);
  const fill = isCached ? "·" : depth === 0 ? "▒" : "█";
  return `${" ".repeat(first)}${fill.repeat(Math.min(cells, BAR - first))}`.padEnd(BAR);
}
