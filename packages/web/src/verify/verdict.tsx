import type { ReactNode } from "react";
import { adviceFor } from "./advice.ts";
import type { Answer } from "./check.worker.ts";
import type { Named } from "./keys.ts";
import { at, personOf, placeOf, say, when, type Valid } from "./story.ts";

interface Props {
  state:
    | { kind: "empty" }
    | { kind: "busy"; share: number }
    | { kind: "answered"; answer: Answer }
    | { kind: "failed"; why: string };
  picture: File | undefined;
  certificate: File | undefined;
  named: Named;
  passedOver: readonly string[];
}

const tones = {
  good: "border-good bg-good-wash text-good",
  warn: "border-warn bg-warn-wash text-warn",
  bad: "border-bad bg-bad-wash text-bad",
} as const;

/** One sentence, and what to do. Said aloud by screen readers whenever it changes. */
export function Verdict({ state, picture, certificate, named, passedOver }: Props) {
  return (
    <>
      <div role="status" aria-busy={state.kind === "busy"} className="flex flex-col gap-3 empty:hidden">
        {state.kind === "busy" && <p className="py-4 text-lg text-soft">Checking …</p>}
        {state.kind === "failed" && (
          <Banner tone="bad" mark="✕" title="The check did not come to an end.">
            {state.why}. Nothing is said about the file. Try again, on a machine with more memory if need be.
          </Banner>
        )}
        {state.kind === "answered" && <Answered {...state.answer} {...{ picture, certificate, named }} />}
        {passedOver.map((text) => (
          <p key={text} className="rounded-md border border-line bg-surface px-4 py-2.5 text-sm">
            {text}
          </p>
        ))}
      </div>
      {state.kind === "busy" && state.share > 0 && (
        <progress aria-label="Reading the file" max={1} value={state.share} className="h-1.5 w-full accent-accent" />
      )}
    </>
  );
}

function Answered({ verdict, picture, certificate, named }: Answer & Pick<Props, "picture" | "certificate" | "named">) {
  if (!verdict)
    return (
      <Banner tone="warn" mark="?" title="A file without its certificate proves nothing.">
        Drop <b className="break-all">{picture?.name}.pegbar.json</b> as well. Whoever gave you the file has it; whoever
        made it gets it with “Download with certificate”, or with{" "}
        <code className="font-mono text-sm">pegbar download</code>.
      </Banner>
    );
  if (!verdict.valid)
    return (
      <Banner tone="bad" mark="✕" title={`Refused: ${headline(verdict.reason)}.`}>
        {adviceFor(verdict.reason)}
        {headline(verdict.reason) !== verdict.reason && (
          <span className="mt-2 block text-sm break-words text-soft">
            In the verifier&apos;s words: {verdict.reason}.
          </span>
        )}
      </Banner>
    );
  if (!verdict.trusted)
    return (
      <Banner
        tone="warn"
        mark="!"
        title={`True to itself, but you named no key${named.log.trim() === "" ? "" : " that can be read"}.`}
      >
        {picture ? "File and certificate belong together" : "Every part of the certificate fits the others"}; whether
        the log is the right one is open, because anybody can make a log of their own. Paste the log&apos;s keys under
        “Whom you trust”.
      </Banner>
    );
  return (
    <Banner tone="good" mark="✓" title={sentence(verdict)}>
      {picture ? (
        <>
          <span className="break-all">{picture.name}</span> is{" "}
          {isSigned(verdict) ? "the recorded file with content credentials" : "the recorded file"}, byte for byte, and
          the record stands in the log that holds the keys you named.
        </>
      ) : (
        <>
          The records of <span className="break-all">{certificate?.name}</span> stand in the log that holds the keys you
          named. No file was compared: drop one to see whether it is the one.
        </>
      )}
    </Banner>
  );
}

/** A reason without the hashes that it begins with: they make no headline. */
const headline = (reason: string): string => /^the file's SHA-256 is [^:]+: (.+)$/.exec(reason)?.[1] ?? reason;

/** Whether the file is the one with content credentials, and not the one they were put into. */
const isSigned = ({ file }: Valid): boolean => file?.record["type"] === "asset.credentialed";

/** What is proven and by whom, for a certificate that holds. */
function sentence(verdict: Valid): string {
  const results = verdict.statements.filter(({ record }) => record["type"] === "asset.generated");
  const one = verdict.made ?? results[0] ?? verdict.statements[0];
  if (!one) return "Proven.";
  if (verdict.about === "shot" && !verdict.file)
    return `Proven: ${placeOf(one)} has ${results.length} ${results.length === 1 ? "result" : "results"}, and all are here, rejects included.`;
  const made = one.record["type"] === "asset.generated" ? "made by" : "recorded for";
  return `Proven: ${made} ${personOf(one)} for ${placeOf(one)} on ${when(say(at(one.record, "assertedAt")))}.`;
}

function Banner({
  tone,
  mark,
  title,
  children,
}: {
  tone: keyof typeof tones;
  mark: string;
  title: string;
  children: ReactNode;
}) {
  return (
    <div className={`flex gap-4 rounded-lg border-l-4 p-5 md:p-6 print:border ${tones[tone]}`}>
      <span aria-hidden="true" className="text-2xl leading-none font-bold">
        {mark}
      </span>
      <div className="min-w-0">
        <h2 className="text-xl break-words" dir="auto">
          {title}
        </h2>
        <p className="mt-1.5 max-w-prose text-text">{children}</p>
      </div>
    </div>
  );
}
