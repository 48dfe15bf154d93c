import { Button } from "../../components/button.tsx";
import { setRandomSeed, setFieldValue, useDraft } from "./draft.ts";
import { controlClass, FieldFrame, FieldHint, type ControlProps } from "./field-frame.tsx";
import { clampToStep, describeRange, drawSeed, getDefaultValue, type Field } from "./values.ts";

type NumberField = Extract<Field, { type: "integer" | "number" }>;
type Props = ControlProps<NumberField>;

/** With more steps a slider is too fine to set by hand. */
const MAX_SLIDER_STEPS = 4000;

const getStep = (field: NumberField): number => field.step ?? (field.maximum - field.minimum) / 100;

interface NumberInputProps extends Pick<Props, "field" | "name" | "value"> {
  id?: string;
  label?: string;
  describedBy?: string;
  invalid?: true | undefined;
  disabled?: boolean;
  className?: string;
}

/** A number as text: invalid text is kept. The arrow keys change it by one step, with Shift by ten. */
function NumberInput({
  field,
  name,
  value,
  id,
  label,
  describedBy,
  invalid,
  disabled = false,
  className = "",
}: NumberInputProps) {
  return (
    <input
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={invalid}
      inputMode={field.type === "integer" ? "numeric" : "decimal"}
      autoComplete="off"
      value={String(value)}
      disabled={disabled}
      onChange={(event) => setFieldValue(name, event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
        event.preventDefault();
        const by = getStep(field) * (event.shiftKey ? 10 : 1) * (event.key === "ArrowUp" ? 1 : -1);
        const now = Number(value);
        setFieldValue(name, String(clampToStep(field, (Number.isFinite(now) ? now : Number(field.default)) + by)));
      }}
      className={`${controlClass} ${className}`}
    />
  );
}

/** A number input, with a slider if the range has few enough steps. */
export function NumberControl({ field, name, value, error }: Props) {
  const step = getStep(field);
  const hasSlider = (field.maximum - field.minimum) / step <= MAX_SLIDER_STEPS;
  const now = Number(value);
  return (
    <FieldFrame field={field} name={name} value={value} error={error}>
      {({ id, describedBy, invalid }) => (
        <div className="flex items-center gap-3">
          {hasSlider && (
            <input
              type="range"
              aria-label={`${field.label} slider`}
              min={field.minimum}
              max={field.maximum}
              step={step}
              value={Number.isFinite(now) ? now : field.default}
              onChange={(event) => setFieldValue(name, String(clampToStep(field, Number(event.target.value))))}
              className="h-6 min-w-0 flex-1 cursor-pointer accent-accent"
            />
          )}
          <NumberInput
            {...{ field, name, value, id, describedBy, invalid }}
            className={hasSlider ? "!w-24 shrink-0 text-right" : ""}
          />
        </div>
      )}
    </FieldFrame>
  );
}

/** A seed: a number, a button for a random one, or a new one for each job. */
export function SeedControl({ field, name, value, error }: Props) {
  const random = useDraft().randomSeeds.includes(name);
  return (
    <FieldFrame field={field} name={name} value={value} error={error}>
      {({ id, describedBy, invalid }) => (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <div className="flex min-w-40 flex-1 gap-2">
            <NumberInput {...{ field, name, value, id, describedBy, invalid }} disabled={random} />
            <Button
              variant="plain"
              disabled={random}
              aria-label={`New random value for ${field.label}`}
              title="New random value"
              onClick={() => setFieldValue(name, String(drawSeed(field)))}
            >
              <DiceIcon />
            </Button>
          </div>
          <label className="flex min-h-9 items-center gap-2 text-sm">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={random}
              onChange={(event) => setRandomSeed(name, event.target.checked)}
            />
            Random each time
          </label>
        </div>
      )}
    </FieldFrame>
  );
}

const DiceIcon = () => (
  <svg viewBox="0 0 20 20" aria-hidden="true" className="size-5">
    <rect x="2.75" y="2.75" width="14.5" height="14.5" rx="3" fill="none" stroke="currentColor" strokeWidth="1.5" />
    <g fill="currentColor">
      <circle cx="6.75" cy="6.75" r="1.4" />
      <circle cx="13.25" cy="6.75" r="1.4" />
      <circle cx="10" cy="10" r="1.4" />
      <circle cx="6.75" cy="13.25" r="1.4" />
      <circle cx="13.25" cy="13.25" r="1.4" />
    </g>
  </svg>
);

/** Width and height in one control, with presets. */
export function SizeControl({ width, height, picture }: { width: Props; height: Props; picture: Size | undefined }) {
  const setSize = (to: Size) => {
    setFieldValue(width.name, String(clampToStep(width.field, to.width)));
    setFieldValue(height.name, String(clampToStep(height.field, to.height)));
  };
  const now = { width: Number(width.value), height: Number(height.value) };
  const defaultSize = { width: Number(getDefaultValue(width.field)), height: Number(getDefaultValue(height.field)) };
  const area = Math.sqrt(defaultSize.width * defaultSize.height);
  const presets: [string, Size][] = [
    ["Default", defaultSize],
    ["Square", { width: area, height: area }],
    [
      defaultSize.width >= defaultSize.height ? "Portrait" : "Landscape",
      { width: defaultSize.height, height: defaultSize.width },
    ],
    ...(picture ? [["Match picture", picture] as [string, Size]] : []),
  ];
  const error = width.error ?? height.error;
  const hintId = `${width.name}-size-hint`;
  return (
    <fieldset className="flex min-w-0 flex-col gap-1 md:col-span-2">
      <legend className="mb-1 font-medium">Size</legend>
      <div className="flex flex-wrap items-center gap-2">
        {[width, height].map(({ field, name, value, error: wrong }, index) => (
          <div key={name} className="flex items-center gap-2">
            {index > 0 && (
              <span aria-hidden="true" className="text-soft">
                ×
              </span>
            )}
            <NumberInput
              {...{ field, name, value }}
              label={field.label}
              describedBy={hintId}
              invalid={wrong === undefined ? undefined : true}
              className="!w-24 text-right"
            />
          </div>
        ))}
        <Button
          variant="plain"
          aria-label="Swap width and height"
          title="Swap width and height"
          onClick={() => {
            setFieldValue(width.name, String(height.value));
            setFieldValue(height.name, String(width.value));
          }}
        >
          <svg viewBox="0 0 20 20" aria-hidden="true" className="size-5" fill="none" stroke="currentColor">
            <path d="M4 7h11m-3-3 3 3-3 3M16 13H5m3 3-3-3 3-3" strokeWidth="1.5" strokeLinejoin="round" />
          </svg>
        </Button>
        <div className="flex flex-wrap gap-1" role="group" aria-label="Sizes">
          {presets.map(([words, size]) => (
            <Button
              key={words}
              variant="quiet"
              size="sm"
              className="!text-soft aria-pressed:bg-sunken aria-pressed:!text-text"
              aria-pressed={
                clampToStep(width.field, size.width) === now.width &&
                clampToStep(height.field, size.height) === now.height
              }
              onClick={() => setSize(size)}
            >
              {words}
            </Button>
          ))}
        </div>
      </div>
      <FieldHint id={hintId} error={error}>
        {`Width ${describeRange(width.field)}; height ${describeRange(height.field)}`}
      </FieldHint>
    </fieldset>
  );
}
interface Size {
  width: number;
  height: number;
}
