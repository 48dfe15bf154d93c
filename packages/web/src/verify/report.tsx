import type { Statement, Trusted } from "@pegbar/verify";
import type { Raw } from "./check.worker.ts";
import { Facts } from "./facts.tsx";
import { Results } from "./results.tsx";
import { factsOf, titleOf, type Valid } from "./story.ts";
import { Technical } from "./technical.tsx";
import { Vouchers } from "./vouchers.tsx";

/** What a certificate that holds says: the story, who vouches for it, and the parts to reckon it by hand. */
export function Report({
  verdict,
  raw,
  trusted,
}: {
  verdict: Valid;
  raw: readonly Raw[];
  trusted: Trusted | undefined;
}) {
  const erased = verdict.statements.filter(({ record }) => record["type"] === "redacted");
  const ofFile = [verdict.made, verdict.file].filter((one) => one !== undefined);
  const told =
    verdict.about === "shot"
      ? [...new Map([...ofFile, ...erased].map((one) => [one.index, one])).values()]
      : verdict.statements;
  return (
    <>
      {verdict.about === "shot" && <Results verdict={verdict} />}
      {told.map((statement) => (
        <Story key={statement.index} statement={statement} />
      ))}
      <Vouchers verdict={verdict} trusted={trusted} />
      <Technical raw={raw} />
    </>
  );
}

function Story({ statement }: { statement: Statement }) {
  const title = titleOf(statement);
  return (
    <section
      aria-label={title}
      className="rounded-lg border border-line bg-surface p-5 md:p-6 print:border-0 print:p-0"
    >
      <h2>{title}</h2>
      <Facts facts={factsOf(statement)} />
    </section>
  );
}
