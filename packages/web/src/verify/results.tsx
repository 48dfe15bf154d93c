import { Badge, Table, Td, Th } from "../components/table.tsx";
import { getPersonName, getVersionName, formatTimestamp, type Valid } from "./record-facts.ts";
import { getPath, toText } from "./record-values.ts";

/** Limit for responsiveness; the certificate file contains all results. */
const MAX_ROWS = 500;

/** All results of a shot, with the row of the verified file marked. */
export function Results({ verdict }: { verdict: Valid }) {
  const results = verdict.statements.filter(({ record }) => record["type"] === "asset.generated");
  const fileOf = verdict.file?.record["assetId"];
  return (
    <section aria-labelledby="results" className="flex flex-col gap-3">
      <h2 id="results">
        {results.length} {results.length === 1 ? "result" : "results"}, including rejects
      </h2>
      <p className="max-w-prose text-soft">
        Each record contains its number in the shot and the leaf hash of the previous record, and the log contains the
        complete list. No result can be left out.
      </p>
      <Table
        label="Results of the shot"
        head={
          <>
            <Th number>No.</Th>
            <Th>Version</Th>
            <Th>Person</Th>
            <Th wide>Time</Th>
          </>
        }
      >
        {results.slice(0, MAX_ROWS).map((one) => {
          const isFile = fileOf !== undefined && one.record["assetId"] === fileOf;
          return (
            <tr key={one.index} className={isFile ? "bg-good-wash" : ""}>
              <Td number>{toText(getPath(one.record, "chain", "number"))}</Td>
              <Td className="break-words" dir="auto">
                {getVersionName(one)} {isFile && <Badge tone="good">this file</Badge>}
              </Td>
              <Td dir="auto">{getPersonName(one)}</Td>
              <Td wide>{formatTimestamp(one.record["assertedAt"])}</Td>
            </tr>
          );
        })}
      </Table>
      {results.length > MAX_ROWS && <p className="text-soft">… and {results.length - MAX_ROWS} more.</p>}
    </section>
  );
}
