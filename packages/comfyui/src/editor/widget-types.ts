import { isRecord } from "../graph.ts";
import type { InputSpec } from "../object-info.ts";

type Default = (input: InputSpec) => unknown;

const declaredDefault = ({ options }: InputSpec): unknown => options["default"] ?? undefined;

/** A field's `options` object, which some types use in place of the declaration itself. */
const readNested = ({ options }: InputSpec, key: string): unknown =>
  isRecord(options["options"]) ? options["options"][key] : undefined;

/** The editor ignores a default that is empty or 0, and falls back to the first choice. */
const comboDefault: Default = (input) => {
  const fallback = declaredDefault(input) || input.choices?.[0];
  if (fallback !== undefined) return fallback;
  return input.options["remote"] === undefined ? undefined : "Loading...";
};

const boundsDefault = { x: 0, y: 0, width: 512, height: 512 };
const curveDefault = {
  points: [
    [0, 0],
    [1, 1],
  ],
  interpolation: "monotone_cubic",
};

/** Value of a new node's field, for each type of input that the editor shows as one. */
const defaults: Readonly<Record<string, Default>> = {
  INT: (input) => declaredDefault(input) ?? 0,
  FLOAT: (input) => declaredDefault(input) ?? 0,
  BOOLEAN: (input) => declaredDefault(input) ?? false,
  STRING: (input) => declaredDefault(input) ?? "",
  MARKDOWN: (input) => declaredDefault(input) ?? "",
  COMBO: comboDefault,
  COLOR: (input) => declaredDefault(input) ?? readNested(input, "default") ?? "#000000",
  IMAGECOMPARE: () => ["", ""],
  BOUNDING_BOX: (input) => declaredDefault(input) ?? boundsDefault,
  CHART: (input) => readNested(input, "data") ?? {},
  GALLERIA: (input) => readNested(input, "images") ?? [],
  PAINTER: (input) => declaredDefault(input) ?? "",
  COMPOSITOR: (input) => declaredDefault(input) ?? {},
  TEXTAREA: (input) => readNested(input, "default") || "",
  CURVE: (input) => declaredDefault(input) ?? curveDefault,
  RANGE: (input) => declaredDefault(input) ?? { min: 0, max: 1 },
  VIDEO_EDIT: (input) => declaredDefault(input) ?? {},
  BOUNDING_BOXES: (input) => declaredDefault(input) ?? [],
  COLORS: (input) => declaredDefault(input) ?? [],
  COMFY_DYNAMICCOMBO_V3: ({ options }) => {
    const [first] = Array.isArray(options["options"]) ? (options["options"] as unknown[]) : [];
    return isRecord(first) ? first["key"] : undefined;
  },
  WEBCAM: () => "",
  AUDIO_RECORD: () => "",
  LOAD_3D: () => "",
  LOAD_3D_ADVANCED: () => "",
};

/** Type of the field that the editor shows for an input, if it shows one. */
export function getWidgetType(input: InputSpec): string | undefined {
  if (input.options["forceInput"] === true) return undefined;
  const declared = input.options["widgetType"];
  const type = typeof declared === "string" ? declared : input.type;
  return Object.hasOwn(defaults, type) ? type : undefined;
}

/** Value of the field on a new node. */
export const getDefaultValue = (type: string, input: InputSpec): unknown => structuredClone(defaults[type]?.(input));

/** The control of a number ("randomize" …): its name and first value. */
export function getValueControl(type: string, input: InputSpec): { name: string; value: string } | undefined {
  const control = input.options["control_after_generate"];
  const isSeed = type === "INT" && ["seed", "noise_seed"].includes(input.name);
  if (!["INT", "FLOAT", "COMBO"].includes(type) || !(control ?? isSeed)) return undefined;
  if (type === "FLOAT")
    return { name: typeof control === "string" ? control : "control_after_generate", value: "fixed" };
  return typeof control === "string"
    ? { name: control, value: control }
    : { name: "control_after_generate", value: "randomize" };
}
