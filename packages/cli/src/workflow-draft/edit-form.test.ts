import { describe, expect, it } from "vitest";
import { CliError } from "../exit.ts";
import type { Form } from "./draft-file.ts";
import { editForm, hasEdits, type FormEdits } from "./edit-form.ts";

type Field = Form["fields"][number];
const steps: Field = {
  name: "steps",
  label: "Steps",
  node: "3",
  input: "steps",
  type: "integer",
  minimum: 1,
  maximum: 100,
  step: 1,
  default: 20,
};
const prompt: Field = {
  name: "prompt",
  label: "Prompt",
  node: "6",
  input: "text",
  type: "string",
  help: "What to paint",
  multiline: true,
  maxLength: 10_000,
  default: "",
};
const tiled: Field = { name: "plate", label: "Tiled", node: "8", input: "tiled", type: "boolean", default: false };
const form: Form = {
  fields: [prompt, steps],
  inputs: [{ name: "plate", label: "Plate", kind: "image", node: "1", input: "image" }],
  outputs: [{ name: "picture", label: "Picture", node: "9" }],
};
const edit = (edits: FormEdits) => editForm(form, edits, [tiled]);

describe("edits of a form", () => {
  it("sets properties with their types, and removes an empty help", () => {
    const set = [
      "steps.label=Quality = time",
      "steps.maximum=40",
      "steps.default=30",
      "prompt.help=",
      "plate.kind=mask",
    ];
    const edited = edit({ set });
    expect(edited.fields).toEqual([
      { ...prompt, help: undefined },
      { ...steps, label: "Quality = time", maximum: 40, default: 30 },
    ]);
    expect(Object.keys(edited.fields[0] ?? {})).not.toContain("help");
    expect(edited.inputs[0]?.kind).toBe("mask");
    expect(form.fields[1]).toBe(steps);
    expect(steps.label).toBe("Steps");
  });

  it("keeps whole numbers that a number cannot hold", () => {
    expect(edit({ set: ["steps.default=18446744073709551615"] }).fields[1]?.default).toBe("18446744073709551615");
  });

  it("removes, adds with a name of its own, and moves", () => {
    const edited = edit({ add: ["8.tiled"], remove: ["prompt"], set: ["plate_2.default=true"], move: ["plate_2=1"] });
    expect(edited.fields).toEqual([{ ...tiled, name: "plate_2", default: true }, steps]);
  });

  it("frees the name of what it removes", () => {
    expect(edit({ add: ["8.tiled"], remove: ["plate"] }).fields.at(-1)?.name).toBe("plate");
  });

  it.each<[FormEdits, RegExp]>([
    [{ set: ["cfg.label=x"] }, /The form has no cfg/],
    [{ set: ["steps=4"] }, /Not NAME\.PROPERTY=VALUE: steps=4/],
    [{ set: ["steps.choices=a,b"] }, /steps has no choices that can be set/],
    [{ set: ["steps.__proto__=a"] }, /steps has no __proto__/],
    [{ set: ["steps.maximum=many"] }, /Not a number: many/],
    [{ set: ["picture.help=x"] }, /picture has no help/],
    [{ add: ["3.steps"] }, /3\.steps is a field already: steps/],
    [{ add: ["3.cfg"] }, /no value 3\.cfg that could be a field/],
    [{ remove: ["cfg"] }, /The form has no cfg/],
    [{ move: ["steps=3"] }, /steps cannot be at position 3/],
    [{ move: ["steps=first"] }, /Not NAME=POSITION/],
  ])("refuses %j", (edits, message) => {
    expect(() => edit(edits)).toThrow(CliError);
    expect(() => edit(edits)).toThrow(message);
  });

  it("tells whether there is anything to edit", () => {
    expect([hasEdits({}), hasEdits({ set: [] }), hasEdits({ move: ["steps=1"] })]).toEqual([false, false, true]);
  });
});
