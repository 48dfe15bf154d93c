import {
  getModelKind,
  modelKinds,
  toExactBound,
  toFloat,
  toInt,
  type InputSpec,
  type PlacedInput,
} from "@pegbar/comfyui";
import type { Field } from "../../schema/form.ts";

interface Naming {
  name: string;
  label: string;
  purpose: Field["purpose"];
}

const SAFE = Number.MAX_SAFE_INTEGER;
const LARGEST = 2 ** 64;
const TEXT = 10_000;

/** Range of a numeric input as the image declares it. */
export function getRange({ options }: InputSpec): { minimum: number; maximum: number } {
  const limitBound = (value: unknown, otherwise: number) =>
    typeof value === "number" && Number.isFinite(value) ? Math.max(-SAFE, Math.min(SAFE, value)) : otherwise;
  return { minimum: limitBound(options["min"], -SAFE), maximum: limitBound(options["max"], SAFE) };
}

/**
 * The range of an input as decimal digits where it exceeds ±(2^53 - 1). JSON's parser has rounded the bounds
 * 2^63 - 1 and 2^64 - 1.
 */
export function getExactRange({ options }: InputSpec): { exactMinimum?: string; exactMaximum?: string } {
  const [least, most] = [options["min"], options["max"]].map((bound) =>
    typeof bound === "number" && Math.abs(bound) > SAFE
      ? String(toExactBound(Math.max(-LARGEST, Math.min(LARGEST, bound))))
      : undefined,
  );
  return {
    ...(least === undefined ? {} : { exactMinimum: least }),
    ...(most === undefined ? {} : { exactMaximum: most }),
  };
}

/** Options of a combo; undefined if it has none or the image does not declare them. */
export const getChoices = ({ choices }: InputSpec): string[] | undefined => {
  const listed = choices?.filter((one): one is string => typeof one === "string");
  return listed && listed.length > 0 && listed.length === choices?.length ? listed : undefined;
};

/** The kind of registered model that an input takes; undefined if it takes none. */
export const getKind = ({ spec, input }: PlacedInput) => {
  const found = getModelKind(spec, input);
  return modelKinds.find((kind) => kind === found);
};

/** A whole number of the graph, or its digits beyond ±(2^53 - 1); undefined if it is none. */
function readInteger(value: unknown, clamp = (given: number) => given): number | string | undefined {
  const converted = toInt(value);
  if ("error" in converted) return undefined;
  return typeof converted.value === "bigint" ? String(converted.value) : clamp(Number(converted.value));
}

/**
 * A form field for a literal or a model, with the image's range and the graph's value as default; undefined if no field
 * type fits.
 */
export function buildField(at: PlacedInput, { name, label, purpose }: Naming): Field | undefined {
  const { nodeId, input, value } = at;
  const common = { name, label, node: nodeId, input: input.name, ...(purpose ? { purpose } : {}) };
  const { minimum, maximum } = getRange(input);
  if (minimum > maximum) return undefined;
  const clampValue = (given: number) => Math.max(minimum, Math.min(maximum, given));
  const step = input.options["step"];
  const kind = getKind(at);
  if (kind) return typeof value === "string" && value ? { ...common, type: "model", kind, default: value } : undefined;
  switch (input.type) {
    case "INT": {
      const range = getExactRange(input);
      const initial = readInteger(value, range.exactMaximum === undefined ? clampValue : undefined);
      if (initial === undefined) return undefined;
      const whole = typeof step === "number" && Number.isInteger(step) && step > 0 ? step : 1;
      // Without a step if the graph's own value is not a multiple of it.
      return {
        ...common,
        type: "integer",
        minimum,
        maximum,
        ...range,
        step: typeof initial === "string" || initial % whole === 0 ? whole : 1,
        default: initial,
      };
    }
    case "FLOAT": {
      const number = toFloat(value);
      if ("error" in number || !Number.isFinite(number.value)) return undefined;
      return {
        ...common,
        type: "number",
        minimum,
        maximum,
        ...(typeof step === "number" && step > 0 ? { step } : {}),
        default: clampValue(Number(number.value)),
      };
    }
    case "BOOLEAN":
      return typeof value === "boolean" ? { ...common, type: "boolean", default: value } : undefined;
    case "STRING":
      if (typeof value !== "string") return undefined;
      return {
        ...common,
        type: "string",
        multiline: input.options["multiline"] === true,
        maxLength: TEXT,
        default: value.slice(0, TEXT),
      };
    case "COMBO": {
      const choices = getChoices(input);
      return choices && typeof value === "string" && choices.includes(value)
        ? { ...common, type: "choice", choices, default: value }
        : undefined;
    }
    default:
      return undefined;
  }
}
