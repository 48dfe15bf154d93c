import { describe, expect, test } from "vitest";
import { describeGeneration, parseObjectInfo, type Graph } from "@pegbar/comfyui";
import { findMisfits } from "./fit.ts";
import { createValueSchema, Form } from "../../schema/form.ts";
import { propose } from "./propose.ts";

const node = (required: Record<string, unknown>, output: string[], more: Record<string, unknown> = {}) => ({
  input: { required },
  output,
  ...more,
});
const described = {
  CheckpointLoaderSimple: node({ ckpt_name: [["a.safetensors"]] }, ["MODEL", "CLIP", "VAE"]),
  CLIPTextEncode: node({ text: ["STRING", { multiline: true }], clip: ["CLIP"] }, ["CONDITIONING"]),
  EmptyLatentImage: node(
    {
      width: ["INT", { min: 16, max: 4096, step: 8 }],
      height: ["INT", { min: 16, max: 4096, step: 8 }],
      batch_size: ["INT", { min: 1, max: 64 }],
    },
    ["LATENT"],
  ),
  KSampler: node(
    {
      model: ["MODEL"],
      positive: ["CONDITIONING"],
      negative: ["CONDITIONING"],
      latent_image: ["LATENT"],
      seed: ["INT", { min: 0, max: 2 ** 64 }],
      steps: ["INT", { min: 1, max: 100 }],
      cfg: ["FLOAT", { min: 0, max: 100, step: 0.1 }],
      sampler_name: [["euler", "dpmpp_2m"]],
      scheduler: [["normal", "karras"]],
      denoise: ["FLOAT", { min: 0, max: 1, step: 0.01 }],
    },
    ["LATENT"],
  ),
  LoadImage: node({ image: [["x.png"], { image_upload: true }] }, ["IMAGE", "MASK"], { display_name: "Load Image" }),
  LoadImageMask: node({ image: [["x.png"], { image_upload: true }], channel: [["red", "alpha"]] }, ["MASK"]),
  VAEEncode: node({ pixels: ["IMAGE"], vae: ["VAE"] }, ["LATENT"]),
  VAEDecode: node({ samples: ["LATENT"], vae: ["VAE"] }, ["IMAGE"]),
  SaveImage: node({ images: ["IMAGE"], filename_prefix: ["STRING", { default: "ComfyUI" }] }, [], {
    output_node: true,
  }),
};
const info = parseObjectInfo(described);
const stringInfo = parseObjectInfo({
  ...described,
  PrimitiveString: node({ value: ["STRING"] }, ["STRING"]),
  StringConcatenate: node({ string_a: ["STRING"], string_b: ["STRING"], delimiter: ["STRING"] }, ["STRING"]),
});

const exported = (): Graph => ({
  "4": { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: "a.safetensors" } },
  "6": { class_type: "CLIPTextEncode", inputs: { text: "a harbour", clip: ["4", 1] } },
  "7": { class_type: "CLIPTextEncode", inputs: { text: "blurry", clip: ["4", 1] } },
  "10": { class_type: "LoadImage", inputs: { image: "x.png" }, _meta: { title: "Layout" } },
  "11": { class_type: "LoadImageMask", inputs: { image: "x.png", channel: "red" } },
  "5": { class_type: "VAEEncode", inputs: { pixels: ["10", 0], vae: ["4", 2] } },
  "3": {
    class_type: "KSampler",
    inputs: {
      model: ["4", 0],
      positive: ["6", 0],
      negative: ["7", 0],
      latent_image: ["5", 0],
      seed: 5,
      steps: 20,
      cfg: 7,
      sampler_name: "euler",
      scheduler: "normal",
      denoise: 0.6,
    },
  },
  "8": { class_type: "VAEDecode", inputs: { samples: ["3", 0], vae: ["4", 2] } },
  "9": {
    class_type: "SaveImage",
    inputs: { images: ["8", 0], filename_prefix: "paint" },
    _meta: { title: "Painting" },
  },
});

describe("the proposed form", () => {
  const { form, more } = propose(exported(), info);

  test("has prompts by their connections and common settings by name, in the usual order", () => {
    expect(form.fields.map(({ name, type, default: value }) => [name, type, value])).toEqual([
      ["prompt", "string", "a harbour"],
      ["negative_prompt", "string", "blurry"],
      ["seed", "integer", 5],
      ["strength", "number", 0.6],
      ["steps", "integer", 20],
      ["cfg", "number", 7],
      ["sampler", "choice", "euler"],
      ["scheduler", "choice", "normal"],
    ]);
    expect(form.fields[2]).toMatchObject({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      exactMaximum: "18446744073709551615",
      purpose: "seed",
    });
  });
  test("keeps seeds up to 2^64 - 1 exactly", () => {
    const graph = exported();
    Object.assign(graph["3"]?.inputs ?? {}, { seed: "18446744073709551615" });
    const seed = propose(graph, info).form.fields.find(({ name }) => name === "seed");
    expect(seed).toMatchObject({ type: "integer", default: "18446744073709551615" });
    if (!seed) throw new Error("no seed");
    expect(findMisfits(graph, { ...form, fields: [seed] }, info)).toEqual([]);
    const schema = createValueSchema(seed);
    for (const value of [0, 9_007_199_254_740_991, "18446744073709551615", "9007199254740993"])
      expect(schema.parse(value)).toBe(value);
    expect(schema.parse("007")).toBe(7);
    for (const value of [-1, "-1", "18446744073709551616", "1.5", "", 2 ** 53, 0.5])
      expect(schema.safeParse(value).success, String(value)).toBe(false);
    const beyond = { ...seed, exactMaximum: "18446744073709551616" } as typeof seed;
    expect(findMisfits(graph, { ...form, fields: [beyond] }, info)).toMatchObject([{ code: "field_range" }]);
  });
  test("has files as inputs with their titles, saving nodes as outputs, and no models", () => {
    expect(form.inputs.map(({ name, kind, node }) => [name, kind, node])).toEqual([
      ["layout", "image", "10"],
      ["image", "mask", "11"],
    ]);
    expect(form.outputs).toEqual([{ name: "painting", label: "Painting", node: "9" }]);
    expect(JSON.stringify(form)).not.toContain("a.safetensors");
  });
  test("lists all other values as possible fields", () => {
    expect(more.map(({ node, input, type }) => [node, input, type])).toEqual([
      ["4", "ckpt_name", "model"],
      ["11", "channel", "choice"],
    ]);
    expect(more[0]).toMatchObject({ kind: "checkpoint", default: "a.safetensors" });
  });
  test("is valid, and fits its graph", () => {
    expect(Form.parse(form)).toEqual(form);
    expect(findMisfits(exported(), form, info)).toEqual([]);
    expect(findMisfits(exported(), { ...form, fields: [...form.fields, ...more] }, info)).toEqual([]);
  });
  test("has no output for a graph that saves nothing", () => {
    const { "9": _save, ...rest } = exported();
    expect(propose(rest, info).form.outputs).toEqual([]);
  });
  test("keeps both texts apart through a ControlNet, and treats a guider's conditioning as a prompt", () => {
    const graph = exported();
    graph["20"] = {
      class_type: "ControlNetApplyAdvanced",
      inputs: { positive: ["6", 0], negative: ["7", 0], image: ["10", 0] },
    };
    Object.assign(graph["3"]?.inputs ?? {}, { positive: ["20", 0], negative: ["20", 1] });
    expect(
      propose(graph, info)
        .form.fields.slice(0, 2)
        .map(({ name, node }) => [name, node]),
    ).toEqual([
      ["prompt", "6"],
      ["negative_prompt", "7"],
    ]);
    const guided: Graph = {
      "6": { class_type: "CLIPTextEncode", inputs: { text: "a harbour", clip: ["4", 1] } },
      "22": { class_type: "BasicGuider", inputs: { conditioning: ["6", 0] } },
    };
    expect(propose(guided, info).form.fields.map(({ name }) => name)).toEqual(["prompt"]);
  });
  test("has the prompts that a record has, in primitive strings and in nodes between", () => {
    const graph = exported();
    graph["30"] = { class_type: "PrimitiveString", inputs: { value: "a harbour" } };
    graph["31"] = {
      class_type: "StringConcatenate",
      inputs: { string_a: ["30", 0], string_b: "dusk", delimiter: ", " },
    };
    Object.assign(graph["6"]?.inputs ?? {}, { text: ["31", 0] });
    const fields = propose(graph, stringInfo).form.fields.filter(({ purpose }) => purpose === "prompt");
    expect(fields.map(({ node, input }) => [node, input])).toEqual([
      ["30", "value"],
      ["31", "string_b"],
    ]);
    expect(new Set(fields.map((field) => field.default))).toEqual(new Set(describeGeneration(graph).prompts));
  });
  test("has two names for two prompts", () => {
    const graph = exported();
    graph["12"] = { class_type: "CLIPTextEncode", inputs: { text: "more", clip: ["4", 1] } };
    graph["13"] = { class_type: "KSampler", inputs: { ...graph["3"]?.inputs, positive: ["12", 0] } };
    const names = propose(graph, info).form.fields.map(({ name }) => name);
    expect(names).toContain("prompt_2");
    expect(new Set(names).size).toBe(names.length);
  });
});

const MODEL = {
  name: "model",
  label: "Model",
  type: "model" as const,
  kind: "checkpoint" as const,
  default: "a.safetensors",
  node: "4",
  input: "ckpt_name",
};

describe("a form that does not fit", () => {
  const fitting = propose(exported(), info).form;
  const codes = (change: (form: Form) => void, graph = exported()) => {
    const form = structuredClone(fitting);
    change(form);
    return findMisfits(graph, form, info).map(({ code, pointer }) => [code, pointer]);
  };
  const field = (form: Form, index: number): Record<string, unknown> => form.fields[index] as Record<string, unknown>;

  test.each<[string, (form: Form) => void, string, string]>([
    [
      "a node that does not exist",
      (form) => (field(form, 0)["node"] = "99"),
      "field_misplaced",
      "/form/fields/0/input",
    ],
    [
      "an input that is a link",
      (form) => (field(form, 0)["input"] = "clip"),
      "field_misplaced",
      "/form/fields/0/input",
    ],
    [
      "a model",
      (form) => Object.assign(field(form, 0), { node: "4", input: "ckpt_name" }),
      "field_type",
      "/form/fields/0/type",
    ],
    [
      "a model of another kind",
      (form) => form.fields.push({ ...MODEL, kind: "lora" }),
      "field_type",
      "/form/fields/8/kind",
    ],
    [
      "a model where none is taken",
      (form) => form.fields.push({ ...MODEL, node: "3", input: "steps" }),
      "field_misplaced",
      "/form/fields/8/input",
    ],
    [
      "a model by default that is not offered",
      (form) => form.fields.push({ ...MODEL, choices: ["b.safetensors"] }),
      "field_default",
      "/form/fields/8/default",
    ],
    [
      "another type",
      (form) => Object.assign(field(form, 0), { input: "steps", node: "3" }),
      "field_type",
      "/form/fields/0/type",
    ],
    ["a wider range", (form) => (field(form, 4)["maximum"] = 101), "field_range", "/form/fields/4/maximum"],
    ["an empty range", (form) => (field(form, 4)["minimum"] = 101), "field_range", "/form/fields/4/minimum"],
    [
      "an unknown choice",
      (form) => Object.assign(field(form, 6), { choices: ["euler", "unheard"] }),
      "field_choices",
      "/form/fields/6/choices",
    ],
    ["a default out of range", (form) => (field(form, 4)["default"] = 0), "field_default", "/form/fields/4/default"],
    ["a name twice", (form) => (field(form, 1)["name"] = "prompt"), "name_taken", "/form/fields/1/name"],
    [
      "an output that saves nothing",
      (form) => Object.assign(form.outputs[0] ?? {}, { node: "8" }),
      "output_misplaced",
      "/form/outputs/0/node",
    ],
    [
      "an input on a value",
      (form) => Object.assign(form.inputs[0] ?? {}, { node: "3", input: "seed" }),
      "input_misplaced",
      "/form/inputs/0",
    ],
    ["a file that nothing brings", (form) => void form.inputs.pop(), "input_uncovered", "/form/inputs"],
  ])("%s", (_what, change, code, pointer) => {
    expect(codes(change)).toContainEqual([code, pointer]);
  });
});

describe("the form of a graph that loads other files than images", () => {
  const loaders = parseObjectInfo({
    LoadVideo: node({ file: ["COMBO", { video_upload: true, options: ["a.mp4"] }] }, ["VIDEO"]),
    LoadAudio: node({ audio: ["COMBO", { audio_upload: true, options: ["a.wav"] }] }, ["AUDIO"]),
    LoadFrames: node({ folder: ["STRING", {}] }, ["IMAGE"]),
    SaveVideo: node({ video: ["VIDEO"], filename_prefix: ["STRING", {}] }, [], { output_node: true }),
  });
  const graph: Graph = {
    "1": { class_type: "LoadVideo", inputs: { file: "a.mp4" } },
    "2": { class_type: "LoadAudio", inputs: { audio: "a.wav" } },
    "3": { class_type: "SaveVideo", inputs: { video: ["1", 0], filename_prefix: "out" } },
  };

  test("asks for the kind that each loader takes", () => {
    const { form } = propose(graph, loaders);
    expect(form.inputs.map(({ name, label, kind }) => [name, label, kind])).toEqual([
      ["video", "Video", "video"],
      ["audio", "Audio", "audio"],
    ]);
    expect(Form.parse(form)).toEqual(form);
    expect(findMisfits(graph, form, loaders)).toEqual([]);
  });

  test("does not fit with another kind, but audio may come from a video", () => {
    const { form } = propose(graph, loaders);
    const [video, audio] = form.inputs;
    if (!video || !audio) throw new Error("no inputs");
    const change = (inputs: typeof form.inputs) => findMisfits(graph, { ...form, inputs }, loaders);
    expect(change([{ ...video, kind: "image" }, audio])).toMatchObject([
      { code: "input_kind", pointer: "/form/inputs/0/kind", remedy: "Give the input the kind video." },
    ]);
    expect(change([video, { ...audio, kind: "video" }])).toEqual([]);
  });

  test("does not fit if a loader takes a folder", () => {
    const folders = { ...graph, "4": { class_type: "LoadFrames", inputs: { folder: "shots" } } };
    const { form } = propose(folders, loaders);
    expect(findMisfits(folders, form, loaders)).toMatchObject([
      {
        code: "loader_unsupported",
        pointer: "/form/inputs/2",
        message: expect.stringContaining("Node 4 (LoadFrames)"),
      },
    ]);
  });
});
