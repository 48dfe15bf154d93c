import { Badge, Table, Td, Th } from "../parts/table.tsx";
import { at, personOf, say, versionOf, when, type Valid } from "./story.ts";

/** More rows would make the page slow; the technical reader has the file. */
const MAX_ROWS = 500;

/** Every result of a shot, and which of them the file is. */
export function Results({ verdict }: { verdict: Valid }) {
  const results = verdict.statements.filter(({ record }) => record["type"] === "asset.generated");
  const fileOf = verdict.file?.record["assetId"];
  return (
    <section aria-labelledby="results" className="flex flex-col gap-3">
      <h2 id="results">
        {results.length} {results.length === 1 ? "result" : "results"}, rejects included
      </h2>
      <p className="max-w-prose text-soft">
        Each carries its number in the shot and the leaf of the one before, and the list at the end was itself written
        into the log: none can be left out.
      </p>
      <Table
        label="Results of the shot"
        head={
          <>
            <Th number>No.</Th>
            <Th>Version</Th>
            <Th>Who</Th>
            <Th wide>When</Th>
          </>
        }
      >
        {results.slice(0, MAX_ROWS).map((one) => {
          const isFile = fileOf !== undefined && one.record["assetId"] === fileOf;
          return (
            <tr key={one.index} className={isFile ? "bg-good-wash" : ""}>
              <Td number>{say(at(one.record, "chain", "number"))}</Td>
              <Td className="break-words" dir="auto">
                {versionOf(one)} {isFile && <Badge tone="good">this file</Badge>}
              </Td>
              <Td dir="auto">{personOf(one)}</Td>
              <Td wide>{when(one.record["assertedAt"])}</Td>
            </tr>
          );
        })}
      </Table>
      {results.length > MAX_ROWS && <p className="text-soft">… and {results.length - MAX_ROWS} more.</p>}
    </section>
  );
}
