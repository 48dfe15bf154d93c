import { count, duration, money } from "../../../parts/amount.ts";
import { Table, Td, Th } from "../../../parts/table.tsx";
import { groupNames, nameOf, type UsageLine } from "./queries.ts";
import type { Group, Measure } from "./search.ts";

interface Props {
  lines: readonly UsageLine[];
  by: Group;
  measure: Measure;
  /** Draws each line's share of the largest. */
  bars: boolean;
}

/** Usage as a table; with bars it is the chart too. */
export function Lines({ lines, by, measure, bars }: Props) {
  const most = Math.max(...lines.map((line) => line[measure]), 0);
  const sorted = bars ? lines.toSorted((a, b) => b[measure] - a[measure]) : lines;
  return (
    <Table
      label={`Usage by ${groupNames[by].toLowerCase()}`}
      head={
        <>
          <Th>{groupNames[by]}</Th>
          {bars && (
            <Th wide className="w-2/5">
              <span className="sr-only">Share</span>
            </Th>
          )}
          <Th number>Spend</Th>
          <Th number>GPU time</Th>
          <Th number>Jobs</Th>
          <Th number wide title="Attempts that were lost to the platform, and what jobs took beyond their hold">
            Borne by the platform
          </Th>
        </>
      }
    >
      {sorted.map((line) => (
        <tr key={line.key[by]?.id ?? "none"}>
          <Td className="font-medium">{nameOf(line, by)}</Td>
          {bars && (
            <Td wide>
              <svg aria-hidden="true" className="h-3 w-full">
                <rect
                  width={`${most === 0 ? 0 : Math.max(0.5, (line[measure] / most) * 100)}%`}
                  height="100%"
                  rx="2"
                  className="fill-busy"
                />
              </svg>
            </Td>
          )}
          <Td number>{money(line.dollars)}</Td>
          <Td number>{duration(line.gpuSeconds)}</Td>
          <Td number>{count(line.jobs)}</Td>
          <Td number wide className="text-soft">
            {line.platformDollars === 0 ? "–" : money(line.platformDollars)}
          </Td>
        </tr>
      ))}
    </Table>
  );
}
