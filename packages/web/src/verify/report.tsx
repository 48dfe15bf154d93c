import type { Statement, Verdict } from "@pegbar/verify";
import type { Raw } from "./check.worker.ts";
import { Results } from "./results.tsx";
import { factsOf, titleOf, type Fact } from "./story.ts";
import { Technical } from "./technical.tsx";
import { Vouchers } from "./vouchers.tsx";

export type Valid = Extract<Verdict, { valid: true }>;

/** What a certificate that holds says: the story, who vouches for it, and the parts to reckon it by hand. */
export function Report({
  verdict,
  raw,
  trustedKeys,
}: {
  verdict: Valid;
  raw: readonly Raw[];
  trustedKeys: readonly string[];
}) {
  const told = verdict.about === "shot" ? [verdict.file].filter((one) => one !== undefined) : verdict.statements;
  return (
    <>
      {verdict.about === "shot" && <Results verdict={verdict} />}
      {told.map((statement) => (
        <Story key={statement.index} statement={statement} />
      ))}
      <Vouchers verdict={verdict} trustedKeys={trustedKeys} />
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

export const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <dl className="mt-3 flex flex-col">
    {facts.map(({ name, values, withheld }, key) => (
      <div
        key={key}
        className="grid gap-x-6 gap-y-0.5 border-t border-line py-2.5 first:border-t-0 sm:grid-cols-[9rem_minmax(0,1fr)]"
      >
        <dt className="text-soft">{name}</dt>
        <dd className="flex flex-col gap-1.5">
          {withheld && <span className="text-soft italic">withheld, or erased since; the record commits to it</span>}
          {values.map(({ text, code }, key) => (
            <span key={key} dir="auto" className="break-words whitespace-pre-wrap">
              {text}
              {code !== undefined && code !== "" && (
                <code className="block font-mono text-xs leading-normal break-all text-soft">{code}</code>
              )}
            </span>
          ))}
        </dd>
      </div>
    ))}
  </dl>
);
