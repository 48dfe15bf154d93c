import type { Statement, Trusted } from "@pegbar/verify";
import type { RawRecord } from "./check.worker.ts";
import { FactList } from "./fact-list.tsx";
import { Results } from "./results.tsx";
import { listFacts, getTitle, type Valid } from "./record-facts.ts";
import { TechnicalDetails } from "./technical-details.tsx";
import { Signatures } from "./signatures.tsx";

/** Contents of a valid certificate: records, signatures, and the data for manual verification. */
export function Report({
  verdict,
  raw,
  trusted,
}: {
  verdict: Valid;
  raw: readonly RawRecord[];
  trusted: Trusted | undefined;
}) {
  const erased = verdict.statements.filter(({ record }) => record["type"] === "redacted");
  const ofFile = [verdict.made, verdict.file].filter((one) => one !== undefined);
  const shown =
    verdict.about === "shot"
      ? [...new Map([...ofFile, ...erased].map((one) => [one.index, one])).values()]
      : verdict.statements;
  return (
    <>
      {verdict.about === "shot" && <Results verdict={verdict} />}
      {shown.map((statement) => (
        <RecordSection key={statement.index} statement={statement} />
      ))}
      <Signatures verdict={verdict} trusted={trusted} />
      <TechnicalDetails raw={raw} />
    </>
  );
}

function RecordSection({ statement }: { statement: Statement }) {
  const title = getTitle(statement);
  return (
    <section
      aria-label={title}
      className="rounded-lg border border-line bg-surface p-5 md:p-6 print:border-0 print:p-0"
    >
      <h2>{title}</h2>
      <FactList facts={listFacts(statement)} />
    </section>
  );
}
