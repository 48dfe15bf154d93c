import * as z from "zod";
import { modelKinds } from "@pegbar/comfyui";
import { MAX_WINDOWED_FRAMES } from "@pegbar/frames/windows/limits.ts";

const place = { node: z.string(), input: z.string() };
const common = {
  name: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/),
  label: z.string(),
  help: z.string().optional(),
  ...place,
};

/** A whole number of any size as decimal digits. */
export const Digits = z.string().regex(/^-?\d{1,20}$/, "decimal digits");

/** Meaning of a value for records and clients, beyond its type. */
export const Purpose = z.enum(["prompt", "negative_prompt", "seed", "strength", "width", "height"]);

export const Field = z.discriminatedUnion("type", [
  z.strictObject({
    ...common,
    type: z.literal("string"),
    purpose: Purpose.optional(),
    multiline: z.boolean().default(false),
    maxLength: z.int().positive().default(10_000),
    default: z.string(),
  }),
  z.strictObject({
    ...common,
    type: z.literal("integer"),
    purpose: Purpose.optional(),
    minimum: z.int(),
    maximum: z.int(),
    /** The range as decimal digits if it exceeds ±(2^53 - 1). Values beyond that are texts of decimal digits. */
    exactMinimum: Digits.optional(),
    exactMaximum: Digits.optional(),
    step: z.int().positive().default(1),
    default: z.union([z.int(), Digits]),
  }),
  z.strictObject({
    ...common,
    type: z.literal("number"),
    purpose: Purpose.optional(),
    minimum: z.number(),
    maximum: z.number(),
    step: z.number().positive().optional(),
    default: z.number(),
  }),
  z.strictObject({ ...common, type: z.literal("boolean"), purpose: Purpose.optional(), default: z.boolean() }),
  z.strictObject({
    ...common,
    type: z.literal("choice"),
    purpose: Purpose.optional(),
    choices: z.array(z.string()).min(1),
    default: z.string(),
  }),
  z.strictObject({
    ...common,
    type: z.literal("model"),
    purpose: Purpose.optional(),
    kind: z.enum(modelKinds),
    /** File names of the models to choose from. Default: all models of the kind that are cleared for the job's show. */
    choices: z.array(z.string().min(1).max(400)).min(1).optional(),
    default: z.string().min(1).max(400),
  }),
]);
export type Field = z.infer<typeof Field>;

/** A file that each job brings. A mask is an image. */
export const FormInput = z.strictObject({
  ...common,
  kind: z.enum(["image", "mask", "video", "audio", "3d", "latent"]),
});
export type FormInput = z.infer<typeof FormInput>;
export const FormOutput = z.strictObject({ name: common.name, label: z.string(), node: z.string() });

const Frames = z.int().min(0).max(MAX_WINDOWED_FRAMES);

/** How a workflow renders several frames at once, as temporal models do. Jobs of a batch then have a window of frames. */
export const FormWindow = z.strictObject({
  /** Frames that the model renders at once, with handles. */
  length: Frames.min(1),
  /** Frames that neighbouring windows share, at least. */
  overlap: Frames.default(0),
  /** Frames at each end of every window that give the model context and are never kept. */
  handles: Frames.default(0),
  /** Lengths that the model takes besides `length`, if shorter: multiples of `of` plus `plus`, such as 4n + 1. */
  multiple: z.strictObject({ of: Frames.min(1), plus: Frames }).optional(),
  /** Name of the whole-number field that takes the number of frames. Users do not set it in batches with frames. */
  lengthField: common.name.optional(),
  /** Names of the inputs that take a picture of each frame. The others take one file for all frames. */
  frameInputs: z.array(common.name).default([]),
  /** Name of the output of which `continueInput` takes frames; optional if the form has one. */
  continueOutput: common.name.optional(),
  /**
   * Name of the input that takes the last `overlap` frames of the window before: windows are then rendered one after the
   * other. The first window takes what the user gives.
   */
  continueInput: common.name.optional(),
});
export type FormWindow = z.infer<typeof FormWindow>;

/** The form of a graph: fields that users may set, files that it needs, and names of its outputs. */
export const Form = z.strictObject({
  fields: z.array(Field),
  inputs: z.array(FormInput),
  outputs: z.array(FormOutput).min(1),
  window: FormWindow.optional(),
});
export type Form = z.infer<typeof Form>;

type Value = z.ZodType<string | number | boolean>;
const schemas = new WeakMap<Field, Value>();

/** Schema of a field's value, cached per field. */
export function createValueSchema(field: Field): Value {
  const known = schemas.get(field) ?? makeSchema(field);
  schemas.set(field, known);
  return known;
}

function makeSchema(field: Field): Value {
  switch (field.type) {
    case "string":
      return z.string().max(field.maxLength);
    case "integer":
      return createIntegerSchema(field);
    case "number":
      return z.number().min(field.minimum).max(field.maximum);
    case "boolean":
      return z.boolean();
    case "choice":
      return z.enum(field.choices);
    case "model":
      return field.choices ? z.enum(field.choices) : z.string().min(1).max(400);
  }
}

/** Values of an integer field: numbers, and beyond ±(2^53 - 1) texts of decimal digits. */
function createIntegerSchema(field: Extract<Field, { type: "integer" }>): Value {
  const numbers = z.int().min(field.minimum).max(field.maximum).multipleOf(field.step);
  const { exactMinimum, exactMaximum } = field;
  if (exactMinimum === undefined && exactMaximum === undefined) return numbers;
  const [least, most] = [BigInt(exactMinimum ?? field.minimum), BigInt(exactMaximum ?? field.maximum)];
  const isInRange = (digits: string) =>
    Digits.safeParse(digits).success && least <= BigInt(digits) && BigInt(digits) <= most;
  const digits = Digits.refine(isInRange, `a whole number from ${least} to ${most}`).transform((text) => {
    const number = Number(text);
    return Number.isSafeInteger(number) ? number : String(BigInt(text));
  });
  return z.union([digits, numbers]);
}
