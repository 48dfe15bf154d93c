import { PegbarError } from "@pegbar/sdk";
import { expect, test } from "vitest";
import type { Form } from "../draft.ts";
import { addField, listOtherFields, moveItem, removeField, type Field } from "./edit-form.ts";
import { assignFormErrors, findFormProblems } from "./form-problems.ts";

const steps: Field = {
  name: "steps",
  label: "Steps",
  node: "1",
  input: "steps",
  type: "integer",
  minimum: 1,
  maximum: 50,
  step: 1,
  default: 20,
};
const text: Field = {
  name: "prompt",
  label: "Prompt",
  node: "2",
  input: "text",
  type: "string",
  multiline: true,
  maxLength: 100,
  default: "",
};
const form: Form = { fields: [steps, text], inputs: [], outputs: [{ name: "image", label: "Image", node: "3" }] };

test("a valid form has no problems", () => {
  expect(findFormProblems(form).size).toBe(0);
});

test.each<[string, Field, object]>([
  ["a name with capitals", { ...steps, name: "Steps" }, { name: expect.stringContaining("a–z") }],
  ["a name that an output has", { ...steps, name: "image" }, { name: expect.stringContaining("Another") }],
  ["an empty label", { ...steps, label: " " }, { label: "Enter a label." }],
  ["a minimum that is no number", { ...steps, minimum: NaN }, { minimum: "Enter a whole number." }],
  ["a minimum above the maximum", { ...steps, minimum: 60 }, { maximum: expect.stringContaining("minimum") }],
  ["a default out of range", { ...steps, default: 51 }, { default: "51 is out of range: 1 to 50." }],
  ["a step of zero", { ...steps, step: 0 }, { step: expect.stringContaining("above 0") }],
])("%s is a problem at its property", (_, field, problems) => {
  expect(findFormProblems({ ...form, fields: [field, text] }).get(field)).toEqual(problems);
});

test("the API's errors are found by their pointers, and stay with their item when it moves", () => {
  const errors = [
    { code: "field_range", message: "It is too high", remedy: "Lower it.", pointer: "/form/fields/0/maximum" },
    { code: "other", message: "Elsewhere", remedy: "Look there.", pointer: "/graph/1" },
  ];
  const error = new PegbarError("It is too high", { code: "form_invalid", status: 422, errors });
  const found = assignFormErrors(error, form);
  expect([...found.values()]).toEqual([{ maximum: "It is too high. Lower it." }]);
  const moved = moveItem(form, "fields", 0, 1);
  expect(moved.fields.map(({ name }) => name)).toEqual(["prompt", "steps"]);
  expect(moved.fields.map((field) => found.has(field))).toEqual([false, true]);
  expect(moveItem(form, "fields", 1, 1)).toBe(form);
});

test("a removed field can be added again, under a free name", () => {
  const without = removeField(form, 0);
  expect(without.fields).toEqual([text]);
  const others = listOtherFields(without, { form, more: [] });
  expect(others).toEqual([steps]);
  const taken = { ...without, outputs: [{ name: "steps", label: "Steps", node: "3" }] };
  expect(addField(taken, steps).fields[1]).toEqual({ ...steps, name: "steps_2" });
});
