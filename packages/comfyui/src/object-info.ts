import { createHash } from "node:crypto";
import * as z from "zod";

const InputGroup = z.enum(["required", "optional", "hidden"]);
export type InputGroup = z.infer<typeof InputGroup>;

const RawInputs = z.partialRecord(InputGroup, z.record(z.string(), z.unknown()));

const RawNode = z.object({
  input: RawInputs.default({}),
  input_order: z.partialRecord(InputGroup, z.array(z.string())).optional(),
  output: z.array(z.unknown()).default([]),
  output_is_list: z.array(z.boolean().nullable()).default([]),
  output_name: z.array(z.unknown()).nullish(),
  display_name: z.string().nullish(),
  category: z.string().nullish(),
  python_module: z.string().nullish(),
  output_node: z.boolean().default(false),
  api_node: z.boolean().nullish(),
  deprecated: z.boolean().nullish(),
});

/** A declared input of a class, in the same form for old and new combos. */
export interface InputSpec {
  readonly name: string;
  readonly group: InputGroup;
  /**
   * `INT`, `FLOAT`, `STRING`, `BOOLEAN`, `COMBO`, or the type of a link (`IMAGE`; several separated by commas; `*`).
   */
  readonly type: string;
  /** Options of a COMBO; undefined if they are not in the snapshot but loaded from a remote route. */
  readonly choices?: readonly unknown[];
  /** The choice adds inputs to the node (`COMFY_DYNAMICCOMBO_V3`). */
  readonly isDynamic?: true;
  /** min, max, step, default, image_upload … unchanged. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The declaration as received, which ComfyUI repeats in validation errors. */
  readonly raw: unknown;
}

/** A class in `/object_info`. */
export interface NodeSpec {
  readonly classType: string;
  readonly displayName: string;
  readonly category: string;
  readonly module: string;
  readonly inputs: readonly InputSpec[];
  readonly outputs: readonly { readonly type: string; readonly name: string; readonly isList: boolean }[];
  readonly outputNode: boolean;
  readonly apiNode: boolean;
  readonly deprecated: boolean;
  /** What is wrong with the declaration of a class that cannot be used. */
  readonly malformed?: string;
}

/** Class name → declaration. A Map, so that a class named `__proto__` is not special. */
export type ObjectInfo = ReadonlyMap<string, NodeSpec>;

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** Reads one input declaration: `["INT", {…}]`, `[[choices], {…}]`, `["COMBO", {options}]`, or a bare type. */
export function parseInput(name: string, group: InputGroup, raw: unknown): InputSpec {
  if (!Array.isArray(raw)) return { name, group, type: String(raw), options: {}, raw };
  const [type, second] = raw as unknown[];
  const options = asRecord(second);
  if (Array.isArray(type)) return { name, group, type: "COMBO", choices: type, options, raw };
  if (type !== "COMBO") return { name, group, type: String(type), options, raw };
  const listed = options["options"];
  if (!Array.isArray(listed)) return { name, group, type, options, raw };
  return { name, group, type, choices: listed, options, raw };
}

/** All inputs of an `{required, optional, hidden}` object, in the order in which they are declared. */
export const parseInputs = (
  input: z.infer<typeof RawInputs>,
  order?: Partial<Record<InputGroup, string[]>>,
): InputSpec[] =>
  InputGroup.options.flatMap((group) => {
    const declared = input[group];
    if (!declared) return [];
    const names = new Set([...(order?.[group] ?? []), ...Object.keys(declared)]);
    return [...names].filter((n) => Object.hasOwn(declared, n)).map((n) => parseInput(n, group, declared[n]));
  });

/** Only the class itself is unusable if a custom node declares it wrongly. */
const createMalformed = (classType: string, value: unknown, malformed: string): NodeSpec => {
  const module = asRecord(value)["python_module"];
  return {
    classType,
    displayName: classType,
    category: "",
    module: typeof module === "string" ? module : "",
    inputs: [],
    outputs: [],
    outputNode: false,
    apiNode: false,
    deprecated: false,
    malformed,
  };
};

const parseNode = (classType: string, value: unknown): NodeSpec => {
  const parsed = RawNode.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return createMalformed(classType, value, `${issue?.path.join(".") || "declaration"}: ${issue?.message ?? ""}`);
  }
  const raw = parsed.data;
  return {
    classType,
    displayName: raw.display_name ?? classType,
    category: raw.category ?? "",
    module: raw.python_module ?? "",
    inputs: parseInputs(raw.input, raw.input_order),
    outputs: raw.output.map((type, index) => ({
      // An output that passes a combo on is declared by its options.
      type: Array.isArray(type) ? "COMBO" : String(type),
      name: String(raw.output_name?.[index] ?? type),
      isList: raw.output_is_list[index] ?? false,
    })),
    outputNode: raw.output_node,
    apiNode: raw.api_node ?? false,
    deprecated: raw.deprecated ?? false,
  };
};

/**
 * Parses the response of `GET /object_info`. A class with a malformed declaration says so.
 *
 * @throws ZodError if it is no object
 * @example
 * const objectInfo = parseObjectInfo(await (await fetch(`${url}/object_info`)).json());
 */
export const parseObjectInfo = (json: unknown): ObjectInfo =>
  new Map(Object.entries(z.record(z.string(), z.unknown()).parse(json)).map(([k, v]) => [k, parseNode(k, v)]));

/** JSON with sorted keys. */
const toCanonicalText = (value: unknown): string =>
  JSON.stringify(value, (_key, v: unknown) =>
    typeof v === "object" && v !== null && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  );

/**
 * A node's declaration without what differs between machines: lists of files and models on the disk (after "None" or
 * before "[None]") and of GPUs, and their default.
 */
const pickStableFields = (spec: NodeSpec) => ({
  ...spec,
  inputs: spec.inputs.map(({ name, group, type, options: all, choices }) => {
    const { options: _list, tooltip: _tooltip, default: first, ...options } = all;
    return { name, group, type, options: choices === undefined ? { ...options, default: first } : options };
  }),
});

/**
 * SHA-256 (hexadecimal) of a server's nodes and their inputs. Equal for two servers of the same golden image,
 * independent of the files in their input folders, the models on their disks and their GPUs.
 */
export const hashObjectInfo = (objectInfo: ObjectInfo): string =>
  createHash("sha256")
    .update(
      toCanonicalText(
        [...objectInfo.values()].map(pickStableFields).sort((a, b) => (a.classType < b.classType ? -1 : 1)),
      ),
    )
    .digest("hex");
