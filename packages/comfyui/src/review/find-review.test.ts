import { describe, expect, test } from "vitest";
import { check } from "../check.ts";
import { buildGoodGraph, customNode, objectInfo } from "../fixture.ts";
import type { GraphPolicy } from "../check-values.ts";
import { parseObjectInfo } from "../object-info.ts";
import { findRefusal } from "./find-review.ts";

const spec = (classType: string, module = "nodes", apiNode = false) => ({ classType, module, apiNode });
const policy: GraphPolicy = { allowedFiles: new Set(["inp_1"]), models: new Set(), customNodes: [customNode] };

describe("a class may run only with a review that allows it", () => {
  test.each([
    ["ComfyUI's own", spec("KSampler")],
    ["that reads a file", spec("LoadImage")],
    ["that saves a result", spec("SaveImage")],
    ["that evaluates a text, within limits", spec("RegexReplace", "comfy_extras.nodes_string")],
    ["of a custom node", spec("Tinted", "custom_nodes.pack")],
  ])("%s: allowed", (_what, one) => {
    expect(findRefusal(one, [customNode])).toBeUndefined();
  });

  test.each([
    ["unreviewed", spec("BrandNew"), "unreviewed_node", /Pegbar's next releases review/],
    ["with a name from Object", spec("constructor"), "unreviewed_node", /Pegbar/],
    [
      "of a custom node, unreviewed",
      spec("Other", "custom_nodes.pack"),
      "unreviewed_node",
      /ask an operator to review the class in nodes\.lock\.json, under pack/,
    ],
    ["of a custom node, named like ComfyUI's", spec("KSampler", "custom_nodes.pack"), "unreviewed_node", /under pack/],
    ["of ComfyUI, named like a custom node's", spec("Tinted"), "unreviewed_node", /Pegbar/],
    ["of a custom node that is not in the lock", spec("Tinted", "custom_nodes.more"), "unreviewed_node", /under more/],
    ["that runs format strings", spec("StringFormat"), "forbidden_node", /Use StringConcatenate or StringReplace/],
    ["that uploads, without the mark", spec("Krea2StyleReferenceNode"), "forbidden_node", /registered/],
    ["that calls a paid service", spec("KSampler", "nodes", true), "forbidden_node", /registered/],
    [
      "in ComfyUI's own custom node",
      spec("SaveImageWebsocket", "custom_nodes.websocket_image_save"),
      "forbidden_node",
      /Use SaveImage\./,
    ],
    [
      "of a custom node, refused in its review",
      spec("LoadImageFromUrl", "custom_nodes.pack"),
      "forbidden_node",
      /Use LoadImage\./,
    ],
  ])("%s: refused", (_what, one, code, remedy) => {
    expect(findRefusal(one, [customNode])).toMatchObject({ code, remedy: expect.stringMatching(remedy) });
  });

  test("and a refused node has a problem with the reason, at its place in the graph", () => {
    const added = { "9": { class_type: "LoadImageFromUrl", inputs: { url: "x" }, _meta: { title: "From the web" } } };
    expect(check({ ...buildGoodGraph(), ...added }, objectInfo, policy)).toEqual([
      {
        code: "forbidden_node",
        nodeId: "9",
        classType: "LoadImageFromUrl",
        title: "From the web",
        message: 'Nodes of class "LoadImageFromUrl" may not run: it downloads a picture.',
        remedy: "Use LoadImage.",
      },
    ]);
    expect(check({ ...buildGoodGraph(), ...added }, objectInfo, { ...policy, customNodes: [] })).toMatchObject([
      { code: "unreviewed_node", nodeId: "9" },
    ]);
  });
});

describe("limits of a class", () => {
  const info = parseObjectInfo({
    ...Object.fromEntries([...objectInfo].map(([name]) => [name, {}])),
    EmptyImage: {
      input: {
        required: Object.fromEntries(["width", "height", "batch_size"].map((name) => [name, ["INT", { min: 1 }]])),
      },
      output: ["IMAGE"],
    },
    RepeatImageBatch: { input: { required: { image: ["IMAGE"], amount: ["INT", { max: 4096 }] } }, output: ["IMAGE"] },
    SaveImage: { input: { required: { images: ["IMAGE"] } }, output_node: true },
    BasicScheduler: { input: { required: { denoise: ["FLOAT", { min: 0, max: 1 }] } }, output: ["SIGMAS"] },
    PrimitiveString: { input: { required: { value: ["STRING", {}] } }, output: ["STRING"] },
    CaseConverter: { input: { required: { string: ["STRING", {}] } }, output: ["STRING"] },
    PrimitiveInt: { input: { required: { value: ["INT", {}] } }, output: ["INT"] },
    PrimitiveFloat: { input: { required: { value: ["FLOAT", {}] } }, output: ["FLOAT"] },
    RegexMatch: {
      input: { required: { string: ["STRING", {}], regex_pattern: ["STRING", {}] } },
      output: ["BOOLEAN"],
    },
    ComfyMathExpression: { input: { required: { expression: ["STRING", {}] } }, output: ["FLOAT"] },
  });
  const find = (class_type: string, inputs: Record<string, unknown>) =>
    check(
      {
        "1": { class_type: "EmptyImage", inputs: { width: 64, height: 64, batch_size: 1 } },
        "2": { class_type: "SaveImage", inputs: { images: ["1", 0] } },
        "3": { class_type: "PrimitiveString", inputs: { value: "x" } },
        "4": { class_type: "PrimitiveInt", inputs: { value: 1025 } },
        "5": { class_type: "PrimitiveInt", inputs: { value: ["4", 0] } },
        "6": { class_type: "PrimitiveInt", inputs: { value: "1024" } },
        "7": { class_type: "PrimitiveFloat", inputs: { value: 0.0001 } },
        "8": { class_type: "PrimitiveString", inputs: { value: "(x|y){2}" } },
        "10": { class_type: "CaseConverter", inputs: { string: "x" } },
        "9": { class_type, inputs },
      },
      info,
      policy,
    ).map(({ code, input }) => `${code} ${input ?? ""}`);

  test.each<[string, Record<string, unknown>, string[]]>([
    ["EmptyImage", { width: 4096, height: 4096, batch_size: 128 }, []],
    ["EmptyImage", { width: 4096, height: 4096, batch_size: 129 }, ["above_maximum "]],
    ["RepeatImageBatch", { image: ["1", 0], amount: 1024 }, []],
    ["RepeatImageBatch", { image: ["1", 0], amount: 1025 }, ["above_maximum amount"]],
    ["RepeatImageBatch", { image: ["1", 0], amount: 5000 }, ["above_maximum amount"]],
    ["RepeatImageBatch", { image: ["1", 0], amount: ["6", 0] }, []],
    ["RepeatImageBatch", { image: ["1", 0], amount: ["4", 0] }, ["above_maximum amount"]],
    ["RepeatImageBatch", { image: ["1", 0], amount: ["5", 0] }, ["above_maximum amount"]],
    ["EmptyImage", { width: 4096, height: 4096, batch_size: ["4", 0] }, ["above_maximum "]],
    ["BasicScheduler", { denoise: ["7", 0] }, ["below_minimum denoise"]],
    ["BasicScheduler", { denoise: 0 }, []],
    ["BasicScheduler", { denoise: 0.001 }, []],
    ["BasicScheduler", { denoise: 0.0001 }, ["below_minimum denoise"]],
    ["RegexMatch", { string: "shot 010", regex_pattern: "shot \\d+" }, []],
    ["RegexMatch", { string: ["3", 0], regex_pattern: "shot \\d+" }, []],
    ["RegexMatch", { string: "x".repeat(5001), regex_pattern: "x" }, ["text_too_long string"]],
    // What the graph says about a linked text is checked; what it does not say is refused.
    ["RegexMatch", { string: "x", regex_pattern: ["3", 0] }, []],
    ["RegexMatch", { string: "x", regex_pattern: ["8", 0] }, ["unsafe_expression regex_pattern"]],
    ["RegexMatch", { string: "x", regex_pattern: ["10", 0] }, ["link_not_allowed regex_pattern"]],
    ["RegexMatch", { string: "x", regex_pattern: "x".repeat(501) }, ["text_too_long regex_pattern"]],
    ["RegexMatch", { string: "x", regex_pattern: "(x|y){2}" }, ["unsafe_expression regex_pattern"]],
    // ComfyUI converts texts to numbers and unwraps values before the node gets them.
    ["EmptyImage", { width: "4096", height: 4096, batch_size: { __value__: "129" } }, ["above_maximum "]],
    ["RepeatImageBatch", { image: ["1", 0], amount: "1025" }, ["above_maximum amount"]],
    ["BasicScheduler", { denoise: "0.0001" }, ["below_minimum denoise"]],
    ["RegexMatch", { string: "x", regex_pattern: { __value__: "(x|y){2}" } }, ["unsafe_expression regex_pattern"]],
    ["ComfyMathExpression", { expression: "a + b" }, []],
    ["ComfyMathExpression", { expression: "a.b" }, ["unsafe_expression expression"]],
  ])("%s %j", (classType, inputs, expected) => {
    expect(find(classType, inputs)).toEqual(expected);
  });
});
