import {
  getFileKinds,
  getInputRole,
  listInputs,
  saveNodes,
  type Graph,
  type InputSpec,
  type ObjectInfo,
  type PlacedInput,
} from "@pegbar/comfyui";
import type { ProblemDetail } from "../../platform/error/index.ts";
import { getChoices, getExactRange, getKind, getRange } from "./field.ts";
import { findWindowMisfits } from "./fit-window.ts";
import { createValueSchema, type Field, type Form, type FormInput } from "../../schema/form.ts";

type Found = ProblemDetail & { pointer: string };

/** Every reason why a form does not fit its graph. */
export function findMisfits(graph: Graph, form: Form, objectInfo: ObjectInfo): Found[] {
  const placed = listInputs(graph, objectInfo);
  const findInput = (node: string, input: string) =>
    placed.find((one) => one.nodeId === node && one.input.name === input);
  const files = placed.filter((one) => getInputRole(one) === "file");
  const saving = new Set(saveNodes(graph, objectInfo).map(({ nodeId }) => nodeId));
  return [
    ...findDuplicates(form),
    ...form.fields.flatMap((field, index) =>
      checkField(field, findInput(field.node, field.input), `/form/fields/${index}`),
    ),
    ...form.inputs.flatMap(({ node, input, kind }, index) => {
      const place = findInput(node, input);
      if (place && files.includes(place)) return checkKind(kind, place, `/form/inputs/${index}`);
      return createProblem(
        "input_misplaced",
        `Node ${node} has no input ${input} that takes a file`,
        "Point it at the file input of a loading node.",
        `/form/inputs/${index}`,
      );
    }),
    ...files
      .filter((file) => !form.inputs.some(({ node, input }) => node === file.nodeId && input === file.input.name))
      .flatMap(({ nodeId, input }) =>
        createProblem(
          "input_uncovered",
          `Node ${nodeId} loads a file (${input.name}), and no input of the form brings it`,
          "Add an input for it, or remove the node.",
          "/form/inputs",
        ),
      ),
    ...form.outputs.flatMap(({ node }, index) =>
      saving.has(node)
        ? []
        : createProblem(
            "output_misplaced",
            `Node ${node} saves nothing`,
            `Name one of the nodes that save: ${[...saving].join(", ") || "there is none"}.`,
            `/form/outputs/${index}/node`,
          ),
    ),
    ...findWindowMisfits(graph, form, objectInfo),
  ];
}

/** Whether the loader takes files that can be uploaded, and of the kind that the form asks for. */
function checkKind(kind: FormInput["kind"], { nodeId, spec, input }: PlacedInput, pointer: string): Found[] {
  const kinds = getFileKinds(spec, input);
  const where = `Node ${nodeId} (${spec.classType})`;
  if (kinds.length === 0)
    return createProblem(
      "loader_unsupported",
      `${where} loads ${input.name}, which no uploaded file can be: a folder, a URL, or a type that is not supported`,
      "Replace it with a node that loads one image, video, audio file, 3D model or latent.",
      pointer,
    );
  if (kinds.includes(kind === "mask" ? "image" : kind)) return [];
  return createProblem(
    "input_kind",
    `${where} loads ${kinds.join(" or ")}, the form asks for ${kind}`,
    `Give the input the kind ${kinds[0]}.`,
    `${pointer}/kind`,
  );
}

const createProblem = (code: string, message: string, remedy: string, pointer: string): Found[] => [
  { code, message, remedy, pointer },
];

/** Names and targets that occur more than once. */
function findDuplicates({ fields, inputs, outputs }: Form): Found[] {
  const lists = [
    ...fields.map((one, index) => ({ ...one, pointer: `/form/fields/${index}`, place: `${one.node} ${one.input}` })),
    ...inputs.map((one, index) => ({ ...one, pointer: `/form/inputs/${index}`, place: `${one.node} ${one.input}` })),
    ...outputs.map((one, index) => ({ ...one, pointer: `/form/outputs/${index}`, place: `${one.node} saves` })),
  ];
  return lists.flatMap(({ name, place, pointer }, index) => {
    const before = lists.slice(0, index);
    return [
      ...(before.some((one) => one.name === name)
        ? createProblem("name_taken", `The name ${name} is there twice`, "Give each its own name.", `${pointer}/name`)
        : []),
      ...(before.some((one) => one.place === place)
        ? createProblem("place_taken", `${name} sets what another one sets`, "Remove one of them.", pointer)
        : []),
    ];
  });
}

const types: Readonly<Record<Exclude<Field["type"], "model">, readonly string[]>> = {
  string: ["STRING"],
  integer: ["INT", "FLOAT"],
  number: ["FLOAT"],
  boolean: ["BOOLEAN"],
  choice: ["COMBO", "STRING"],
};

function checkField(field: Field, place: PlacedInput | undefined, pointer: string): Found[] {
  const where = `${field.node}.${field.input}`;
  if (!place)
    return createProblem(
      "field_misplaced",
      `Node ${field.node} has no input ${field.input}`,
      "Point it at a value of the graph.",
      `${pointer}/input`,
    );
  const role = getInputRole(place);
  if (field.type === "model") return checkModelField(field, place, pointer);
  if (role !== "value")
    return createProblem(
      role === "model" ? "field_type" : "field_misplaced",
      `${where} is a ${role}, not a value`,
      role === "model" ? "Give the field the type model." : "Point it at a plain value of the graph.",
      `${pointer}/${role === "model" ? "type" : "input"}`,
    );
  if (!types[field.type].includes(place.input.type))
    return createProblem(
      "field_type",
      `${where} takes ${place.input.type}, the field gives ${field.type}`,
      "Use the field type that ComfyUI asks for.",
      `${pointer}/type`,
    );
  return [...checkValues(field, place, pointer), ...checkDefault(field, pointer)];
}

function checkModelField(field: Extract<Field, { type: "model" }>, place: PlacedInput, pointer: string): Found[] {
  const kind = getKind(place);
  if (field.kind === kind) return checkDefault(field, pointer);
  const where = `${field.node}.${field.input}`;
  return kind === undefined
    ? createProblem(
        "field_misplaced",
        `${where} takes no registered model`,
        "Point it at a loader's file name.",
        `${pointer}/input`,
      )
    : createProblem(
        "field_type",
        `${where} takes a ${kind}, the field gives a ${field.kind}`,
        "Use the kind that the loader takes.",
        `${pointer}/kind`,
      );
}

function checkValues(field: Field, { input }: PlacedInput, pointer: string): Found[] {
  if (field.type === "integer" || field.type === "number") {
    const { minimum, maximum } = getRange(input);
    if (field.minimum > field.maximum)
      return createProblem(
        "field_range",
        `${field.label}: the minimum lies above the maximum`,
        "Swap them.",
        `${pointer}/minimum`,
      );
    const isWithin = field.minimum >= minimum && field.maximum <= maximum;
    if (isWithin && (field.type !== "integer" || isExactlyWithin(field, input))) return [];
    return createProblem(
      "field_range",
      `${field.label} allows ${field.minimum} to ${field.maximum}; ComfyUI takes ${minimum} to ${maximum}`,
      "Stay within what ComfyUI takes.",
      `${pointer}/${field.minimum < minimum ? "minimum" : "maximum"}`,
    );
  }
  if (field.type !== "choice" || input.type !== "COMBO") return [];
  const offered = getChoices(input) ?? [];
  const unknown = field.choices.filter((one) => !offered.includes(one));
  if (unknown.length === 0) return [];
  return createProblem(
    "field_choices",
    `${field.label} offers ${unknown.join(", ")}, which ComfyUI does not know`,
    `Choose among: ${offered.slice(0, 50).join(", ")}.`,
    `${pointer}/choices`,
  );
}

/** Whether the part of an integer field's range that numbers cannot express is within the input's. */
function isExactlyWithin(
  { exactMinimum, exactMaximum }: Extract<Field, { type: "integer" }>,
  input: InputSpec,
): boolean {
  const allowed = getExactRange(input);
  const { minimum, maximum } = getRange(input);
  const least = BigInt(allowed.exactMinimum ?? Math.ceil(minimum));
  const most = BigInt(allowed.exactMaximum ?? Math.floor(maximum));
  return BigInt(exactMinimum ?? least) >= least && BigInt(exactMaximum ?? most) <= most;
}

function checkDefault(field: Field, pointer: string): Found[] {
  // A fresh copy, because schemas are cached per field and this field may never be published.
  const parsed = createValueSchema({ ...field }).safeParse(field.default);
  if (parsed.success) return [];
  return createProblem(
    "field_default",
    `${field.label}: the default does not fit the field (${parsed.error.issues.map(({ message }) => message).join("; ")})`,
    "Give a default that an artist may send.",
    `${pointer}/default`,
  );
}
