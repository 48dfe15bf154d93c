import { useId, type ComponentProps, type ReactNode } from "react";

interface Props extends Omit<ComponentProps<"input">, "onChange" | "value"> {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Help before typing. */
  hint?: ReactNode;
  /** What is wrong with the value, and what to enter. */
  error?: string | undefined;
  /** Units inside the field, before and after the value: `$`, `GB`. */
  prefix?: string;
  suffix?: string;
}

/** A labelled text input with hint and error. */
export function TextField({ label, value, onChange, hint, error, prefix, suffix, className = "", ...rest }: Props) {
  const id = useId();
  const describedBy = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className={`flex flex-col gap-1 ${className}`}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <span
        className={`flex min-h-9 items-center gap-1.5 rounded-md border bg-surface px-2.5 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent ${error ? "border-bad" : "border-edge"}`}
      >
        {prefix && <span className="text-soft">{prefix}</span>}
        <input
          type="text"
          autoComplete="off"
          {...rest}
          id={id}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={error !== undefined}
          aria-describedby={describedBy || undefined}
          className="w-full min-w-0 bg-transparent py-1.5 tabular-nums outline-none placeholder:text-soft"
        />
        {suffix && <span className="whitespace-nowrap text-soft">{suffix}</span>}
      </span>
      {hint && (
        <span id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </span>
      )}
      {error && (
        <span id={`${id}-error`} className="text-sm text-bad">
          {error}
        </span>
      )}
    </div>
  );
}
