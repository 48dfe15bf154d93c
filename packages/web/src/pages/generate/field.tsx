import { useId, type ReactNode } from "react";
import { Button } from "../../parts/button.tsx";
import { setValue } from "./desk.ts";
import { initial, rangeOf, type Field, type Raw } from "./values.ts";

/** What every control of the form is given. */
export interface ControlProps<F extends Field = Field> {
  field: F;
  /** Where its value is kept. */
  name: string;
  value: Raw;
  problem: string | undefined;
}

interface FrameProps extends Pick<ControlProps, "field" | "name" | "value" | "problem"> {
  children: (ids: { id: string; described: string; invalid: true | undefined }) => ReactNode;
  /** Beside the label. */
  aside?: ReactNode;
  wide?: boolean;
}

export const boxed =
  "w-full rounded-md border bg-surface px-2.5 py-1.5 hover:border-edge aria-invalid:border-bad border-line tabular-nums";

/** A control with its label, the way back to the default, and one line that says what fits or what is wrong, in one place. */
export function Frame({ field, name, value, problem, children, aside, wide = false }: FrameProps) {
  const id = useId();
  const described = `${id}-says`;
  const start = initial(field);
  return (
    <div className={`flex min-w-0 flex-col gap-1 ${wide ? "md:col-span-2" : ""}`}>
      <div className="flex min-h-7 items-center justify-between gap-2">
        <label htmlFor={id} className="font-medium">
          {field.label}
        </label>
        <div className="flex items-center gap-1">
          {aside}
          {value !== start && field.type !== "string" && (
            <Button look="quiet" size="sm" className="!text-soft" onClick={() => setValue(name, start)}>
              Default<span className="sr-only"> of {field.label}</span>
            </Button>
          )}
        </div>
      </div>
      {children({ id, described, invalid: problem === undefined ? undefined : true })}
      <Says id={described} problem={problem}>
        {[field.help, rangeOf(field)].filter(Boolean).join(". ") || undefined}
      </Says>
    </div>
  );
}

interface OptionsProps extends Pick<ControlProps, "name" | "value"> {
  /** As {@link Frame} hands them to its control. */
  ids: Parameters<FrameProps["children"]>[0];
  children: ReactNode;
}

/** One of several, in a frame. */
export const Options = ({ ids: { id, described, invalid }, name, value, children }: OptionsProps) => (
  <select
    id={id}
    aria-describedby={described}
    aria-invalid={invalid}
    value={String(value)}
    onChange={(event) => setValue(name, event.target.value)}
    className={`${boxed} min-h-9`}
  >
    {children}
  </select>
);

/** What fits, or what is wrong, in the same place. */
export function Says({ id, problem, children }: { id: string; problem: string | undefined; children?: ReactNode }) {
  return (
    <p
      id={id}
      className={`min-h-5 empty:hidden text-sm ${problem === undefined ? "text-soft" : "font-medium text-bad"}`}
    >
      {problem ?? children}
    </p>
  );
}
