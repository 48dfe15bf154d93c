import { Select } from "../../../../../components/select.tsx";
import { TextField } from "../../../../../components/text-field.tsx";
import { strings } from "../../../../../strings/workflows.ts";
import type { Field } from "./edit-form.ts";
import type { ItemProblems } from "./form-problems.ts";
import { NumberSetting } from "./number-setting.tsx";

interface Props<F extends Field = Field> {
  field: F;
  problems: ItemProblems;
  onChange: (field: F) => void;
}

/** Default and accepted values of a field, by its type. */
export function FieldSettings({ field, problems, onChange }: Props) {
  switch (field.type) {
    case "integer":
    case "number":
      return <NumberSettings {...{ field, problems, onChange }} />;
    case "boolean":
      return (
        <Check
          label={strings.onByDefault}
          checked={field.default}
          onChange={(checked) => onChange({ ...field, default: checked })}
        />
      );
    case "string":
      return (
        <>
          <Default
            value={field.default}
            problems={problems}
            onChange={(text) => onChange({ ...field, default: text })}
          />
          <NumberSetting
            label={strings.maxLength}
            value={field.maxLength}
            error={problems["maxLength"]}
            onChange={(value = NaN) => onChange({ ...field, maxLength: value })}
          />
          <Check
            label={strings.multiline}
            checked={field.multiline}
            onChange={(checked) => onChange({ ...field, multiline: checked })}
          />
        </>
      );
    case "choice":
      return <ChoiceSettings {...{ field, problems, onChange }} />;
    case "model":
      return (
        <Default value={field.default} problems={problems} onChange={(text) => onChange({ ...field, default: text })} />
      );
  }
}

function NumberSettings({ field, problems, onChange }: Props<Extract<Field, { type: "integer" | "number" }>>) {
  // The exact limits of integers beyond 2^53 apply until a limit is chosen.
  const change = (changes: { minimum?: number; maximum?: number }) => {
    const next = { ...field, ...changes };
    if (next.type === "integer" && "minimum" in changes) delete next.exactMinimum;
    if (next.type === "integer" && "maximum" in changes) delete next.exactMaximum;
    onChange(next);
  };
  return (
    <>
      <NumberSetting
        label={strings.minimum}
        value={field.minimum}
        error={problems["minimum"]}
        onChange={(minimum = NaN) => change({ minimum })}
      />
      <NumberSetting
        label={strings.maximum}
        value={field.maximum}
        error={problems["maximum"]}
        onChange={(maximum = NaN) => change({ maximum })}
      />
      <NumberSetting
        label={strings.step}
        value={field.step}
        error={problems["step"]}
        optional={field.type === "number"}
        onChange={(step) => {
          if (field.type === "integer") return onChange({ ...field, step: step ?? NaN });
          const { step: _, ...rest } = field;
          onChange(step === undefined ? rest : { ...rest, step });
        }}
      />
      {field.type === "integer" ? (
        <Default
          value={String(field.default)}
          problems={problems}
          // Beyond ±(2^53 - 1) an integer is a text of digits. Other texts are a problem of the field.
          onChange={(text) => {
            const number = /^\s*-?\d+\s*$/.test(text) ? Number(text) : NaN;
            onChange({ ...field, default: Number.isSafeInteger(number) ? number : text.trim() });
          }}
        />
      ) : (
        <NumberSetting
          label={strings.default}
          value={field.default}
          error={problems["default"]}
          onChange={(value = NaN) => onChange({ ...field, default: value })}
        />
      )}
    </>
  );
}

interface DefaultProps {
  value: string;
  problems: ItemProblems;
  onChange: (text: string) => void;
}

const Default = ({ value, problems, onChange }: DefaultProps) => (
  <TextField label={strings.default} value={value} error={problems["default"]} onChange={onChange} />
);

function ChoiceSettings({ field, problems, onChange }: Props<Extract<Field, { type: "choice" }>>) {
  return (
    <>
      <Select
        label={strings.default}
        value={field.default}
        options={field.choices.map((choice) => [choice, choice])}
        onChange={(choice) => onChange({ ...field, default: choice })}
      />
      <fieldset className="flex flex-col gap-1 md:col-span-2">
        <legend className="text-sm font-medium">{strings.choices}</legend>
        <div className="flex flex-wrap gap-x-4 gap-y-1">
          {field.choices.map((choice) => (
            <span key={choice} className="flex items-center gap-1.5 text-sm">
              {choice}
              <button
                type="button"
                aria-label={strings.removeChoice(choice)}
                disabled={choice === field.default}
                title={choice === field.default ? strings.defaultStays : strings.removeChoice(choice)}
                onClick={() => onChange({ ...field, choices: field.choices.filter((one) => one !== choice) })}
                className="rounded-sm px-1 hover:bg-sunken disabled:opacity-50"
              >
                ×
              </button>
            </span>
          ))}
        </div>
        {problems["choices"] && <span className="text-sm text-bad">{problems["choices"]}</span>}
      </fieldset>
    </>
  );
}

const Check = ({ label, checked, onChange }: { label: string; checked: boolean; onChange: (on: boolean) => void }) => (
  <label className="flex min-h-9 items-center gap-2 self-end">
    <input
      type="checkbox"
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
      className="size-4 accent-accent"
    />
    {label}
  </label>
);
