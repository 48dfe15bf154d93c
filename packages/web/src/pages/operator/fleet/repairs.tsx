import type { components } from "@pegbar/sdk";
import { count } from "../../../parts/amount.ts";
import { Table, Td, Th } from "../../../parts/table.tsx";
import { Ago } from "../../../parts/time.tsx";

/** What had to be put right since the beginning, by kind. */
export const Repairs = ({ rows }: { rows: components["schemas"]["Fleet"]["repairs"] }) => (
  <section aria-labelledby="repairs" className="flex flex-col gap-3">
    <h2 id="repairs">Repairs</h2>
    {rows.length === 0 ? (
      <p className="text-soft">None was needed yet: no crash and no lost message has left anything behind.</p>
    ) : (
      <Table
        label="Repairs"
        head={
          <>
            <Th>What</Th>
            <Th number>How often</Th>
            <Th>Last</Th>
          </>
        }
      >
        {rows.map(({ kind, total, lastAt }) => (
          <tr key={kind}>
            <Td>{kind.replaceAll("_", " ")}</Td>
            <Td number>{count(total)}</Td>
            <Td>
              <Ago at={lastAt} />
            </Td>
          </tr>
        ))}
      </Table>
    )}
  </section>
);
