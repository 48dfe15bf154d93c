import { hasFrames, setFieldValue, type Draft } from "./draft.ts";
import type { FieldErrors } from "./compose-jobs.ts";
import { FieldFrame, SelectControl, type ControlProps } from "./field-frame.tsx";
import { ModelControl } from "./model-control.tsx";
import { NumberControl, SeedControl, SizeControl } from "./number-controls.tsx";
import type { ShotTarget } from "./shot-select.tsx";
import { TextControl } from "./text-control.tsx";
import { getDefaultValue, getValueKey, type Field, type Workflow } from "./values.ts";

interface Props {
  workflow: Workflow;
  draft: Draft;
  /** The show that models must be cleared for. */
  show: ShotTarget["show"];
  errors: FieldErrors;
  /** Size of the first uploaded picture. */
  picture: { width: number; height: number } | undefined;
}

/** The form of a workflow version: one control per field, in order; width and height share one. */
export function Fields({ workflow, draft, show, errors, picture }: Props) {
  const getProps = <F extends Field>(field: F): ControlProps<F> => {
    const name = getValueKey(workflow, field);
    return {
      field,
      name,
      value: draft.values[name] ?? getDefaultValue(field),
      error: errors[`/parameters/${field.name}`],
    };
  };
  const { lengthField } = workflow.form.window ?? {};
  // The length of a window follows from the frames.
  const fields = workflow.form.fields.filter(({ name }) => !hasFrames(draft) || name !== lengthField);
  const [width, height] = [findSideField(fields, "width"), findSideField(fields, "height")];
  const hasSize = width !== undefined && height !== undefined;
  return (
    <div className="grid gap-x-6 gap-y-4 md:grid-cols-2">
      {fields.map((field) => {
        if (hasSize && field === height) return undefined;
        if (hasSize && field === width)
          return <SizeControl key="size" width={getProps(width)} height={getProps(height)} picture={picture} />;
        return <Control key={field.name} show={show} {...getProps(field)} />;
      })}
    </div>
  );
}

type IntegerField = Extract<Field, { type: "integer" }>;
const findSideField = (fields: readonly Field[], purpose: "width" | "height"): IntegerField | undefined => {
  const found = fields.filter((field): field is IntegerField => field.type === "integer" && field.purpose === purpose);
  return found.length === 1 ? found[0] : undefined;
};

function Control({ field, show, ...rest }: ControlProps & Pick<Props, "show">) {
  switch (field.type) {
    case "string":
      return <TextControl field={field} {...rest} />;
    case "boolean":
      return <SwitchControl field={field} {...rest} />;
    case "model":
      return <ModelControl field={field} show={show} {...rest} />;
    case "choice":
      return <ChoiceControl field={field} {...rest} />;
    default:
      return field.purpose === "seed" ? (
        <SeedControl field={field} {...rest} />
      ) : (
        <NumberControl field={field} {...rest} />
      );
  }
}

function SwitchControl({ field, name, value, error }: ControlProps) {
  return (
    <FieldFrame {...{ field, name, value, error }}>
      {({ id, describedBy, invalid }) => (
        <div className="flex min-h-9 items-center gap-2">
          <input
            id={id}
            type="checkbox"
            role="switch"
            aria-describedby={describedBy}
            aria-invalid={invalid}
            checked={value === true}
            onChange={(event) => setFieldValue(name, event.target.checked)}
            className="size-4 accent-accent"
          />
          <span aria-hidden="true" className="text-soft">
            {value === true ? "On" : "Off"}
          </span>
        </div>
      )}
    </FieldFrame>
  );
}

function ChoiceControl({ field, name, value, error }: ControlProps<Extract<Field, { type: "choice" }>>) {
  return (
    <FieldFrame {...{ field, name, value, error }}>
      {(ids) => (
        <SelectControl {...{ ids, name, value }}>
          {field.choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </SelectControl>
      )}
    </FieldFrame>
  );
}
