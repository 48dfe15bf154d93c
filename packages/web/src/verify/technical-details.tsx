import type { RawRecord } from "./check.worker.ts";

/** The raw records and proofs, for manual verification. */
export const TechnicalDetails = ({ raw }: { raw: readonly RawRecord[] }) => (
  <details className="rounded-lg border border-line bg-surface p-5 md:px-6 print:hidden">
    <summary className="font-semibold">Technical details</summary>
    {raw.map(({ record, leaf, index, proof }) => (
      <div key={index} className="mt-4 flex flex-col gap-3 border-t border-line pt-4">
        <Text name={`Record, leaf ${index} of the studio’s log`} text={record} />
        <Text name="Leaf: SHA-256 of a zero byte and the record" text={leaf} />
        <Text name="Proof, as C2SP tlog-proof, with the signed checkpoint" text={proof} />
      </div>
    ))}
  </details>
);

const Text = ({ name, text }: { name: string; text: string }) => (
  <div>
    <p className="mb-1 text-sm text-soft">{name}</p>
    <pre
      tabIndex={0}
      aria-label={name}
      role="region"
      className="max-h-56 overflow-auto rounded-md bg-sunken p-3 font-mono text-xs break-all whitespace-pre-wrap"
    >
      {text}
    </pre>
  </div>
);
