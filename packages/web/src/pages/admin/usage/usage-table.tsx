import { formatCount, formatDuration, formatMoney } from "../../../components/format.ts";
import { Table, Td, Th } from "../../../components/table.tsx";
import { groupNames, getLineName, type UsageLine } from "./queries.ts";
import type { Group, Measure } from "./search.ts";

interface Props {
  lines: readonly UsageLine[];
  by: Group;
  measure: Measure;
  /** Draws each line's share of the largest, and sorts by it. */
  hasBars: boolean;
}

/** Usage as a table, optionally with bars. */
export function UsageTable({ lines, by, measure, hasBars }: Props) {
  const largest = Math.max(...lines.map((line) => line[measure]), 0);
  const sorted = hasBars ? lines.toSorted((a, b) => b[measure] - a[measure]) : lines;
  return (
    <Table
      label={`Usage by ${groupNames[by].toLowerCase()}`}
      head={
        <>
          <Th>{groupNames[by]}</Th>
          {hasBars && (
            <Th wide className="w-2/5">
              <span className="sr-only">Share</span>
            </Th>
          )}
          <Th number>Spend</Th>
          <Th number>GPU time</Th>
          <Th number>Jobs</Th>
          <Th number wide title="Interrupted attempts, and cost beyond a job’s reservation">
            Covered by platform
          </Th>
        </>
      }
    >
      {sorted.map((line) => (
        <tr key={line.key[by]?.id ?? "none"}>
          <Td className="font-medium">{getLineName(line, by)}</Td>
          {hasBars && (
            <Td wide>
              <svg aria-hidden="true" className="h-3 w-full">
                <rect
                  width={`${largest === 0 ? 0 : Math.max(0.5, (line[measure] / largest) * 100)}%`}
                  height="100%"
                  rx="2"
                  className="fill-busy"
                />
              </svg>
            </Td>
          )}
          <Td number>{formatMoney(line.dollars)}</Td>
          <Td number>{formatDuration(line.gpuSeconds)}</Td>
          <Td number>{formatCount(line.jobs)}</Td>
          <Td number wide className="text-soft">
            {line.platformDollars === 0 ? "–" : formatMoney(line.platformDollars)}
          </Td>
        </tr>
      ))}
    </Table>
  );
}
