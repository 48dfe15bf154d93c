import { useId, type ReactNode } from "react";
import { TextField } from "../parts/text-field.tsx";
import { wrongKeys, wrongQuorum, type Named } from "./keys.ts";

/** The keys that the reader trusts, and where one gets them. */
export function KeysPanel({ named, onChange }: { named: Named; onChange: (named: Named) => void }) {
  const change = (part: Partial<Named>) => onChange({ ...named, ...part });
  return (
    <section aria-labelledby="keys" className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-5">
      <h2 id="keys">Whom you trust</h2>
      <KeysField
        label="The log's keys"
        value={named.log}
        onChange={(log) => change({ log })}
        hint={
          <>
            Whoever can forge a picture can forge a log for it. So get the keys from elsewhere than the picture: from
            your contract, from the platform&apos;s own site, or with{" "}
            <code className="font-mono whitespace-nowrap">pegbar ledger key</code>. Paste them, or drop the file. They
            are public, and this browser keeps them.
          </>
        }
      />
      <details>
        <summary className="text-sm font-medium">Witnesses</summary>
        <div className="mt-3 flex flex-col gap-4">
          <KeysField
            label="Witnesses' keys"
            value={named.witnesses}
            onChange={(witnesses) => change({ witnesses })}
            hint="Witnesses cosign the log's head so that the platform cannot show two histories. Their keys come from the witnesses themselves."
          />
          <TextField
            label="How many must have cosigned"
            inputMode="numeric"
            value={named.quorum}
            onChange={(quorum) => change({ quorum })}
            hint="All of them, unless you say otherwise."
            error={wrongQuorum(named)}
          />
        </div>
      </details>
    </section>
  );
}

interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint: ReactNode;
}

function KeysField({ label, value, onChange, hint }: FieldProps) {
  const id = useId();
  const wrong = wrongKeys(value);
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <textarea
        id={id}
        rows={3}
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={({ target }) => onChange(target.value)}
        aria-invalid={wrong !== undefined}
        aria-describedby={`${id}-hint${wrong ? ` ${id}-error` : ""}`}
        className={`w-full resize-y rounded-md border bg-surface px-2.5 py-1.5 font-mono text-xs break-all ${wrong ? "border-bad" : "border-edge"}`}
      />
      {wrong && (
        <span id={`${id}-error`} className="text-sm text-bad">
          {wrong}
        </span>
      )}
      <span id={`${id}-hint`} className="text-sm text-soft">
        {hint}
      </span>
    </div>
  );
}
