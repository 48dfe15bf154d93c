import { useId, type ReactNode } from "react";
import { TextField } from "../components/text-field.tsx";
import { validateKeys, validateQuorum, type KeyInput } from "./keys.ts";

/** Input for the keys that the user trusts. */
export function KeysPanel({ keys, onChange }: { keys: KeyInput; onChange: (named: KeyInput) => void }) {
  const change = (part: Partial<KeyInput>) => onChange({ ...keys, ...part });
  return (
    <section aria-labelledby="keys" className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-5">
      <h2 id="keys">Trusted keys</h2>
      <KeysField
        label="Log keys"
        value={keys.log}
        onChange={(log) => change({ log })}
        hint={
          <>
            Get the log’s keys from a source other than the picture, because a forger can also forge a log: from your
            contract, the platform’s website, or with{" "}
            <code className="font-mono whitespace-nowrap">pegbar ledger key</code>. Paste them or drop the file. Keys
            are public; this browser stores them.
          </>
        }
      />
      <details>
        <summary className="text-sm font-medium">Witnesses</summary>
        <div className="mt-3 flex flex-col gap-4">
          <KeysField
            label="Witness keys"
            value={keys.witnesses}
            onChange={(witnesses) => change({ witnesses })}
            hint="Witnesses cosign the log, so that the platform can’t show different histories. Get their keys from the witnesses."
          />
          <TextField
            label="Required cosignatures"
            inputMode="numeric"
            value={keys.quorum}
            onChange={(quorum) => change({ quorum })}
            hint="Default: all witnesses."
            error={validateQuorum(keys)}
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
  const error = validateKeys(value);
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
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-hint${error ? ` ${id}-error` : ""}`}
        className={`w-full resize-y rounded-md border bg-surface px-2.5 py-1.5 font-mono text-xs break-all ${error ? "border-bad" : "border-edge"}`}
      />
      {error && (
        <span id={`${id}-error`} className="text-sm text-bad">
          {error}
        </span>
      )}
      <span id={`${id}-hint`} className="text-sm text-soft">
        {hint}
      </span>
    </div>
  );
}
