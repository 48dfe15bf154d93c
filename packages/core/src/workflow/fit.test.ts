import { describe, expect, test } from "vitest";
import { parseObjectInfo, type Graph } from "@pegbar/comfyui";
import { misfits } from "./fit.ts";
import { Form } from "./form.ts";

const objectInfo = parseObjectInfo({
  LoadImage: { input: { required: { image: [["a.png"], { image_upload: true }] } }, output: ["IMAGE", "MASK"] },
  Paint: {
    input: {
      required: {
        image: ["IMAGE"],
        ckpt_name: [["a.safetensors"]],
        text: ["STRING", {}],
        steps: ["INT", { min: 1, max: 100 }],
        denoise: ["FLOAT", { min: 0, max: 1 }],
        flip: ["BOOLEAN", {}],
        scheduler: [["normal", "karras"]],
      },
      optional: { blur: ["INT", { min: 0, max: 9 }], lora_name: ["COMBO", { options: [] }] },
      hidden: { unique_id: "UNIQUE_ID" },
    },
    output: ["IMAGE"],
  },
  PreviewImage: { input: { required: { images: ["IMAGE"] } }, output_node: true },
  SaveImage: { input: { required: { images: ["IMAGE"], filename_prefix: ["STRING", {}] } }, output_node: true },
});

const graph: Graph = {
  "1": { class_type: "LoadImage", inputs: { image: "" }, _meta: { title: "Layout" } },
  "2": {
    class_type: "Paint",
    inputs: {
      image: ["1", 0],
      ckpt_name: "a.safetensors",
      text: "",
      steps: 20,
      denoise: 0.5,
      flip: false,
      scheduler: "normal",
      undeclared: 1,
    },
  },
  "3": { class_type: "SaveImage", inputs: { images: ["2", 0], filename_prefix: "a" } },
  "4": { class_type: "SaveImage", inputs: { images: ["1", 0], filename_prefix: "unnamed" } },
  "5": { class_type: "PreviewImage", inputs: { images: ["1", 0] } },
  "6": { class_type: "NoSuchNode", inputs: { text: "" } },
};

const layout = { name: "layout", label: "Layout", kind: "image", node: "1", input: "image" };
const paint = { name: "paint", label: "Paint", node: "3" };
const at = (input: string, node = "2") => ({ name: "it", label: "It", node, input });
const text = (input: string, node = "2") => ({ ...at(input, node), type: "string", default: "" });
const integer = (input: string, minimum: number, maximum: number, value = minimum) => ({
  ...at(input),
  type: "integer",
  minimum,
  maximum,
  default: value,
});
const number = (input: string, minimum: number, maximum: number, value = minimum) => ({
  ...integer(input, minimum, maximum, value),
  type: "number",
});
const choice = (input: string, choices: string[], value = choices[0]) => ({
  ...at(input),
  type: "choice",
  choices,
  default: value,
});

const found = (form: object) =>
  misfits(graph, Form.parse({ fields: [], inputs: [layout], outputs: [paint], ...form }), objectInfo);
const codes = (form: object) => found(form).map(({ code, pointer }) => `${code} ${pointer}`);

test.each<[string, object]>([
  ["text", text("text")],
  ["integer", integer("steps", 1, 100)],
  ["a narrower integer", integer("steps", 5, 10)],
  ["number", number("denoise", 0, 1)],
  ["an integer for a number", integer("denoise", 0, 1)],
  ["boolean", { ...at("flip"), type: "boolean", default: true }],
  ["choice", choice("scheduler", ["karras", "normal"])],
  ["a choice of texts", choice("text", ["summer", "winter"])],
  ["an input that the graph leaves out", integer("blur", 0, 9)],
])("%s fits", (_name, field) => expect(found({ fields: [field] })).toEqual([]));

describe("fields", () => {
  test.each<[string, object, string[]]>([
    ["no such node", text("text", "77"), ["node_unknown /form/fields/0/node"]],
    ["a prototype's name as node", text("text", "constructor"), ["node_unknown /form/fields/0/node"]],
    ["no such class", text("text", "6"), ["input_unknown /form/fields/0/input"]],
    ["no such input", text("nothing"), ["input_unknown /form/fields/0/input"]],
    ["an input that ComfyUI ignores", integer("undeclared", 0, 1), ["input_unknown /form/fields/0/input"]],
    ["a hidden input", text("unique_id"), ["input_unknown /form/fields/0/input"]],
    ["a link", text("image"), ["input_linked /form/fields/0/input"]],
    ["a model", choice("ckpt_name", ["a.safetensors"]), ["field_on_model /form/fields/0/input"]],
    ["a model that the graph leaves out", text("lora_name"), ["field_on_model /form/fields/0/input"]],
    ["a save node's prefix", text("filename_prefix", "3"), ["field_on_prefix /form/fields/0/input"]],
    ["text for a number", text("steps"), ["type_mismatch /form/fields/0/type"]],
    ["text for a choice", text("scheduler"), ["type_mismatch /form/fields/0/type"]],
    ["a number for an integer", number("steps", 1, 100), ["type_mismatch /form/fields/0/type"]],
    ["an integer for a text", integer("text", 1, 100), ["type_mismatch /form/fields/0/type"]],
    [
      "a wider range",
      integer("steps", 0, 101),
      ["range_too_wide /form/fields/0/minimum", "range_too_wide /form/fields/0/maximum"],
    ],
    ["a wider range of numbers", number("denoise", 0, 1.01), ["range_too_wide /form/fields/0/maximum"]],
    ["an unknown choice", choice("scheduler", ["normal", "beta"]), ["choice_unknown /form/fields/0/choices"]],
    ["an empty range", integer("steps", 10, 5), ["range_empty /form/fields/0/minimum"]],
    ["a default out of range", integer("steps", 1, 10, 11), ["default_invalid /form/fields/0/default"]],
    ["a default between steps", { ...integer("steps", 1, 10, 3), step: 2 }, ["default_invalid /form/fields/0/default"]],
    [
      "a default too long",
      { ...text("text"), maxLength: 3, default: "four" },
      ["default_invalid /form/fields/0/default"],
    ],
    [
      "a default that is no choice",
      choice("scheduler", ["normal"], "karras"),
      ["default_invalid /form/fields/0/default"],
    ],
    [
      "several at once",
      integer("steps", 0, 10, 11),
      ["range_too_wide /form/fields/0/minimum", "default_invalid /form/fields/0/default"],
    ],
  ])("%s", (_name, field, expected) => expect(codes({ fields: [field] })).toEqual(expected));

  test("a file", () => expect(codes({ fields: [text("image", "1")] })[0]).toBe("field_on_file /form/fields/0/input"));
});

describe("names and places", () => {
  const other = { ...text("text"), name: "other" };
  test.each<[string, object, string[]]>([
    ["a name twice", { fields: [text("text"), integer("steps", 1, 9)] }, ["name_taken /form/fields/1/name"]],
    ["a place twice", { fields: [text("text"), other] }, ["place_taken /form/fields/1/input"]],
    ["a field and an input", { fields: [{ ...text("text"), name: "layout" }] }, ["name_taken /form/inputs/0/name"]],
    ["a file twice", { inputs: [layout, { ...layout, name: "more" }] }, ["place_taken /form/inputs/1/input"]],
    [
      "an output twice",
      { outputs: [paint, paint] },
      ["name_taken /form/outputs/1/name", "place_taken /form/outputs/1/node"],
    ],
  ])("%s", (_name, form, expected) => expect(codes(form)).toEqual(expected));
});

describe("inputs and outputs", () => {
  const input = (node: string, name: string) => [layout, { ...layout, name: "more", node, input: name }];
  test.each<[string, object, string[]]>([
    ["a file that nothing brings", { inputs: [] }, ["file_not_covered /form/inputs"]],
    ["no file", { inputs: input("2", "text") }, ["not_a_file_input /form/inputs/1/input"]],
    ["a model is no file", { inputs: input("2", "ckpt_name") }, ["not_a_file_input /form/inputs/1/input"]],
    ["a link", { inputs: input("2", "image") }, ["input_linked /form/inputs/1/input"]],
    ["no such input", { inputs: input("1", "nothing") }, ["input_unknown /form/inputs/1/input"]],
    ["no such node", { inputs: input("77", "image") }, ["node_unknown /form/inputs/1/node"]],
    ["an output of nothing", { outputs: [{ ...paint, node: "77" }] }, ["node_unknown /form/outputs/0/node"]],
    ["an output that previews", { outputs: [{ ...paint, node: "5" }] }, ["not_a_save_node /form/outputs/0/node"]],
  ])("%s", (_name, form, expected) => expect(codes(form)).toEqual(expected));

  test("no outputs at all", () => {
    expect(misfits(graph, { fields: [], inputs: [], outputs: [] }, objectInfo).map(({ code }) => code)).toEqual([
      "outputs_missing",
      "file_not_covered",
    ]);
  });
});

test("a problem says where, what, and what to do", () => {
  expect(found({ inputs: [] })).toEqual([
    {
      code: "file_not_covered",
      message: 'No input of the form brings the file of node "1"',
      remedy: "Add an input to the form for it.",
      pointer: "/form/inputs",
      node: "1",
      classType: "LoadImage",
      title: "Layout",
      input: "image",
    },
  ]);
});
