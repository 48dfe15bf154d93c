import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { check, parseObjectInfo, type Graph, type GraphNode } from "@pegbar/comfyui";
import { fill } from "./fill.ts";
import { misfits } from "./fit.ts";
import { Form, type Field } from "./form.ts";
import { propose } from "./propose.ts";

const takes = (required: object, output: string[], more: object = {}) => ({
  input: { required },
  output,
  output_name: output,
  output_node: output.length === 0,
  ...more,
});
const sampling = {
  steps: ["INT", { default: 20, min: 1, max: 10_000 }],
  cfg: ["FLOAT", { default: 8, min: 0, max: 100, step: 0.1 }],
  sampler_name: [["euler", "dpmpp_2m"]],
  scheduler: ["COMBO", { options: ["normal", "karras"] }],
};
const seed = ["INT", { default: 0, min: 0, max: 18446744073709552000 }];
const side = (min: number) => ["INT", { default: 512, min, max: 16_384, step: 8 }];
const objectInfo = parseObjectInfo({
  CheckpointLoaderSimple: takes({ ckpt_name: [["a.safetensors"]] }, ["MODEL", "CLIP", "VAE"]),
  OddLoader: takes({ weights: ["COMBO", { options: ["x.gguf"] }], power: ["FLOAT", {}] }, ["MODEL"]),
  CLIPTextEncode: takes({ text: ["STRING", { multiline: true }], clip: ["CLIP"] }, ["CONDITIONING"], {
    display_name: "CLIP Text Encode (Prompt)",
  }),
  PrimitiveString: takes({ value: ["STRING", {}] }, ["STRING"]),
  ConditioningZeroOut: takes({ conditioning: ["CONDITIONING"] }, ["CONDITIONING"]),
  ControlNetApplyAdvanced: takes(
    { positive: ["CONDITIONING"], negative: ["CONDITIONING"], strength: ["FLOAT", { default: 1, min: 0, max: 10 }] },
    ["CONDITIONING", "CONDITIONING"],
    { output_name: ["positive", "negative"] },
  ),
  KSampler: takes(
    {
      model: ["MODEL"],
      seed,
      ...sampling,
      positive: ["CONDITIONING"],
      negative: ["CONDITIONING"],
      latent_image: ["LATENT"],
      denoise: ["FLOAT", { default: 1, min: 0, max: 1, step: 0.01 }],
    },
    ["LATENT"],
  ),
  BasicGuider: takes({ model: ["MODEL"], conditioning: ["CONDITIONING"] }, ["GUIDER"]),
  RandomNoise: takes({ noise_seed: seed }, ["NOISE"]),
  SamplerCustomAdvanced: takes({ noise: ["NOISE"], guider: ["GUIDER"], latent_image: ["LATENT"] }, ["LATENT"]),
  EmptyLatentImage: takes(
    { width: side(16), height: side(16), batch_size: ["INT", { default: 1, min: 1, max: 4096 }] },
    ["LATENT"],
  ),
  VAEEncode: takes({ pixels: ["IMAGE"], vae: ["VAE"] }, ["LATENT"]),
  VAEDecode: takes({ samples: ["LATENT"], vae: ["VAE"] }, ["IMAGE"]),
  LoadImage: takes({ image: [["a.png"], { image_upload: true }] }, ["IMAGE", "MASK"], { display_name: "Load Image" }),
  LoadImageMask: takes({ image: [["a.png"], { image_upload: true }], channel: [["alpha", "red"]] }, ["MASK"]),
  ImageScale: takes(
    {
      image: ["IMAGE"],
      upscale_method: [["nearest-exact", "lanczos"]],
      width: ["INT", { default: 512, min: 0, max: 16_384, step: 1 }],
      height: ["INT", { default: 512, min: 0, max: 16_384, step: 1 }],
      crop: [["disabled", "center"]],
    },
    ["IMAGE"],
    { display_name: "Upscale Image" },
  ),
  Odd: takes(
    {
      constructor: ["STRING", {}],
      flag: ["BOOLEAN", { default: true }],
      level: [[1, 2, 4]],
      tint: ["COLOR", {}],
      free: ["INT", {}],
      upside: ["INT", { min: 5, max: 1 }],
      image: ["IMAGE"],
    },
    ["IMAGE"],
  ),
  SaveImage: takes({ images: ["IMAGE"], filename_prefix: ["STRING", { default: "ComfyUI" }] }, [], {
    display_name: "Save Image",
  }),
});

const node = (class_type: string, inputs: Record<string, unknown>, title?: string): GraphNode => ({
  class_type,
  inputs,
  ...(title === undefined ? {} : { _meta: { title } }),
});
const sampler = (latent: [string, number], more: object = {}, title?: string) =>
  node(
    "KSampler",
    {
      seed: 1,
      steps: 20,
      cfg: 7,
      sampler_name: "euler",
      scheduler: "normal",
      denoise: 0.6,
      model: ["4", 0],
      positive: ["6", 0],
      negative: ["7", 0],
      latent_image: latent,
      ...more,
    },
    title,
  );
const text = (words: string, title?: string) => node("CLIPTextEncode", { text: words, clip: ["4", 1] }, title);
const common: Graph = {
  "4": node("CheckpointLoaderSimple", { ckpt_name: "a.safetensors" }),
  "6": text("a hill", "CLIP Text Encode (Prompt)"),
  "7": text("blur", "Keep out"),
  "8": node("VAEDecode", { samples: ["3", 0], vae: ["4", 2] }),
  "9": node("SaveImage", { filename_prefix: "paint", images: ["8", 0] }, "Painting"),
};
const paintLayout: Graph = {
  ...common,
  "3": sampler(["5", 0]),
  "5": node("VAEEncode", { pixels: ["10", 0], vae: ["4", 2] }),
  "10": node("LoadImage", { image: "" }, "Layout"),
};
const paintText: Graph = {
  ...common,
  "3": sampler(["5", 0], { denoise: 1 }),
  "5": node("EmptyLatentImage", { width: 1024, height: 576, batch_size: 1 }),
};
const scale: Graph = {
  "1": node("LoadImage", { image: "" }, "Picture"),
  "2": node("ImageScale", { image: ["1", 0], upscale_method: "lanczos", width: 1280, height: 720, crop: "center" }),
  "3": node("SaveImage", { filename_prefix: "scaled", images: ["2", 0] }),
};

const names = (fields: readonly { name: string }[]) => fields.map(({ name }) => name);
const named = (fields: readonly Field[], name: string) => fields.find((field) => field.name === name);
const fieldNames = (graph: Graph) => names(propose(graph, objectInfo).form.fields);

test("image to image", () => {
  const { form, more } = propose(paintLayout, objectInfo);
  expect(Form.parse(form)).toEqual(form);
  expect(names(form.fields)).toEqual([
    "prompt",
    "negative_prompt",
    "seed",
    "strength",
    "steps",
    "cfg",
    "sampler_name",
    "scheduler",
  ]);
  expect(named(form.fields, "prompt")).toEqual({
    name: "prompt",
    label: "Prompt",
    purpose: "prompt",
    type: "string",
    multiline: true,
    maxLength: 10_000,
    default: "a hill",
    node: "6",
    input: "text",
  });
  expect(named(form.fields, "negative_prompt")).toMatchObject({
    label: "Keep out",
    purpose: "negative_prompt",
    node: "7",
  });
  expect(named(form.fields, "seed")).toMatchObject({
    purpose: "seed",
    type: "integer",
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    default: 1,
  });
  expect(named(form.fields, "strength")).toEqual({
    name: "strength",
    label: "Strength",
    purpose: "strength",
    type: "number",
    minimum: 0,
    maximum: 1,
    step: 0.01,
    default: 0.6,
    node: "3",
    input: "denoise",
  });
  expect(named(form.fields, "scheduler")).toMatchObject({
    type: "choice",
    choices: ["normal", "karras"],
    default: "normal",
  });
  expect(form.inputs).toEqual([{ name: "layout", label: "Layout", kind: "image", node: "10", input: "image" }]);
  expect(form.outputs).toEqual([{ name: "painting", label: "Painting", node: "9" }]);
  expect(more).toEqual([]);
});

test("text to image: width and height of the empty latent, its batch on request", () => {
  const { form, more } = propose(paintText, objectInfo);
  expect(named(form.fields, "width")).toMatchObject({ purpose: "width", minimum: 16, step: 8, default: 1024 });
  expect(named(form.fields, "height")).toMatchObject({ purpose: "height", default: 576 });
  expect(names(more)).toEqual(["batch_size"]);
});

test("no sampler: all on request; the output is called after its prefix", () => {
  const { form, more } = propose(scale, objectInfo);
  expect(form.fields).toEqual([]);
  expect(names(more)).toEqual(["upscale_method", "width", "height", "crop"]);
  expect(more[1]).toMatchObject({ label: "Upscale Image: Width", default: 1280 });
  expect(form.outputs).toEqual([{ name: "scaled", label: "Scaled", node: "3" }]);
});

describe("prompts", () => {
  test("a ControlNet keeps the two sides apart", () => {
    const through = sampler(["5", 0], { positive: ["11", 0], negative: ["11", 1] });
    const net = node("ControlNetApplyAdvanced", { positive: ["6", 0], negative: ["7", 0], strength: 0.8 });
    const { form, more } = propose({ ...paintText, "3": through, "11": net }, objectInfo);
    expect(form.fields.filter(({ type }) => type === "string").map(({ name, node }) => [name, node])).toEqual([
      ["prompt", "6"],
      ["negative_prompt", "7"],
    ]);
    expect(names(more)).toContain("strength_2");
  });

  test("a text from a primitive node; a zeroed negative is none", () => {
    const graph = {
      ...paintText,
      "6": node("CLIPTextEncode", { text: ["12", 0], clip: ["4", 1] }),
      "7": node("ConditioningZeroOut", { conditioning: ["6", 0] }),
      "12": node("PrimitiveString", { value: "a hill" }),
    };
    const { form } = propose(graph, objectInfo);
    expect(named(form.fields, "prompt")).toMatchObject({ node: "12", input: "value", multiline: true });
    expect(named(form.fields, "negative_prompt")).toBeUndefined();
  });

  test("through a guider", () => {
    const graph = {
      ...paintText,
      "3": node("SamplerCustomAdvanced", { noise: ["13", 0], guider: ["14", 0], latent_image: ["5", 0] }),
      "13": node("RandomNoise", { noise_seed: 18446744073709551615 }),
      "14": node("BasicGuider", { model: ["4", 0], conditioning: ["6", 0] }),
    };
    const { form, more } = propose(graph, objectInfo);
    expect(names(form.fields)).toEqual(["prompt", "seed", "width", "height"]);
    expect(named(form.fields, "seed")).toMatchObject({ input: "noise_seed", default: Number.MAX_SAFE_INTEGER });
    expect(names(more)).toContain("text");
  });

  test("a circle of links ends", () => {
    expect(fieldNames({ ...paintText, "6": node("ConditioningZeroOut", { conditioning: ["6", 0] }) })[0]).toBe(
      "negative_prompt",
    );
  });
});

describe("names", () => {
  test("clash: by the node's title where an artist gave one, else by number", () => {
    const second = (title?: string) => ({ ...paintText, "30": sampler(["3", 0], {}, title) });
    expect(fieldNames(second("Refiner")).filter((name) => name.includes("seed"))).toEqual(["seed", "refiner_seed"]);
    expect(fieldNames(second("KSampler")).filter((name) => name.includes("seed"))).toEqual(["seed", "seed_2"]);
  });

  test.each<[string | undefined, string, string]>([
    [undefined, "image", "Image"],
    ["Load Image", "image", "Image"],
    ["  Décor — été ", "decor_ete", "Décor — été"],
    ["2nd pass", "image_2nd_pass", "2nd pass"],
    ["背景", "image", "背景"],
    ["constructor", "constructor_2", "constructor"],
    ["Prompt", "prompt_2", "Prompt"],
    ["x".repeat(300), "x".repeat(64), "x".repeat(200)],
  ])("an input titled %j is called %s", (title, name, label) => {
    const graph = { ...paintLayout, "10": node("LoadImage", { image: "" }, title) };
    expect(propose(graph, objectInfo).form.inputs[0]).toMatchObject({ name, label });
  });
});

test("two files: both inputs, the mask a mask", () => {
  const graph = { ...paintLayout, "11": node("LoadImageMask", { image: "m.png", channel: "red" }, "Layout") };
  const { form, more } = propose(graph, objectInfo);
  expect(form.inputs.map(({ name, kind }) => [name, kind])).toEqual([
    ["layout", "image"],
    ["layout_2", "mask"],
  ]);
  expect(names(more)).toEqual(["channel"]);
});

test("models, save names, links and what no field can hold are never offered", () => {
  const graph = {
    ...paintText,
    "20": node("OddLoader", { weights: "x.gguf", power: 1.5 }),
    "21": node("Odd", {
      constructor: "a",
      flag: true,
      level: 2,
      tint: "#fff",
      free: 1.4,
      upside: 3,
      image: ["8", 0],
      unheard: 1,
    }),
    "22": node("NoSuchNode", { seed: 1 }),
  };
  const { form, more } = propose(graph, objectInfo);
  const offered = [...form.fields, ...more].map(({ node, input }) => `${node}.${input}`);
  expect(offered.filter((place) => /^(4|9|2\d)\./.test(place))).toEqual([
    "20.power",
    "21.constructor",
    "21.flag",
    "21.free",
  ]);
  expect(more.find(({ input }) => input === "constructor")?.name).toBe("constructor_2");
  expect(more.find(({ input }) => input === "free")).toMatchObject({ type: "integer", default: 1 });
});

test("values outside of their range are clamped; a step that does not divide them gives way", () => {
  const graph = {
    ...paintText,
    "3": sampler(["5", 0], { steps: 0, cfg: 1e9, sampler_name: "gone", seed: -4 }),
    "5": node("EmptyLatentImage", { width: 1001, height: 99_999, batch_size: 1 }),
  };
  const { form } = propose(graph, objectInfo);
  const usual = Object.fromEntries(form.fields.map((field) => [field.name, field.default]));
  expect(usual).toMatchObject({ steps: 1, cfg: 100, sampler_name: "euler", seed: 0, width: 1001, height: 16_384 });
  expect(named(form.fields, "width")).toMatchObject({ step: 1 });
  expect(misfits(graph, form, objectInfo)).toEqual([]);
});

test("a graph that saves nothing has no outputs", () => {
  const { "9": _save, ...unsaved } = paintText;
  expect(propose(unsaved, objectInfo).form.outputs).toEqual([]);
});

/** What a form allows at its edges. */
const extremes = (field: Field): unknown[] => {
  if (field.type === "integer") return [field.minimum, field.maximum - (field.maximum % field.step), field.default];
  if (field.type === "number") return [field.minimum, field.maximum, field.default];
  if (field.type === "choice") return field.choices;
  return [field.default];
};

describe.each([
  ["paint-layout", paintLayout],
  ["paint-text", paintText],
  ["scale", scale],
])("%s", (_slug, graph) => {
  const { form, more } = propose(graph, objectInfo);
  const whole: Form = { ...form, fields: [...form.fields, ...more] };

  test("fits, with everything added on request as well", () => {
    expect(misfits(graph, form, objectInfo)).toEqual([]);
    expect(misfits(graph, Form.parse(whole), objectInfo)).toEqual([]);
  });

  test("filled to its edges, ComfyUI would run it", () => {
    const inputs = Object.fromEntries(names(form.inputs).map((name) => [name, "inp_1"]));
    const policy = { allowedFiles: new Set(["inp_1"]), models: new Set(["a.safetensors"]) };
    for (const field of whole.fields)
      for (const value of extremes(field)) {
        const filled = fill(graph, whole, { parameters: { [field.name]: value }, inputs });
        expect("graph" in filled && check(filled.graph, objectInfo, policy)).toEqual([]);
      }
  });
});

test("any values and links: a form that parses, fits, and names each thing once", () => {
  const ids = ["3", "4", "5", "6", "7", "8", "9", "20", "21"];
  const value = fc.oneof(
    fc.tuple(fc.constantFrom(...ids, "missing"), fc.nat(3)),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
  );
  const inputNames = [...new Set([...objectInfo.values()].flatMap(({ inputs }) => inputs.map(({ name }) => name)))];
  const anyNode = fc
    .tuple(
      fc.constantFrom(...objectInfo.keys()),
      fc.dictionary(fc.constantFrom(...inputNames), value, { minKeys: 3, maxKeys: 14 }),
      fc.option(fc.oneof(fc.string(), fc.constantFrom("Layout", "Prompt", "constructor", "seed 2")), {
        nil: undefined,
      }),
    )
    .map(([classType, inputs, title]) => node(classType, inputs, title));
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...ids), anyNode), (nodes) => {
      const graph: Graph = { ...nodes, save: node("SaveImage", { filename_prefix: "a", images: ["8", 0] }) };
      const { form, more } = propose(graph, objectInfo);
      const whole = Form.parse({ ...form, fields: [...form.fields, ...more] });
      expect(misfits(graph, whole, objectInfo)).toEqual([]);
      const all = names([...whole.fields, ...whole.inputs, ...whole.outputs]);
      expect(new Set(all).size).toBe(all.length);
      expect(propose(graph, objectInfo)).toEqual({ form, more });
    }),
    { numRuns: 500 },
  );
});
