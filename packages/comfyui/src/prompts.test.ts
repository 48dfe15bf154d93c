import { describe, expect, test } from "vitest";
import { describeGeneration } from "./generation.ts";
import type { Graph } from "./graph.ts";
import { findPromptNodes, getPromptRole } from "./prompts.ts";

const node = (class_type: string, inputs: Record<string, unknown>) => ({ class_type, inputs });
const encode = (text: unknown) => node("CLIPTextEncode", { text, clip: ["clip", 0] });
const read = (graph: Graph) => {
  const { prompts, negativePrompts } = describeGeneration(graph);
  return [prompts, negativePrompts];
};

describe("prompts of a graph", () => {
  test("are the texts of a sampler's positive and negative inputs", () => {
    expect(
      read({
        "1": encode("a harbour"),
        "2": encode("blurry"),
        "3": node("KSampler", { positive: ["1", 0], negative: ["2", 0], seed: 1 }),
        "9": encode("not connected"),
      }),
    ).toEqual([["a harbour"], ["blurry"]]);
  });

  test("are found behind guiders, which have no positive input", () => {
    expect(
      read({
        "1": encode("a harbour"),
        "2": node("FluxGuidance", { conditioning: ["1", 0], guidance: 3.5 }),
        "3": node("BasicGuider", { conditioning: ["2", 0], model: ["4", 0] }),
        "5": node("SamplerCustomAdvanced", { guider: ["3", 0], noise: ["6", 0] }),
      }),
    ).toEqual([["a harbour"], []]);
    expect(
      read({
        "1": encode("first"),
        "2": encode("second"),
        "3": encode("blurry"),
        "4": node("DualCFGGuider", { cond1: ["1", 0], cond2: ["2", 0], negative: ["3", 0] }),
      }),
    ).toEqual([["first", "second"], ["blurry"]]);
    expect(
      read({
        "1": encode("a harbour"),
        "2": encode("blurry"),
        "3": node("CFGGuider", { positive: ["1", 0], negative: ["2", 0], cfg: 4 }),
      }),
    ).toEqual([["a harbour"], ["blurry"]]);
  });

  test("can be in primitive strings, and in nodes between them and the encoder", () => {
    expect(
      read({
        "1": node("PrimitiveStringMultiline", { value: "a harbour" }),
        "2": node("PrimitiveString", { value: "at dusk" }),
        "3": node("StringConcatenate", { string_a: ["1", 0], string_b: ", oil on canvas", delimiter: "" }),
        "4": node("StringConcatenate", { string_a: ["3", 0], string_b: ["2", 0], delimiter: ", " }),
        "5": encode(["4", 0]),
        "6": node("KSampler", { positive: ["5", 0], seed: 1 }),
        "7": node("PrimitiveString", { value: "title of the file" }),
      }),
    ).toEqual([[", oil on canvas", "at dusk", "a harbour"], []]);
  });

  test("stay apart through nodes that pass both on", () => {
    const graph = {
      "1": encode("a harbour"),
      "2": encode("blurry"),
      "3": node("ControlNetApplyAdvanced", { positive: ["1", 0], negative: ["2", 0], image: ["9", 0] }),
      "4": node("InpaintModelConditioning", { positive: ["3", 0], negative: ["3", 1], pixels: ["9", 0] }),
      "5": node("KSampler", { positive: ["4", 0], negative: ["4", 1], latent_image: ["4", 2] }),
    };
    expect(read(graph)).toEqual([["a harbour"], ["blurry"]]);
  });

  test("are prompts if they are connected to both", () => {
    expect(
      read({
        "1": encode("a harbour"),
        "2": node("ConditioningZeroOut", { conditioning: ["1", 0] }),
        "3": node("KSampler", { positive: ["1", 0], negative: ["2", 0] }),
      }),
    ).toEqual([["a harbour"], []]);
  });

  test("are read from every text of an encoder", () => {
    expect(
      read({
        "1": node("CLIPTextEncodeSD3", { clip_l: "l", clip_g: "g", t5xxl: "t", empty_padding: "none" }),
        "2": node("TextEncodeMageFlowEdit", { prompt: "edit", negative_prompt: "no text" }),
        "3": node("KSampler", { positive: ["1", 0], negative: ["2", 1] }),
        "4": node("KSampler", { positive: ["2", 0], negative: ["2", 1] }),
      }),
    ).toEqual([["l", "g", "t", "edit"], ["no text"]]);
  });

  test("end in a graph with a cycle or with missing nodes", () => {
    expect(
      read({
        "1": node("StringConcatenate", { string_a: ["2", 0], string_b: "b" }),
        "2": node("StringConcatenate", { string_a: ["1", 0], string_b: "a" }),
        "3": node("KSampler", { positive: ["1", 0], negative: ["gone", 0] }),
        __proto__: node("KSampler", { positive: ["constructor", 0] }),
      }),
    ).toEqual([["b", "a"], []]);
  });
});

test("a text input of a prompt node is a prompt, other inputs are not", () => {
  const nodes = findPromptNodes({ "1": encode("x"), "3": node("KSampler", { positive: ["1", 0] }) });
  const at = (nodeId: string, classType: string, input: string) => getPromptRole(nodes, { nodeId, classType, input });
  expect(at("1", "CLIPTextEncode", "text")).toBe("prompt");
  expect(at("1", "CLIPTextEncode", "clip")).toBeUndefined();
  expect(at("1", "PrimitiveString", "value")).toBe("prompt");
  expect(at("1", "PrimitiveFloat", "value")).toBeUndefined();
  expect(at("2", "CLIPTextEncode", "text")).toBeUndefined();
});
