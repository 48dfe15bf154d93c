import type { components } from "@pegbar/sdk";

export type Workflow = components["schemas"]["Workflow"];
export type Field = Workflow["form"]["fields"][number];
type NumberField = Extract<Field, { type: "integer" | "number" }>;
/** A value as it was typed: also one that does not fit yet. */
export type Raw = string | boolean;
type Value = string | number | boolean;

/** What goes with somebody from one workflow to the next. */
const CARRIED = ["prompt", "negative_prompt", "seed"];

/** Where a field's value is kept. Prompts and seed are the same for every workflow that has one of each. */
export function keyOf({ slug, form }: Workflow, field: Field): string {
  const { purpose } = field;
  const alone = form.fields.filter((one) => one.purpose === purpose).length === 1;
  return purpose !== undefined && CARRIED.includes(purpose) && alone ? purpose : `${slug}/${field.name}`;
}

export const initial = (field: Field): Raw =>
  typeof field.default === "boolean" ? field.default : String(field.default);

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 10 });
/** A number as people read it; large ranges by their size alone. */
export const shown = (value: number): string => (Math.abs(value) >= 1e12 ? "2⁵³" : number.format(value));

/** What a field takes, in words; empty where anything goes. */
export function rangeOf(field: Field): string {
  if (field.type !== "integer" && field.type !== "number") return "";
  const { minimum, maximum } = field;
  const step = field.type === "integer" && field.step > 1 ? `, in steps of ${field.step}` : "";
  if (maximum >= 1e12) return minimum === 0 ? "Any whole number" : `From ${shown(minimum)}`;
  return `${shown(minimum)} to ${shown(maximum)}${step}`;
}

export type Read = { value: Value } | { problem: string };

/** A typed value as the API takes it, or what is wrong with it: the same rules as the API's, said at once. */
export function read(field: Field, raw: Raw): Read {
  switch (field.type) {
    case "boolean":
      return { value: raw === true };
    case "string": {
      const text = String(raw);
      if (text.length <= field.maxLength) return { value: text };
      return { problem: `${shown(text.length)} characters; at most ${shown(field.maxLength)} fit.` };
    }
    case "model":
    case "choice":
      if (!field.choices) return { value: String(raw) };
      return field.choices.includes(String(raw)) ? { value: String(raw) } : { problem: "Choose one of the list." };
    default:
      return readNumber(field, String(raw));
  }
}

function readNumber(field: NumberField, raw: string): Read {
  const text = raw.trim().replace(",", ".");
  const value = Number(text);
  const range = rangeOf(field).toLowerCase();
  if (text === "" || !Number.isFinite(value)) return { problem: `Enter a number: ${range}.` };
  if (field.type === "integer" && !Number.isInteger(value)) return { problem: `Enter a whole number: ${range}.` };
  if (value < field.minimum || value > field.maximum) return { problem: `${shown(value)} is out of range: ${range}.` };
  if (field.type === "integer" && value % field.step !== 0) {
    const below = Math.floor(value / field.step) * field.step;
    return { problem: `In steps of ${field.step}: ${shown(below)} or ${shown(below + field.step)}.` };
  }
  return { value };
}

/** The nearest value that a number field takes. */
export function fitting(field: NumberField, value: number): number {
  const step = field.step ?? 0;
  const stepped = step > 0 ? Math.round(value / step) * step : value;
  const within = Math.min(field.maximum, Math.max(field.minimum, stepped));
  return Number(within.toFixed(10));
}

/** A seed by the dice: short enough to be read out. */
export function roll(field: NumberField): number {
  const [most] = crypto.getRandomValues(new Uint32Array(1));
  const span = Math.min(field.maximum - field.minimum, 2 ** 32 - 1);
  return fitting(field, field.minimum + ((most ?? 0) % (span + 1)));
}
