import type { components } from "@pegbar/sdk";
import { count, money } from "../../../parts/amount.ts";
import { Badge, Table, Td, Th } from "../../../parts/table.tsx";

type Row = components["schemas"]["FleetClass"];

const SIZES: readonly Row["class"][] = ["light", "heavy", "xl"];

/** Classes of GPUs with their price and load. */
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
            An hour
          </Th>
          <Th number>Workers</Th>
          <Th number>Running</Th>
          <Th number>Waiting</Th>
          <Th wide number>
            Studios waiting
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
              {row.held > 0 && (
                <span className="block">
                  <Badge tone="warn">{count(row.held)} held</Badge>
                </span>
              )}
            </Td>
            <Td wide>{row.instance}</Td>
            <Td wide number>
              {money(row.dollarsPerHour)}
            </Td>
            <Td number>{count(row.workers)}</Td>
            <Td number>{count(row.running)}</Td>
            <Td number>{count(row.waiting)}</Td>
            <Td wide number>
              {count(row.waitingTenants)}
            </Td>
            <Td wide number>
              {row.runningLimit === null ? <span className="text-soft">none</span> : count(row.runningLimit)}
            </Td>
          </tr>
        ))}
    </Table>
    {rows.some(({ held }) => held > 0) && (
      <p className="max-w-2xl text-sm text-soft">
        Held: lost twenty times, and kept so that nothing more is lost with them. Look at the workers that had them;
        then their studio releases them.
      </p>
    )}
  </section>
);
