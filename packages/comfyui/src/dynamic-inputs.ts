import { isRecord } from "./graph.ts";
import { type InputSpec, type NodeSpec, parseInput, parseInputs } from "./object-info.ts";

/** Maximum nesting of dynamic inputs. SaveVideo of ComfyUI 0.33 has three levels. */
const MAX_DEPTH = 8;
/** ComfyUI's own maximum of inputs that one template creates. */
const MAX_GROWN = 100;

const isPresent = (inputs: Readonly<Record<string, unknown>>, name: string) => Object.hasOwn(inputs, name);

/**
 * `images` becomes `images.image0`, `images.image1` … up to the template's maximum. The first `min` are required if the
 * template's own input is, even if the whole is optional.
 */
const expandAutogrow = (spec: InputSpec, inputs: Readonly<Record<string, unknown>>, depth: number): InputSpec[] => {
  const template = spec.options["template"];
  if (!isRecord(template) || !isRecord(template["input"])) return [];
  const [declared] = Object.entries(template["input"]).flatMap(([group, specs]) =>
    isRecord(specs) ? Object.values(specs).map((raw) => ({ isRequired: group === "required", raw })) : [],
  );
  if (!declared) return [];
  const { prefix, names: listed, min, max } = template;
  const count = Math.min(typeof max === "number" ? max : 0, MAX_GROWN);
  const names = Array.isArray(listed)
    ? listed.map(String)
    : Array.from({ length: count }, (_, i) => `${String(prefix)}${i}`);
  const least = declared.isRequired && typeof min === "number" ? min : 0;
  return names.flatMap((own, index) => {
    const name = `${spec.name}.${own}`;
    const isRequired = index < least;
    if (!isRequired && !isPresent(inputs, name)) return [];
    return expand(parseInput(name, isRequired ? "required" : "optional", declared.raw), inputs, depth + 1);
  });
};

/** The chosen option of a dynamic combo adds inputs, named `<combo>.<input>`. */
const expandDynamicCombo = (spec: InputSpec, inputs: Readonly<Record<string, unknown>>, depth: number): InputSpec[] => {
  const listed = spec.options["options"];
  const options = Array.isArray(listed) ? listed.filter(isRecord) : [];
  const choices = options.map((option) => option["key"]);
  const combo: InputSpec = { ...spec, type: "COMBO", isDynamic: true, choices, options: {} };
  const chosen = options.find((o) => isPresent(inputs, spec.name) && o["key"] === inputs[spec.name]);
  return [combo, ...expandNested(spec, chosen?.["inputs"], inputs, depth)];
};

/** A dynamic slot adds inputs when it is connected. */
const expandDynamicSlot = (spec: InputSpec, inputs: Readonly<Record<string, unknown>>, depth: number): InputSpec[] =>
  isPresent(inputs, spec.name) ? [spec, ...expandNested(spec, spec.options["inputs"], inputs, depth)] : [];

const expandNested = (spec: InputSpec, nested: unknown, inputs: Readonly<Record<string, unknown>>, depth: number) => {
  const groups = Object.entries(isRecord(nested) ? nested : {}).filter(([, group]) => isRecord(group));
  return parseInputs(Object.fromEntries(groups)).flatMap((input) =>
    expand({ ...input, name: `${spec.name}.${input.name}` }, inputs, depth + 1),
  );
};

function expand(spec: InputSpec, inputs: Readonly<Record<string, unknown>>, depth: number): InputSpec[] {
  if (depth > MAX_DEPTH) return [];
  switch (spec.type) {
    case "COMFY_AUTOGROW_V3":
      return expandAutogrow(spec, inputs, depth);
    case "COMFY_DYNAMICCOMBO_V3":
      return expandDynamicCombo(spec, inputs, depth);
    case "COMFY_DYNAMICSLOT_V3":
      return expandDynamicSlot(spec, inputs, depth);
    default:
      return [spec];
  }
}

/**
 * The inputs of a node with these values: those of its class and the dynamic ones, without hidden ones.
 * @see `get_finalized_class_inputs` in ComfyUI's comfy_api/latest/_io.py (0.33.0)
 */
export const listInputSpecs = (spec: NodeSpec, inputs: Readonly<Record<string, unknown>>): InputSpec[] =>
  spec.inputs.filter((input) => input.group !== "hidden").flatMap((input) => expand(input, inputs, 0));
