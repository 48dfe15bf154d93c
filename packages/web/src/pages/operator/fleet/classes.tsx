import type { components } from "@pegbar/sdk";
import { formatCount, formatMoney } from "../../../components/format.ts";
import { strings } from "../../../strings/fleet.ts";
import { Badge, Table, Td, Th } from "../../../components/table.tsx";

type Row = components["schemas"]["FleetClass"];

const SIZES: readonly Row["class"][] = ["light", "heavy", "xl"];

/** GPU classes with their price and load. */
export const Classes = ({ rows }: { rows: readonly Row[] }) => (
  <section aria-labelledby="classes" className="flex flex-col gap-3">
    <h2 id="classes">Classes</h2>
    <Table
      label="Classes"
      head={
        <>
          <Th>Class</Th>
          <Th wide>GPU</Th>
          <Th wide number>
            Price per hour
          </Th>
          <Th number>Workers</Th>
          <Th number>Running</Th>
          <Th number>Queued</Th>
          <Th wide number>
            Studios queued
          </Th>
          <Th wide number>
            Limit
          </Th>
        </>
      }
    >
      {rows
        .toSorted((one, other) => SIZES.indexOf(one.class) - SIZES.indexOf(other.class))
        .map((row) => (
          <tr key={row.class}>
            <Td className="font-medium">
              {row.class}
              {row.workers === 0 && (
                <span className="block">
                  <Badge tone={row.waiting > 0 && !row.startsWorkers ? "warn" : "soft"}>
                    {row.startsWorkers ? strings.startsOnDemand : strings.noWorkers}
                  </Badge>
                </span>
              )}
              {row.held > 0 && (
                <span className="block">
                  <Badge tone="warn">{formatCount(row.held)} held</Badge>
                </span>
              )}
            </Td>
            <Td wide>{row.instance}</Td>
            <Td wide number>
              {formatMoney(row.dollarsPerHour)}
            </Td>
            <Td number>{formatCount(row.workers)}</Td>
            <Td number>{formatCount(row.running)}</Td>
            <Td number>{formatCount(row.waiting)}</Td>
            <Td wide number>
              {formatCount(row.waitingTenants)}
            </Td>
            <Td wide number>
              {row.runningLimit === null ? <span className="text-soft">none</span> : formatCount(row.runningLimit)}
            </Td>
          </tr>
        ))}
    </Table>
    {rows.some(({ held }) => held > 0) && (
      <p className="max-w-2xl text-sm text-soft">
        Held jobs were interrupted 20 times. Check the workers that ran them, then ask the studio to release them.
      </p>
    )}
  </section>
);
