import { useState } from "react";
import { TextField } from "../../../../../components/text-field.tsx";

interface Props {
  label: string;
  value: number | undefined;
  error: string | undefined;
  /** An empty text means no value. */
  optional?: boolean;
  /** Called with NaN for a text that is not a number. */
  onChange: (value: number | undefined) => void;
}

/** A number of a field's settings. Keeps what is typed, also while it is not a number. */
export function NumberSetting({ label, value, error, optional = false, onChange }: Props) {
  const [text, setText] = useState(Number.isFinite(value) ? String(value) : "");
  return (
    <TextField
      label={label}
      inputMode="decimal"
      value={text}
      error={error}
      onChange={(typed) => {
        setText(typed);
        const trimmed = typed.trim();
        onChange(trimmed === "" ? (optional ? undefined : NaN) : Number(trimmed));
      }}
    />
  );
}
