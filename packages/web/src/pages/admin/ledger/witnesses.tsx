import { Badge, Table, Td, Th } from "../../../components/table.tsx";
import { formatTime } from "../../../components/format.ts";
import { strings } from "../../../strings/ledger.ts";
import { listWitnesses } from "./list-witnesses.ts";
import type { Ledger } from "./queries.ts";

/** Who cosigns the platform's log, and how current each is. */
export function Witnesses({ ledger }: { ledger: Ledger }) {
  const rows = listWitnesses(ledger);
  return (
    <section className="flex flex-col gap-3">
      <h2>{strings.witnesses}</h2>
      <p className="max-w-2xl text-soft">{strings.witnessesHint}</p>
      {rows.length === 0 ? (
        <p className="rounded-lg border border-dashed border-line p-5">
          {strings.noWitnesses}. <span className="text-soft">{strings.noWitnessesHint}</span>
        </p>
      ) : (
        <Table
          label={strings.witnesses}
          head={
            <>
              <Th>{strings.witness}</Th>
              <Th>{strings.state}</Th>
              <Th>{strings.lastSignature}</Th>
              <Th wide>{strings.covers}</Th>
            </>
          }
        >
          {rows.map(({ name, size, behind, at }) => (
            <tr key={name}>
              <Td className="font-medium wrap-anywhere">{name}</Td>
              <Td>
                <Badge tone={behind === 0 ? "good" : "warn"}>
                  {behind === 0 ? strings.current : strings.behind(behind)}
                </Badge>
              </Td>
              <Td className="text-sm tabular-nums">
                <time dateTime={at}>{formatTime(at)}</time>
              </Td>
              <Td wide className="text-sm">
                {strings.ofPlatform(size)}
              </Td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}
