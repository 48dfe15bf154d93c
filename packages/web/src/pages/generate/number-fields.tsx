import { Button } from "../../parts/button.tsx";
import { setRandom, setValue, useDesk } from "./desk.ts";
import { boxed, Frame, Says, type ControlProps } from "./field.tsx";
import { fitting, initial, roll, shown, type Field } from "./values.ts";

type NumberField = Extract<Field, { type: "integer" | "number" }>;
type Props = ControlProps<NumberField>;

/** Finer than this a slider cannot be set by hand. */
const MOST_STEPS = 4000;

const stepOf = (field: NumberField): number => field.step ?? (field.maximum - field.minimum) / 100;

interface EntryProps extends Pick<Props, "field" | "name" | "value"> {
  id?: string;
  label?: string;
  described?: string;
  invalid?: true | undefined;
  disabled?: boolean;
  className?: string;
}

/** Exact entry: what was typed stays as it is; the arrow keys step, with Shift by ten. */
function Entry({ field, name, value, id, label, described, invalid, disabled = false, className = "" }: EntryProps) {
  return (
    <input
      id={id}
      aria-label={label}
      aria-describedby={described}
      aria-invalid={invalid}
      inputMode={field.type === "integer" ? "numeric" : "decimal"}
      autoComplete="off"
      value={String(value)}
      disabled={disabled}
      onChange={(event) => setValue(name, event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
        event.preventDefault();
        const by = stepOf(field) * (event.shiftKey ? 10 : 1) * (event.key === "ArrowUp" ? 1 : -1);
        const now = Number(value);
        setValue(name, String(fitting(field, (Number.isFinite(now) ? now : field.default) + by)));
      }}
      className={`${boxed} ${className}`}
    />
  );
}

/** A number: a slider where its range allows one, and the exact entry beside it. */
export function NumberControl({ field, name, value, problem }: Props) {
  const step = stepOf(field);
  const slides = (field.maximum - field.minimum) / step <= MOST_STEPS;
  const now = Number(value);
  return (
    <Frame field={field} name={name} value={value} problem={problem}>
      {({ id, described, invalid }) => (
        <div className="flex items-center gap-3">
          {slides && (
            <input
              type="range"
              aria-label={`${field.label}, slider`}
              min={field.minimum}
              max={field.maximum}
              step={step}
              value={Number.isFinite(now) ? now : field.default}
              onChange={(event) => setValue(name, String(fitting(field, Number(event.target.value))))}
              className="h-6 min-w-0 flex-1 cursor-pointer accent-accent"
            />
          )}
          <Entry
            {...{ field, name, value, id, described, invalid }}
            className={slides ? "!w-24 shrink-0 text-right" : ""}
          />
        </div>
      )}
    </Frame>
  );
}

/** A seed: a number, the dice, or a new one for every job. */
export function SeedControl({ field, name, value, problem }: Props) {
  const random = useDesk().random.includes(name);
  return (
    <Frame field={field} name={name} value={value} problem={problem}>
      {({ id, described, invalid }) => (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <div className="flex min-w-40 flex-1 gap-2">
            <Entry {...{ field, name, value, id, described, invalid }} disabled={random} />
            <Button
              look="plain"
              disabled={random}
              aria-label={`Roll the dice for ${field.label}`}
              title="Roll the dice"
              onClick={() => setValue(name, String(roll(field)))}
            >
              <Die />
            </Button>
          </div>
          <label className="flex min-h-9 items-center gap-2 text-sm">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={random}
              onChange={(event) => setRandom(name, event.target.checked)}
            />
            Random each time
          </label>
        </div>
      )}
    </Frame>
  );
}

const Die = () => (
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

interface Side extends Props {
  problem: string | undefined;
}

/** Width and height together, because they are chosen together. */
export function SizeControl({ width, height, picture }: { width: Side; height: Side; picture: Size | undefined }) {
  const set = (to: Size) => {
    setValue(width.name, String(fitting(width.field, to.width)));
    setValue(height.name, String(fitting(height.field, to.height)));
  };
  const now = { width: Number(width.value), height: Number(height.value) };
  const start = { width: Number(initial(width.field)), height: Number(initial(height.field)) };
  const area = Math.sqrt(start.width * start.height);
  const offers: [string, Size][] = [
    ["Default", start],
    ["Square", { width: area, height: area }],
    ["Upright", { width: start.height, height: start.width }],
    ...(picture ? [["As the picture", picture] as [string, Size]] : []),
  ];
  const problem = width.problem ?? height.problem;
  const ids = { says: `${width.name}-size-says` };
  return (
    <fieldset className="flex min-w-0 flex-col gap-1 md:col-span-2">
      <legend className="mb-1 font-medium">Size</legend>
      <div className="flex flex-wrap items-center gap-2">
        {[width, height].map(({ field, name, value, problem: wrong }, index) => (
          <div key={name} className="flex items-center gap-2">
            {index > 0 && (
              <span aria-hidden="true" className="text-soft">
                ×
              </span>
            )}
            <Entry
              {...{ field, name, value }}
              label={field.label}
              described={ids.says}
              invalid={wrong === undefined ? undefined : true}
              className="!w-24 text-right"
            />
          </div>
        ))}
        <Button
          look="plain"
          aria-label="Swap width and height"
          title="Swap width and height"
          onClick={() => {
            setValue(width.name, String(height.value));
            setValue(height.name, String(width.value));
          }}
        >
          <svg viewBox="0 0 20 20" aria-hidden="true" className="size-5" fill="none" stroke="currentColor">
            <path d="M4 7h11m-3-3 3 3-3 3M16 13H5m3 3-3-3 3-3" strokeWidth="1.5" strokeLinejoin="round" />
          </svg>
        </Button>
        <div className="flex flex-wrap gap-1" role="group" aria-label="Sizes">
          {offers.map(([words, size]) => (
            <Button
              key={words}
              look="quiet"
              size="sm"
              className="!text-soft aria-pressed:bg-sunken aria-pressed:!text-text"
              aria-pressed={
                fitting(width.field, size.width) === now.width && fitting(height.field, size.height) === now.height
              }
              onClick={() => set(size)}
            >
              {words}
            </Button>
          ))}
        </div>
      </div>
      <Says id={ids.says} problem={problem}>
        {`${shown(width.field.minimum)} to ${shown(width.field.maximum)} wide, ${shown(height.field.minimum)} to ${shown(height.field.maximum)} high`}
      </Says>
    </fieldset>
  );
}
interface Size {
  width: number;
  height: number;
}
