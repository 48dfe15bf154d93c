import { isLargeInteger, type components } from "@pegbar/sdk";

export type Workflow = components["schemas"]["Workflow"];
export type Field = Workflow["form"]["fields"][number];
type NumberField = Extract<Field, { type: "integer" | "number" }>;
/** A value as typed, which may be invalid. */
export type RawValue = string | boolean;
type Value = string | number | boolean;

/** Purposes whose values are shared by all workflows. */
const SHARED_PURPOSES = ["prompt", "negative_prompt", "seed"];

/** Key of a field's value in the draft. Workflows with one prompt, negative prompt or seed share its value. */
export function getValueKey({ slug, form }: Workflow, field: Field): string {
  const { purpose } = field;
  const alone = form.fields.filter((one) => one.purpose === purpose).length === 1;
  return purpose !== undefined && SHARED_PURPOSES.includes(purpose) && alone ? purpose : `${slug}/${field.name}`;
}

export const getDefaultValue = (field: Field): RawValue =>
  typeof field.default === "boolean" ? field.default : String(field.default);

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 10 });
/** A number with thousands separators; from 1e12 on, which only seeds reach, `2⁵³`. */
const formatNumber = (value: number): string => (Math.abs(value) >= 1e12 ? "2⁵³" : number.format(value));

/** The values that a field accepts; empty if any. */
export function describeRange(field: Field): string {
  if (field.type !== "integer" && field.type !== "number") return "";
  const { minimum, maximum } = field;
  const step = field.type === "integer" && field.step > 1 ? `, in steps of ${field.step}` : "";
  if (maximum >= 1e12) return minimum === 0 ? "Any whole number" : `From ${formatNumber(minimum)}`;
  return `${formatNumber(minimum)} to ${formatNumber(maximum)}${step}`;
}

type ParseResult = { value: Value } | { error: string };

/** Parses a typed value with the API's rules. */
export function parseValue(field: Field, raw: RawValue): ParseResult {
  switch (field.type) {
    case "boolean":
      return { value: raw === true };
    case "string": {
      const text = String(raw);
      if (text.length <= field.maxLength) return { value: text };
      return { error: `${formatNumber(text.length)} characters. The maximum is ${formatNumber(field.maxLength)}.` };
    }
    case "model":
    case "choice":
      if (!field.choices) return { value: String(raw) };
      return field.choices.includes(String(raw))
        ? { value: String(raw) }
        : { error: "Choose an option from the list." };
    default:
      return parseNumber(field, String(raw));
  }
}

function parseNumber(field: NumberField, raw: string): ParseResult {
  const text = raw.trim().replace(",", ".");
  const value = Number(text);
  if (field.type === "integer" && isLargeInteger(field, text)) return { value: text };
  const range = describeRange(field).toLowerCase();
  if (text === "" || !Number.isFinite(value)) return { error: `Enter a number: ${range}.` };
  if (field.type === "integer" && !Number.isInteger(value)) return { error: `Enter a whole number: ${range}.` };
  if (value < field.minimum || value > field.maximum) {
    const isExact = field.type === "integer" && field.exactMaximum !== undefined;
    return {
      error: isExact
        ? `${text} is out of range: ${range} up to ${field.exactMaximum}.`
        : `${formatNumber(value)} is out of range: ${range}.`,
    };
  }
  if (field.type === "integer" && value % field.step !== 0) {
    const below = Math.floor(value / field.step) * field.step;
    return {
      error: `Must be a multiple of ${field.step}: ${formatNumber(below)} or ${formatNumber(below + field.step)}.`,
    };
  }
  return { value };
}

/** The nearest value that a number field accepts. */
export function clampToStep(field: NumberField, value: number): number {
  const step = field.step ?? 0;
  const stepped = step > 0 ? Math.round(value / step) * step : value;
  const within = Math.min(field.maximum, Math.max(field.minimum, stepped));
  return Number(within.toFixed(10));
}

/** A random seed below 2³², short enough to read out. */
export function drawSeed(field: NumberField): number {
  const [most] = crypto.getRandomValues(new Uint32Array(1));
  const span = Math.min(field.maximum - field.minimum, 2 ** 32 - 1);
  return clampToStep(field, field.minimum + ((most ?? 0) % (span + 1)));
}
