import { useId, type ReactNode } from "react";
import { Button } from "../../components/button.tsx";
import { setFieldValue } from "./draft.ts";
import { getDefaultValue, describeRange, type Field, type RawValue } from "./values.ts";

/** Props of every form control. */
export interface ControlProps<F extends Field = Field> {
  field: F;
  /** Key of the value in the draft. */
  name: string;
  value: RawValue;
  error: string | undefined;
}

interface FrameProps extends Pick<ControlProps, "field" | "name" | "value" | "error"> {
  children: (ids: { id: string; describedBy: string; invalid: true | undefined }) => ReactNode;
  /** Buttons next to the label. */
  action?: ReactNode;
  wide?: boolean;
}

export const controlClass =
  "w-full rounded-md border bg-surface px-2.5 py-1.5 hover:border-edge aria-invalid:border-bad border-line tabular-nums";

/** A control with its label, a reset button, and one line for the hint or error. */
export function FieldFrame({ field, name, value, error, children, action, wide = false }: FrameProps) {
  const id = useId();
  const describedBy = `${id}-hint`;
  const defaultValue = getDefaultValue(field);
  return (
    <div className={`flex min-w-0 flex-col gap-1 ${wide ? "md:col-span-2" : ""}`}>
      <div className="flex min-h-7 items-center justify-between gap-2">
        <label htmlFor={id} className="font-medium">
          {field.label}
        </label>
        <div className="flex items-center gap-1">
          {action}
          {value !== defaultValue && field.type !== "string" && (
            <Button variant="quiet" size="sm" className="!text-soft" onClick={() => setFieldValue(name, defaultValue)}>
              Reset<span className="sr-only"> {field.label} to default</span>
            </Button>
          )}
        </div>
      </div>
      {children({ id, describedBy, invalid: error === undefined ? undefined : true })}
      <FieldHint id={describedBy} error={error}>
        {[field.help, describeRange(field)].filter(Boolean).join(". ") || undefined}
      </FieldHint>
    </div>
  );
}

interface OptionsProps extends Pick<ControlProps, "name" | "value"> {
  /** Ids from {@link FieldFrame}. */
  ids: Parameters<FrameProps["children"]>[0];
  children: ReactNode;
}

/** A select in a {@link FieldFrame}. */
export const SelectControl = ({ ids: { id, describedBy, invalid }, name, value, children }: OptionsProps) => (
  <select
    id={id}
    aria-describedby={describedBy}
    aria-invalid={invalid}
    value={String(value)}
    onChange={(event) => setFieldValue(name, event.target.value)}
    className={`${controlClass} min-h-9`}
  >
    {children}
  </select>
);

/** The hint, or the error in its place. */
export function FieldHint({ id, error, children }: { id: string; error: string | undefined; children?: ReactNode }) {
  return (
    <p id={id} className={`min-h-5 empty:hidden text-sm ${error === undefined ? "text-soft" : "font-medium text-bad"}`}>
      {error ?? children}
    </p>
  );
}
