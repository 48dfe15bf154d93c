import type { components } from "@pegbar/sdk";
import { formatCount } from "../../../components/format.ts";
import { Table, Td, Th } from "../../../components/table.tsx";
import { TimeAgo } from "../../../components/time-ago.tsx";

/** Corrections by the reconciler since the platform was installed, by kind. */
export const ReconcilerCorrections = ({ rows }: { rows: components["schemas"]["Fleet"]["repairs"] }) => (
  <section aria-labelledby="repairs" className="flex flex-col gap-3">
    <h2 id="repairs">Reconciler</h2>
    {rows.length === 0 ? (
      <p className="text-soft">No corrections yet. The reconciler fixes what crashes and lost messages leave behind.</p>
    ) : (
      <Table
        label="Reconciler"
        head={
          <>
            <Th>Correction</Th>
            <Th number>Count</Th>
            <Th>Last</Th>
          </>
        }
      >
        {rows.map(({ kind, total, lastAt }) => (
          <tr key={kind}>
            <Td>{kind.replaceAll("_", " ")}</Td>
            <Td number>{formatCount(total)}</Td>
            <Td>
              <TimeAgo at={lastAt} />
            </Td>
          </tr>
        ))}
      </Table>
    )}
  </section>
);
