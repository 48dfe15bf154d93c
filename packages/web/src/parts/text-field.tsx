import { useId, type ComponentProps, type ReactNode } from "react";

interface Props extends Omit<ComponentProps<"input">, "onChange" | "value"> {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** What to know before typing. */
  hint?: ReactNode;
  /** What is wrong with what was typed, and what to type. */
  error?: string | undefined;
  /** What stands before and behind the value within the field: `$`, `GB`. */
  before?: string;
  behind?: string;
}

/** One line of text with its name, and what is wrong with it where it is wrong. */
export function TextField({ label, value, onChange, hint, error, before, behind, className = "", ...rest }: Props) {
  const id = useId();
  const about = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className={`flex flex-col gap-1 ${className}`}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <span
        className={`flex min-h-9 items-center gap-1.5 rounded-md border bg-surface px-2.5 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent ${error ? "border-bad" : "border-edge"}`}
      >
        {before && <span className="text-soft">{before}</span>}
        <input
          type="text"
          autoComplete="off"
          {...rest}
          id={id}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={error !== undefined}
          aria-describedby={about || undefined}
          className="w-full min-w-0 bg-transparent py-1.5 tabular-nums outline-none placeholder:text-soft"
        />
        {behind && <span className="whitespace-nowrap text-soft">{behind}</span>}
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
