import { setValue, type Desk } from "./desk.ts";
import type { Problems } from "./compose.ts";
import { Frame, Options, type ControlProps } from "./field.tsx";
import { ModelControl } from "./model-field.tsx";
import { NumberControl, SeedControl, SizeControl } from "./number-fields.tsx";
import type { Place } from "./place.tsx";
import { TextControl } from "./text-field.tsx";
import { initial, keyOf, type Field, type Workflow } from "./values.ts";

interface Props {
  workflow: Workflow;
  desk: Desk;
  /** The show that the models must be cleared for. */
  show: Place["show"];
  problems: Problems;
  /** Size of the first picture that was brought. */
  picture: { width: number; height: number } | undefined;
}

/** The form of a workflow version: one control a field, in the version's order; width and height in one. */
export function Fields({ workflow, desk, show, problems, picture }: Props) {
  const propsOf = <F extends Field>(field: F): ControlProps<F> => {
    const name = keyOf(workflow, field);
    return { field, name, value: desk.values[name] ?? initial(field), problem: problems[`/parameters/${field.name}`] };
  };
  const { fields } = workflow.form;
  const [width, height] = [sideOf(fields, "width"), sideOf(fields, "height")];
  const paired = width !== undefined && height !== undefined;
  return (
    <div className="grid gap-x-6 gap-y-4 md:grid-cols-2">
      {fields.map((field) => {
        if (paired && field === height) return undefined;
        if (paired && field === width)
          return <SizeControl key="size" width={propsOf(width)} height={propsOf(height)} picture={picture} />;
        return <Control key={field.name} show={show} {...propsOf(field)} />;
      })}
    </div>
  );
}

type IntegerField = Extract<Field, { type: "integer" }>;
const sideOf = (fields: readonly Field[], purpose: "width" | "height"): IntegerField | undefined => {
  const found = fields.filter((field): field is IntegerField => field.type === "integer" && field.purpose === purpose);
  return found.length === 1 ? found[0] : undefined;
};

function Control({ field, show, ...rest }: ControlProps & Pick<Props, "show">) {
  switch (field.type) {
    case "string":
      return <TextControl field={field} {...rest} />;
    case "boolean":
      return <Switch field={field} {...rest} />;
    case "model":
      return <ModelControl field={field} show={show} {...rest} />;
    case "choice":
      return <Choice field={field} {...rest} />;
    default:
      return field.purpose === "seed" ? (
        <SeedControl field={field} {...rest} />
      ) : (
        <NumberControl field={field} {...rest} />
      );
  }
}

function Switch({ field, name, value, problem }: ControlProps) {
  return (
    <Frame {...{ field, name, value, problem }}>
      {({ id, described, invalid }) => (
        <div className="flex min-h-9 items-center gap-2">
          <input
            id={id}
            type="checkbox"
            role="switch"
            aria-describedby={described}
            aria-invalid={invalid}
            checked={value === true}
            onChange={(event) => setValue(name, event.target.checked)}
            className="size-4 accent-accent"
          />
          <span aria-hidden="true" className="text-soft">
            {value === true ? "On" : "Off"}
          </span>
        </div>
      )}
    </Frame>
  );
}

function Choice({ field, name, value, problem }: ControlProps<Extract<Field, { type: "choice" }>>) {
  return (
    <Frame {...{ field, name, value, problem }}>
      {(ids) => (
        <Options {...{ ids, name, value }}>
          {field.choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </Options>
      )}
    </Frame>
  );
}
