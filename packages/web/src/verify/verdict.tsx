import type { ReactNode } from "react";
import { getAdvice } from "./advice.ts";
import type { CheckResult } from "./check.worker.ts";
import type { KeyInput } from "./keys.ts";
import { getPersonName, formatShot, formatTimestamp, type Valid } from "./record-facts.ts";
import { getPath, toText } from "./record-values.ts";

interface Props {
  state:
    | { kind: "empty" }
    | { kind: "busy"; share: number }
    | { kind: "answered"; answer: CheckResult }
    | { kind: "failed"; why: string };
  picture: File | undefined;
  certificate: File | undefined;
  keys: KeyInput;
  skipped: readonly string[];
}

const tones = {
  good: "border-good bg-good-wash text-good",
  warn: "border-warn bg-warn-wash text-warn",
  bad: "border-bad bg-bad-wash text-bad",
} as const;

/** The result in one sentence, with advice. A live region for screen readers. */
export function Verdict({ state, picture, certificate, keys, skipped }: Props) {
  return (
    <>
      <div role="status" aria-busy={state.kind === "busy"} className="flex flex-col gap-3 empty:hidden">
        {state.kind === "busy" && <p className="py-4 text-lg text-soft">Verifying…</p>}
        {state.kind === "failed" && (
          <Banner tone="bad" mark="✕" title="Verification failed to complete.">
            {state.why}. This says nothing about the file. Try again, or use a device with more memory.
          </Banner>
        )}
        {state.kind === "answered" && <ResultBanner {...state.answer} {...{ picture, certificate, keys }} />}
        {skipped.map((text) => (
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

function ResultBanner({
  verdict,
  picture,
  certificate,
  keys,
}: CheckResult & Pick<Props, "picture" | "certificate" | "keys">) {
  if (!verdict)
    return (
      <Banner tone="warn" mark="?" title="Add the certificate to verify this file.">
        Drop <b className="break-all">{picture?.name}.pegbar.json</b> as well. Ask the sender for it. The studio gets it
        with “Download with certificate” or with <code className="font-mono text-sm">pegbar download</code>.
      </Banner>
    );
  if (!verdict.valid)
    return (
      <Banner tone="bad" mark="✕" title={`Verification failed: ${getHeadline(verdict.reason)}.`}>
        {getAdvice(verdict.reason)}
        {getHeadline(verdict.reason) !== verdict.reason && (
          <span className="mt-2 block text-sm break-words text-soft">Details: {verdict.reason}.</span>
        )}
      </Banner>
    );
  if (!verdict.trusted)
    return (
      <Banner
        tone="warn"
        mark="!"
        title={
          keys.log.trim() === ""
            ? "Consistent, but not verified: no trusted keys."
            : "Consistent, but not verified: no valid trusted keys."
        }
      >
        {picture ? "File and certificate match" : "The certificate is consistent"}, but anybody can run a log. To verify
        that this is the right one, paste the log keys under “Trusted keys”.
      </Banner>
    );
  return (
    <Banner tone="good" mark="✓" title={describeProof(verdict)}>
      {picture ? (
        <>
          <span className="break-all">{picture.name}</span> is{" "}
          {isSigned(verdict) ? "the recorded file with content credentials" : "the recorded file"}, byte for byte. The
          record is in the log with your trusted keys.
        </>
      ) : (
        <>
          The records of <span className="break-all">{certificate?.name}</span> are in the log with your trusted keys.
          No file was compared. Drop a file to compare it.
        </>
      )}
    </Banner>
  );
}

/** The reason without leading hashes. */
const getHeadline = (reason: string): string => /^the file's SHA-256 is [^:]+: (.+)$/.exec(reason)?.[1] ?? reason;

/** Whether the file is the version with content credentials, not the original. */
const isSigned = ({ file }: Valid): boolean => file?.record["type"] === "asset.credentialed";

/** What a valid certificate proves, in one sentence. */
function describeProof(verdict: Valid): string {
  const results = verdict.statements.filter(({ record }) => record["type"] === "asset.generated");
  const one = verdict.made ?? results[0] ?? verdict.statements[0];
  if (!one) return "Verified.";
  if (verdict.about === "shot" && !verdict.file)
    return `Verified: ${formatShot(one)} has ${results.length} ${results.length === 1 ? "result" : "results"}, all listed here, including rejects.`;
  const made = one.record["type"] === "asset.generated" ? "made by" : "recorded for";
  return `Verified: ${made} ${getPersonName(one)} for ${formatShot(one)} on ${formatTimestamp(toText(getPath(one.record, "assertedAt")))}.`;
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
