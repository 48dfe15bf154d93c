import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { check, checkNodes } from "./check.ts";
import type { GraphPolicy } from "./check-values.ts";
import { buildGoodGraph, customNode, objectInfo, rawObjectInfo } from "./fixture.ts";
import { Graph, isRecord, type GraphNode } from "./graph.ts";
import { listFileInputs, listModelNames, saveNodes } from "./inventory.ts";
import { parseObjectInfo } from "./object-info.ts";
import { type GraphProblem, limits } from "./problem.ts";
import { readGraph } from "./read-graph.ts";

const policy: GraphPolicy = {
  allowedFiles: new Set(["inp_1"]),
  models: new Set(["sd.safetensors", "style.pt"]),
  customNodes: [customNode],
};
const node = (class_type: string, inputs: Record<string, unknown>): GraphNode => ({ class_type, inputs });
const withNode = (id: string, value: unknown) => ({ ...buildGoodGraph(), [id]: value });
const found = (graph: unknown, p = policy) =>
  check(graph, objectInfo, p).map((x) => `${x.code} ${x.nodeId ?? ""}.${x.input ?? ""}`);

test("finds no problems in a valid graph", () => {
  expect(found(buildGoodGraph())).toEqual([]);
});

const scale = (inputs: Record<string, unknown>) => ({
  ...buildGoodGraph(),
  "2": node("ImageScale", { ...buildGoodGraph()["2"]?.inputs, ...inputs }),
});
const { width: _width, ...noWidth } = buildGoodGraph()["2"]?.inputs ?? {};

describe("finds one problem with one code", () => {
  test.each<[string, unknown, string[]]>([
    ["no graph", [1, 2], ["malformed_node ."]],
    ["node is a text", withNode("9", "text"), ["malformed_node 9."]],
    ["no class_type", withNode("9", { inputs: {} }), ["missing_class_type 9."]],
    ["no inputs", withNode("9", { class_type: "PreviewImage" }), ["malformed_node 9."]],
    ["unknown class", withNode("9", node("NoSuchNode", {})), ["unknown_node 9."]],
    ["a node that queues its prompt again", withNode("9", node("VHS_BatchManager", {})), ["forbidden_node 9."]],
    ["a prototype's name as class", withNode("9", node("constructor", {})), ["unknown_node 9."]],
    ["missing value", { ...buildGoodGraph(), "2": node("ImageScale", noWidth) }, ["missing_input 2.width"]],
    ["a text for a number", scale({ width: "wide" }), ["wrong_type 2.width"]],
    ["a number as text", scale({ width: "64" }), []],
    ["no finite number", scale({ width: "nan" }), ["wrong_type 2.width"]],
    ["a fraction for a whole number, which ComfyUI cuts off", scale({ width: 1.5 }), []],
    ["a wrapped value", scale({ width: { __value__: 5 } }), []],
    ["a wrapped value out of range", scale({ width: { __value__: -5 } }), ["below_minimum 2.width"]],
    ["too small", scale({ width: -1 }), ["below_minimum 2.width"]],
    ["too big", scale({ width: 99_999 }), ["above_maximum 2.width"]],
    ["not a choice, old form", scale({ upscale_method: "magic" }), ["not_in_list 2.upscale_method"]],
    ["not a choice, new form", scale({ crop: "left" }), ["not_in_list 2.crop"]],
    ["a value for a link", scale({ image: "x" }), ["wrong_type 2.image"]],
    ["wrong link type", scale({ image: ["1", 1] }), ["link_type_mismatch 2.image"]],
    ["dangling link", scale({ image: ["77", 0] }), ["dangling_link 2.image"]],
    ["link to a prototype", scale({ image: ["toString", 0] }), ["dangling_link 2.image"]],
    ["bad output index", scale({ image: ["1", 7] }), ["bad_output_index 2.image"]],
    ["negative output index", scale({ image: ["1", -1] }), ["bad_output_index 2.image"]],
    [
      "a widget's value of a type that nothing gives",
      withNode("9", node("Tinted", { image: ["1", 0], tint: "#fff" })),
      [],
    ],
    [
      "a file name inside a widget's value",
      withNode("9", node("Tinted", { image: ["1", 0], tint: { image: "x.png [output]" } })),
      ["unsafe_file_name 9.tint"],
    ],
    ["a cycle", scale({ image: ["2", 0] }), ["cycle 2."]],
    ["nothing saves", { "1": buildGoodGraph()["1"] }, ["no_output_node ."]],
    ["api node", withNode("9", node("PaidService", { prompt: "x" })), ["forbidden_node 9."]],
    ["saves a model", withNode("9", node("VAESave", {})), ["forbidden_node 9."]],
    ["reaches out", withNode("9", node("LoadImageFromUrl", { url: "http://x" })), ["forbidden_node 9."]],
    ["a list in an undeclared input", scale({ extra: ["1", "red"] }), []],
    [
      "true as the slot of an undeclared link, which ComfyUI follows",
      scale({ extra: ["1", true] }),
      ["wrong_type 2.extra"],
    ],
    ["dangling link of an undeclared input", scale({ extra: ["77", 0] }), ["dangling_link 2.extra"]],
    [
      "values for inputs of every type",
      withNode("9", node("ComfySwitchNode", { switch: true, on_true: "a", on_false: 5 })),
      [],
    ],
    [
      "an embedding in a text for an input of every type",
      withNode(
        "9",
        node("ComfySwitchNode", { switch: true, on_true: "by embedding:other", on_false: "embedding:style" }),
      ),
      ["model_not_found 9.on_true"],
    ],
    [
      "a text where only pictures fit",
      withNode("9", node("ResizeNode", { input: "a", resize_type: "by size", "resize_type.width": 50 })),
      ["wrong_type 9.input"],
    ],
    [
      "too few images of a growing input",
      withNode("9", node("BatchImagesNode", { "images.image0": ["1", 0] })),
      ["missing_input 9.images.image1"],
    ],
    [
      "a value inside a dynamic combo",
      withNode("9", node("ResizeNode", { input: ["1", 0], resize_type: "by size", "resize_type.width": 500 })),
      ["above_maximum 9.resize_type.width"],
    ],
    [
      "a model inside a dynamic combo",
      withNode("9", node("ResizeNode", { input: ["1", 0], resize_type: "by model", "resize_type.vae_name": "v.pt" })),
      ["model_not_found 9.resize_type.vae_name"],
    ],
  ])("%s", (_name, graph, expected) => {
    expect(found(graph)).toEqual(expected);
  });

  test("refuses too many nodes", () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`n${i}`, node("PreviewImage", {})]));
    expect(found(many)).toEqual(["too_many_nodes ."]);
  });

  test("suggests classes of the image for a missing one", () => {
    const remedies = (names: string[]) =>
      check(withNode("9", node("Other", {})), objectInfo, {
        ...policy,
        customNodes: names.map((name) => ({ ...customNode, name })),
      }).map(({ remedy }) => remedy);
    expect(remedies([])).toEqual([expect.stringContaining("this one has no custom nodes")]);
    expect(remedies(["pack", "more"])).toEqual([expect.stringContaining("the custom nodes pack, more")]);
  });
});

describe("file names", () => {
  test.each([
    ["inp_1", []],
    ["inp_2", ["unknown_input_file 1.image"]],
    ["a.png", ["unknown_input_file 1.image"]],
    ...[
      "../a.png",
      "/etc/passwd",
      "a.png [output]",
      "a.png [input]",
      "x [temp] ",
      "C:\\x",
      "sub/a.png",
      "a\\b",
      "a\0",
      ["8", 0],
      { __value__: "inp_1" },
      5,
    ].map((bad) => [bad, ["unsafe_file_name 1.image"]] as [unknown, string[]]),
  ])("refuses %j as an input file", (value, expected) => {
    expect(found({ ...buildGoodGraph(), "1": node("LoadImage", { image: value }) })).toEqual(expected);
  });

  test("refuses a name that comes through a link", () => {
    const graph = {
      ...buildGoodGraph(),
      "8": node("Text", { text: "../x.png" }),
      "1": node("LoadImage", { image: ["8", 0] }),
    };
    expect(found(graph)).toEqual(["unsafe_file_name 1.image"]);
  });

  test.each(["shot010/paint", "../x", "/abs", "a\\b", "%date:yyyy-MM-dd%/x", "", ["1", 0], 5])(
    "accepts %j as a saving node's prefix, because the worker sets its own",
    (prefix) => {
      const graph = { ...buildGoodGraph(), "3": node("SaveImage", { images: ["2", 0], filename_prefix: prefix }) };
      expect(found(graph)).toEqual([]);
    },
  );

  const custom = parseObjectInfo({
    ...rawObjectInfo,
    Pack: {
      input: { required: { image: ["IMAGE"], filename_prefix: ["STRING", {}], text: ["STRING", {}] } },
      output: ["IMAGE"],
      python_module: "custom_nodes.pack",
    },
  });
  const pack = (inputs: Record<string, unknown>) => ({
    ...buildGoodGraph(),
    "9": node("Pack", { image: ["1", 0], filename_prefix: "x", text: "x", ...inputs }),
  });
  const packPolicy = { ...policy, customNodes: [{ ...customNode, classes: { Pack: { kind: "plain" as const } } }] };
  const foundIn = (graph: Record<string, unknown>) =>
    check(graph, custom, packPolicy).map(({ code, input }) => `${code} ${input ?? ""}`);

  test("refuses a prefix that leaves the folder where the worker does not set it", () => {
    expect(foundIn(pack({}))).toEqual([]);
    expect(foundIn(pack({ filename_prefix: "../x" }))).toEqual(["unsafe_file_name filename_prefix"]);
  });

  test("looks for files in values that a custom node does not declare; a slash in text is text", () => {
    expect(foundIn(pack({ text: "a and/or b", note: "a/b", more: { words: "either/or" } }))).toEqual([]);
    expect(foundIn(pack({ more: { image: "../x.png" } }))).toEqual(["unsafe_file_name more"]);
    expect(foundIn(pack({ file: "x.png [output]" }))).toEqual(["unsafe_file_name file"]);
  });

  test("lists models in undeclared values and in texts of a graph with custom nodes", () => {
    const graph = pack({
      text: "ink <lora:line:0.8>",
      lora_1: { on: true, lora: "inks\\wash.safetensors", strength: 1 },
    }) as Graph;
    expect(listModelNames(graph, custom)).toEqual([
      { nodeId: "9", input: "text", name: "line", kind: "lora" },
      { nodeId: "9", input: "lora_1", name: "inks\\wash.safetensors", kind: "other" },
    ]);
    const plain = { ...buildGoodGraph(), "5": node("CLIPTextEncode", { text: "<lora:line:1>", clip: ["4", 1] }) };
    expect(listModelNames(plain, custom)).toEqual([]);
  });
});

describe("models", () => {
  const loader = (name: unknown) => withNode("4", node("CheckpointLoaderSimple", { ckpt_name: name }));

  test("accepts a cleared model that is not in the snapshot", () => {
    expect(found(loader("sd.safetensors"))).toEqual([]);
  });

  test("refuses another model without revealing files on the disk", () => {
    const problems = check(loader("nope.safetensors"), objectInfo, policy);
    expect(problems).toMatchObject([
      { code: "model_not_found", nodeId: "4", classType: "CheckpointLoaderSimple", input: "ckpt_name" },
    ]);
    expect(JSON.stringify(problems)).not.toContain("secret-of-another-studio");
    expect(found(loader("secret-of-another-studio.safetensors"))).toEqual(["model_not_found 4.ckpt_name"]);
    expect(found(loader(["8", 0]))).toEqual(["model_not_found 4.ckpt_name"]);
  });

  test("accepts choices that name no file, and does not list them as models", () => {
    const vae = parseObjectInfo({
      ...rawObjectInfo,
      VAELoader: { input: { required: { vae_name: [["one.safetensors", "pixel_space", "taesd"]] } }, output: ["VAE"] },
    });
    const graph = (vae_name: string) => ({ ...buildGoodGraph(), "4": node("VAELoader", { vae_name }) });
    for (const name of ["pixel_space", "taesd"]) {
      expect(check(graph(name), vae, policy)).toEqual([]);
      expect(listModelNames(graph(name), vae)).toEqual([]);
    }
    // Only if the image offers it.
    expect(check(graph("taef1"), vae, policy)).toMatchObject([{ code: "model_not_found", input: "vae_name" }]);
  });

  test("checks embeddings in prompts as models", () => {
    const text = (t: string) => ({
      ...loader("sd.safetensors"),
      "5": node("CLIPTextEncode", { text: t, clip: ["4", 1] }),
    });
    expect(found(text("a fox, (embedding:style:1.2)"))).toEqual([]);
    expect(found(text("a fox, embedding:theirs"))).toEqual(["model_not_found 5.text"]);
  });

  test("recognizes an unknown loader by its options", () => {
    expect(found(withNode("4", node("MadeElsewhereLoader", { weights: "x.gguf" })))).toEqual([
      "model_not_found 4.weights",
    ]);
  });
});

test("reports all problems at once, each with a remedy", () => {
  const graph = {
    "1": node("LoadImage", { image: "../x" }),
    "2": node("ImageScale", { image: ["5", 0], upscale_method: "magic", width: -1, height: "x", crop: "center" }),
    "3": "x",
  };
  const problems = check(graph, objectInfo, policy);
  expect(problems.map((p) => p.code)).toEqual([
    "unsafe_file_name",
    "dangling_link",
    "not_in_list",
    "below_minimum",
    "wrong_type",
    "malformed_node",
    "no_output_node",
  ]);
  for (const problem of problems) expect(problem.remedy).toMatch(/\.$/);
});

test("never throws, and is fast for any JSON", () => {
  const classes = fc.constantFrom(...objectInfo.keys(), "__proto__", "constructor", "");
  const name = fc.constantFrom(
    "image",
    "images",
    "width",
    "text",
    "ckpt_name",
    "filename_prefix",
    "resize_type",
    "__proto__",
    "toString",
  );
  const value = fc.oneof(
    fc.jsonValue(),
    fc.tuple(fc.constantFrom("1", "2", "__proto__", "x"), fc.integer()),
    fc.string(),
  );
  const hostile = fc.dictionary(
    fc.constantFrom("1", "2", "3", "__proto__", "constructor", "toString"),
    fc.oneof(
      fc.jsonValue(),
      fc.record({ class_type: classes, inputs: fc.oneof(fc.dictionary(name, value), fc.jsonValue()) }),
    ),
  );
  fc.assert(
    fc.property(fc.oneof(hostile, fc.jsonValue()), (graph) => {
      // Parsed, so that `__proto__` is an own property as it is in a request.
      const problems = check(JSON.parse(JSON.stringify(graph)), objectInfo, policy);
      expect(problems.length).toBeGreaterThan(0);
      expect(problems.length).toBeLessThanOrEqual(100);
    }),
    { numRuns: 2000 },
  );
});

test("answers quickly for deep, long and dense JSON", () => {
  const deep: unknown = JSON.parse(`${"[".repeat(5000)}${"]".repeat(5000)}`);
  const clique = Object.fromEntries(
    Array.from({ length: 1500 }, (_, i) => [
      `n${i}`,
      node(
        "ImageBlend",
        Object.fromEntries(Array.from({ length: 400 }, (_v, j) => [`i${j}`, [`n${(i * 7 + j) % 1500}`, 0]])),
      ),
    ]),
  );
  const start = performance.now();
  expect(found(withNode("9", node("Text", { text: deep })))).toEqual(["malformed_node 9."]);
  expect(found(withNode("9", node("Text", { text: Array.from({ length: 1e6 }, () => 0) })))).toEqual([
    "malformed_node 9.",
  ]);
  expect(check(clique, objectInfo, policy).length).toBe(100);
  // A second on a quiet machine; a check that grows faster than the graph takes minutes.
  expect(performance.now() - start).toBeLessThan(20_000);
});

test.each([null, [], "title", { title: null }, { title: 5 }, { title: ["a"] }])(
  "accepts any _meta like ComfyUI: %j",
  (_meta) => {
    const graph = withNode("1", { ...buildGoodGraph()["1"], _meta });
    expect(readGraph(graph)).toEqual({
      graph: { ...buildGoodGraph(), "1": { class_type: "LoadImage", inputs: { image: "inp_1" } } },
      problems: [],
    });
    expect(found(graph)).toEqual([]);
  },
);

test("reads any JSON as a graph or as a problem with a remedy", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.jsonValue(),
        fc.dictionary(
          fc.string(),
          fc.record(
            { class_type: fc.jsonValue(), inputs: fc.jsonValue(), _meta: fc.jsonValue() },
            { requiredKeys: [] },
          ),
        ),
      ),
      (value) => {
        const { graph, problems } = readGraph(value);
        expect(Graph.safeParse(graph).success).toBe(true);
        const nodes = isRecord(value) ? Object.keys(value).length : 0;
        if (Object.keys(graph).length < nodes || !isRecord(value)) expect(problems.length).toBeGreaterThan(0);
        for (const { message, remedy } of problems) expect(message.length * remedy.length).toBeGreaterThan(0);
        expect(check(value, objectInfo, policy).length).toBeGreaterThanOrEqual(
          Math.min(problems.length, limits.problems),
        );
      },
    ),
  );
});

test("lists files, models and save nodes", () => {
  const graph = {
    ...buildGoodGraph(),
    "4": node("CheckpointLoaderSimple", { ckpt_name: "sd.safetensors" }),
    "5": node("CLIPTextEncode", { text: "x embedding:style, y", clip: ["4", 1] }),
  };
  expect(listFileInputs(graph, objectInfo)).toEqual([
    { nodeId: "1", input: "image", value: "inp_1", optional: false, kinds: ["image"] },
  ]);
  expect(listModelNames(graph, objectInfo)).toEqual([
    { nodeId: "4", input: "ckpt_name", name: "sd.safetensors", kind: "checkpoint" },
    { nodeId: "5", input: "text", name: "style", kind: "embedding" },
  ]);
  expect(saveNodes(graph, objectInfo)).toEqual([
    { nodeId: "3", classType: "SaveImage", input: "filename_prefix", prefix: "shot010/paint" },
  ]);
});

test("finds the same problems in changed nodes as in the whole graph", () => {
  const value = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constantFrom("inp_1", "inp_2", -1, 2 ** 70),
  );
  const places = Object.entries(buildGoodGraph()).flatMap(([id, { inputs }]) =>
    Object.entries(inputs).flatMap(([name, old]) => (Array.isArray(old) ? [] : [[id, name] as const])),
  );
  expect(places.length).toBeGreaterThan(5);
  let refused = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...places), value), { minLength: 1, maxLength: 4 }), (changes) => {
      const changed = structuredClone(buildGoodGraph());
      for (const [[id, name], next] of changes) {
        const target = changed[id];
        if (target) target.inputs[name] = next;
      }
      const ids = changes.map(([[id]]) => id);
      const sort = (problems: GraphProblem[]) => problems.map((one) => JSON.stringify(one)).toSorted();
      const whole = check(changed, objectInfo, policy);
      expect(sort(checkNodes(changed, ids, objectInfo, policy))).toEqual(sort(whole));
      if (whole.length > 0) refused++;
    }),
    { numRuns: 300, seed: 19 },
  );
  expect(refused).toBeGreaterThan(50);
});
