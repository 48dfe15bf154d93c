import { explainUnloadable, type Graph, type ObjectInfo } from "@pegbar/comfyui";
import { placeWindows } from "@pegbar/frames";
import type { ProblemDetail } from "../../platform/error/index.ts";
import { createValueSchema, type Form, type FormWindow } from "../../schema/form.ts";

type Found = ProblemDetail & { pointer: string };

/** Every reason why the window of a form fits neither its fields and inputs nor the graph. */
export function findWindowMisfits(graph: Graph, form: Form, objectInfo: ObjectInfo): Found[] {
  const { window } = form;
  if (!window) return [];
  return [
    ...findLengthProblems(window),
    ...checkLengthField(form, window),
    ...window.frameInputs.flatMap((name, index) =>
      checkInput(graph, form, objectInfo, name, `/form/window/frameInputs/${index}`),
    ),
    ...checkContinueInput(graph, form, objectInfo, window),
  ];
}

/** What is wrong with the numbers, whatever the range. */
function findLengthProblems({ length, overlap, handles, multiple, continueInput }: FormWindow): Found[] {
  const frames = Array.from({ length: Math.min(2 * length, 1_000) }, (_, index) => index);
  const placed = placeWindows(frames, {
    length,
    overlap,
    handles,
    ...(multiple ? { multiple } : {}),
    isChain: continueInput !== undefined,
  });
  if (!("problem" in placed) || placed.problem.code === "range_too_short") return [];
  const { code, message, remedy } = placed.problem;
  return [{ code, message: message.replace(/\.$/, ""), remedy, pointer: "/form/window" }];
}

function checkLengthField(form: Form, { lengthField, length }: FormWindow): Found[] {
  if (lengthField === undefined) return [];
  const pointer = "/form/window/lengthField";
  const field = form.fields.find(({ name }) => name === lengthField);
  if (field?.type !== "integer")
    return [
      {
        code: "window_field",
        message: `The form has no whole-number field ${lengthField}`,
        remedy: "Name the field that sets the number of frames.",
        pointer,
      },
    ];
  if (createValueSchema({ ...field }).safeParse(length).success) return [];
  return [
    {
      code: "window_field",
      message: `${field.label} does not take the window's length ${length}`,
      remedy: "Change the length, or the range or step of the field.",
      pointer,
    },
  ];
}

function checkInput(graph: Graph, form: Form, objectInfo: ObjectInfo, name: string, pointer: string): Found[] {
  const found = form.inputs.find((input) => input.name === name);
  if (!found || (found.kind !== "image" && found.kind !== "mask"))
    return [
      {
        code: "window_input",
        message: `The form has no input ${name} that takes a picture`,
        remedy: `Name one of: ${
          form.inputs
            .filter(({ kind }) => kind === "image" || kind === "mask")
            .map((input) => input.name)
            .join(", ") || "none"
        }.`,
        pointer,
      },
    ];
  const why = explainUnloadable(graph, found.node, objectInfo);
  if (why === undefined) return [];
  return [
    {
      code: "window_input",
      message: `Node ${found.node} (${graph[found.node]?.class_type}) cannot load several pictures: ${why}`,
      remedy: "Load the pictures with LoadImage or LoadImageMask.",
      pointer,
    },
  ];
}

function checkContinueInput(graph: Graph, form: Form, objectInfo: ObjectInfo, window: FormWindow): Found[] {
  const { continueInput, continueOutput, frameInputs } = window;
  if (continueInput === undefined) return [];
  const pointer = "/form/window/continueInput";
  if (frameInputs.includes(continueInput))
    return [
      {
        code: "window_input",
        message: `${continueInput} takes the pictures of all frames, and those of the window before`,
        remedy: "Use another input for one of them.",
        pointer,
      },
    ];
  const outputs = form.outputs.map(({ name }) => name);
  const isOutputKnown = continueOutput === undefined ? outputs.length === 1 : outputs.includes(continueOutput);
  const unknown: Found[] = isOutputKnown
    ? []
    : [
        {
          code: "output_unknown",
          message:
            continueOutput === undefined
              ? `The form has ${outputs.length} outputs, and each window continues one of them`
              : `The form has no output ${continueOutput}`,
          remedy: `Name one of its outputs: ${outputs.join(", ")}.`,
          pointer: "/form/window/continueOutput",
        },
      ];
  return [...unknown, ...checkInput(graph, form, objectInfo, continueInput, pointer)];
}
