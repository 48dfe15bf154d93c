import { isRecord } from "./graph.ts";
import { type InputSpec, type NodeSpec, parseInput, parseInputs } from "./object-info.ts";

/** Dynamic combos may be nested. */
const maxDepth = 4;

const matchType = (spec: InputSpec): InputSpec => {
  const template = spec.options["template"];
  const allowed = isRecord(template) ? template["allowed_types"] : undefined;
  return { ...spec, type: typeof allowed === "string" ? allowed : "*" };
};

/** `images` becomes `images.image0`, `images.image1` …: the first `min` are required. */
const expandAutogrow = (spec: InputSpec, inputs: Readonly<Record<string, unknown>>): InputSpec[] => {
  const template = spec.options["template"];
  if (!isRecord(template) || !isRecord(template["input"])) return [];
  const declared = Object.values(template["input"]).flatMap((group) => (isRecord(group) ? Object.values(group) : []));
  const [raw] = declared;
  const { prefix, names, min } = template;
  const least = typeof min === "number" ? min : 0;
  const listed = Array.isArray(names) ? names.map((n) => `${spec.name}.${String(n)}`) : undefined;
  const present = Object.keys(inputs).filter((name) => name.startsWith(`${spec.name}.`));
  const first =
    listed?.slice(0, least) ?? Array.from({ length: least }, (_, i) => `${spec.name}.${String(prefix)}${i}`);
  return [...new Set([...first, ...present])].map((name) =>
    parseInput(name, spec.group === "required" && first.includes(name) ? "required" : "optional", raw),
  );
};

/** The chosen option of a dynamic combo adds inputs, named `<combo>.<input>`. */
const expandDynamicCombo = (spec: InputSpec, inputs: Readonly<Record<string, unknown>>, depth: number): InputSpec[] => {
  const listed = spec.options["options"];
  const options = Array.isArray(listed) ? listed.filter(isRecord) : [];
  const combo: InputSpec = { ...spec, type: "COMBO", choices: options.map((o) => o["key"]), options: {} };
  const chosen = options.find((o) => o["key"] === (Object.hasOwn(inputs, spec.name) ? inputs[spec.name] : undefined));
  const nested = chosen && isRecord(chosen["inputs"]) ? chosen["inputs"] : {};
  const declared = parseInputs(Object.fromEntries(Object.entries(nested).filter(([, v]) => isRecord(v))));
  const named = declared.map((d) => ({ ...d, name: `${spec.name}.${d.name}` }));
  return [combo, ...named.flatMap((d) => expand(d, inputs, depth + 1))];
};

function expand(spec: InputSpec, inputs: Readonly<Record<string, unknown>>, depth: number): InputSpec[] {
  if (depth > maxDepth) return [];
  if (spec.type === "COMFY_MATCHTYPE_V3") return [matchType(spec)];
  if (spec.type === "COMFY_AUTOGROW_V3") return expandAutogrow(spec, inputs);
  if (spec.type === "COMFY_DYNAMICCOMBO_V3") return expandDynamicCombo(spec, inputs, depth);
  return [spec];
}

/** The inputs of a node with these values: those of its class and the dynamic ones, without hidden ones. */
export const listInputSpecs = (spec: NodeSpec, inputs: Readonly<Record<string, unknown>>): InputSpec[] =>
  spec.inputs.filter((input) => input.group !== "hidden").flatMap((input) => expand(input, inputs, 0));
