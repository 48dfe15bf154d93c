import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatDuration, hasEnded, layOutTimeline, type TimelineRow, type components } from "@pegbar/sdk";
import { Button } from "../../components/button.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { timeline as timelineQuery } from "./queries.ts";
import { hideShortNodes } from "./timeline-rows.ts";

/** When the job was queued, ran which node, was delivered and recorded. */
export function Timeline({ job }: { job: components["schemas"]["Job"] }) {
  const { data, error, refetch, dataUpdatedAt } = useQuery(timelineQuery(job.id, hasEnded(job.state)));
  const [showsAll, setShowsAll] = useState(false);
  if (error) return <ErrorMessage error={error} onRetry={() => void refetch()} />;
  if (!data || data.spans.length === 0) return undefined;
  const { rows, totalMs } = layOutTimeline(data, dataUpdatedAt);
  const { shown, hidden } = showsAll ? { shown: rows, hidden: 0 } : hideShortNodes(rows);
  return (
    <section aria-label="Timeline" className="rounded-lg border border-line bg-surface p-4">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2>Timeline</h2>
        <p className="text-sm text-soft">{formatDuration(totalMs)} in total</p>
      </div>
      <table className="w-full table-fixed text-sm">
        <colgroup>
          <col className="w-[46%] md:w-80" />
          <col className="w-18" />
          <col />
        </colgroup>
        <thead className="sr-only">
          <tr>
            <th scope="col">Step</th>
            <th scope="col">Duration</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row, index) => (
            <Row key={`${index} ${row.label}`} row={row} totalMs={totalMs} />
          ))}
        </tbody>
      </table>
      {(hidden > 0 || showsAll) && (
        <Button size="sm" variant="quiet" onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? "Show fewer nodes" : `Show ${hidden} more ${hidden === 1 ? "node" : "nodes"}`}
        </Button>
      )}
      {data.traceId !== null && (
        <p className="mt-2 text-xs break-all text-soft">
          Trace <span className="font-mono">{data.traceId}</span>
        </p>
      )}
    </section>
  );
}

const indents = ["", "pl-3 md:pl-4", "pl-5 md:pl-8"] as const;
const fills: Partial<Record<TimelineRow["kind"], string>> = {
  queued: "bg-edge/60",
  held: "bg-warn/60",
  attempt: "bg-edge/30",
  node: "bg-accent",
  recording: "bg-good",
};

function Row({ row, totalMs }: { row: TimelineRow; totalMs: number }) {
  const { depth, label, isCached, isOpen, note } = row;
  const percent = (ms: number) => `${(100 * ms) / totalMs}%`;
  return (
    <tr className="border-t border-line/60 first:border-0">
      <th
        scope="row"
        title={label}
        className={`truncate py-1 pr-3 text-left font-normal ${indents[depth]} ${depth === 2 ? "text-soft" : ""}`}
      >
        {label}
        {note !== null && <span className="block truncate text-xs text-soft">{note}</span>}
      </th>
      <td className="py-1 pr-3 text-right whitespace-nowrap text-soft tabular-nums">
        {isCached ? "cached" : isOpen ? "…" : formatDuration(row.endMs - row.startMs)}
      </td>
      <td className="py-1">
        <div aria-hidden className="relative h-3">
          <div
            className={`absolute h-full min-w-0.5 rounded-sm ${isCached ? "bg-line" : (fills[row.kind] ?? "bg-busy")}`}
            style={{
              left: `min(${percent(row.startMs)}, 100% - 2px)`,
              width: percent(row.endMs - row.startMs),
            }}
          />
        </div>
      </td>
    </tr>
  );
}
