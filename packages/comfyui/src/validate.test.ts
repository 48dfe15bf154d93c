import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { buildGoodGraph, objectInfo } from "./fixture.ts";
import { isRecord } from "./graph.ts";
import { parseObjectInfo } from "./object-info.ts";
import { validate, type ValidateOptions } from "./validate.ts";

const folder = new URL("../../../../shared/comfyui-traffic/", import.meta.url);
const present = existsSync(folder);
if (!present) console.log("skipped: no recorded traffic next to this repository");

const files = ["layout.png", "broken.png", "layout (1).png"];
const options: ValidateOptions = { fileExists: (name) => files.includes(name), namesCycles: false };

interface Exchange {
  readonly request: Record<string, unknown>;
  readonly status: number;
  readonly answer: unknown;
}

/** Every POST /prompt of a recording with its response. */
function exchanges(name: string): Exchange[] {
  const lines = readFileSync(new URL(name, folder), "utf8").trim().split("\n");
  const http = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => line["dir"] !== undefined);
  return http.flatMap((line, at) => {
    const answer = http[at + 1];
    if (line["http"] !== "POST /prompt" || !isRecord(line["body"]) || !("prompt" in line["body"]) || !answer) return [];
    return [{ request: line["body"], status: Number(answer["status"]), answer: answer["body"] }];
  });
}

/** Tracebacks contain a server's paths, so only their presence is compared. */
const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, v: unknown) => (key === "traceback" ? Array.isArray(v) : v)));

describe.skipIf(!present)("responds like the recorded server", () => {
  const recorded = present
    ? parseObjectInfo(JSON.parse(gunzipSync(readFileSync(new URL("object_info.json.gz", folder))).toString()))
    : new Map();

  test.each(["06-validation-errors.jsonl", "07-partly-valid.jsonl", "08-node-error.jsonl", "13-several-outputs.jsonl"])(
    "%s",
    (name) => {
      const all = exchanges(name);
      expect(all.length).toBeGreaterThan(0);
      for (const { request, status, answer } of all) {
        const validation = validate(request["prompt"], recorded, options);
        if (status === 500) expect(validation).toEqual({ result: "raised" });
        if (status === 400) expect(plain(validation)).toEqual(plain({ result: "refused", body: answer }));
        if (status === 200 && isRecord(answer))
          expect(validation).toMatchObject({ result: "accepted", nodeErrors: answer["node_errors"] });
      }
    },
  );
});

test("converts numbers in texts like Python", () => {
  const graph = buildGoodGraph();
  graph["2"] = { class_type: "ImageScale", inputs: { ...graph["2"]?.inputs, width: " 1_00 ", height: 12.9 } };
  const validation = validate(graph, objectInfo);
  expect(validation.result === "accepted" && validation.graph["2"]?.inputs).toMatchObject({ width: 100, height: 12 });
});

test("node ids and links named like prototype members find nothing", () => {
  const graph: unknown = JSON.parse(
    '{"__proto__":{"class_type":"SaveImage","inputs":{"images":["constructor",0],"filename_prefix":"x"}}}',
  );
  expect(validate(graph, objectInfo)).toMatchObject({
    result: "refused",
    body: { error: { type: "prompt_outputs_failed_validation" } },
  });
});

/** The error types of each node. */
const listTypes = (graph: unknown, fileExists = () => true): Record<string, string[]> => {
  const validation = validate(graph, objectInfo, { fileExists });
  if (validation.result === "raised") return { "": ["raised"] };
  const nodes = validation.result === "accepted" ? validation.nodeErrors : validation.body.node_errors;
  return Object.fromEntries(Object.entries(nodes).map(([id, { errors }]) => [id, errors.map(({ type }) => type)]));
};
const withInputs = (id: string, inputs: Record<string, unknown>) => {
  const graph = buildGoodGraph();
  const node = graph[id];
  return node ? { ...graph, [id]: { ...node, inputs: { ...node.inputs, ...inputs } } } : graph;
};

// Seen on ComfyUI 0.33.0.
test.each<[string, unknown, Record<string, string[]>]>([
  ["digits of another script", withInputs("2", { width: "１２" }), {}],
  ["NaN as text is no whole number", withInputs("2", { width: "nan" }), { "2": ["invalid_input_type"] }],
  ["true is 1", withInputs("2", { width: true }), {}],
  ["null is no number", withInputs("2", { width: null }), { "2": ["invalid_input_type"] }],
  ["2^64 in words", withInputs("2", { width: "18446744073709551616" }), { "2": ["value_bigger_than_max"] }],
  ["a wrapped value", withInputs("2", { width: { __value__: 5 } }), {}],
  ["a wrapped list in a combo", withInputs("2", { crop: { __value__: ["center"] } }), { "2": ["value_not_in_list"] }],
  ["slot true is slot 1", withInputs("3", { images: ["1", true] }), { "3": ["return_type_mismatch"] }],
  ["slot -1 is the last one", withInputs("3", { images: ["2", -1] }), {}],
  ["a slot as text", withInputs("3", { images: ["2", "0"] }), { "3": ["exception_during_validation"] }],
  ["a cycle", withInputs("2", { image: ["2", 0] }), { "2": ["dependency_cycle"] }],
  ["inputs that are a list", { ...buildGoodGraph(), "9": { class_type: "Text", inputs: [] } }, { "": ["raised"] }],
])("judges like ComfyUI: %s", (_name, graph, expected) => {
  expect(listTypes(graph)).toEqual(expected);
});

test("a class's own check comes first", () => {
  expect(listTypes(buildGoodGraph(), () => false)).toEqual({ "1": ["custom_validation_failed"] });
  expect(listTypes(withInputs("1", { image: 5 }))).toEqual({ "1": ["exception_during_inner_validation"] });
  const none = { ...buildGoodGraph(), "1": { class_type: "LoadImage", inputs: {} } };
  expect(listTypes(none)).toEqual({ "1": ["exception_during_inner_validation"] });
});

test("inputs of dynamic combos and growing inputs follow the values", () => {
  const resize = (inputs: Record<string, unknown>) =>
    listTypes({
      ...withInputs("3", { images: ["9", 0] }),
      "9": { class_type: "ResizeNode", inputs: { input: ["1", 0], ...inputs } },
    });
  expect(resize({ resize_type: "by size" })).toEqual({ "9": ["required_input_missing"] });
  expect(resize({ resize_type: "by size", "resize_type.width": 5 })).toEqual({});
  // ComfyUI neither misses a dynamic combo nor compares it with its options.
  expect(resize({})).toEqual({});
  expect(resize({ resize_type: "by magic" })).toEqual({});
  const batch = (inputs: Record<string, unknown>) =>
    listTypes({ ...withInputs("3", { images: ["9", 0] }), "9": { class_type: "BatchImagesNode", inputs } });
  expect(batch({ "images.image0": ["1", 0] })).toEqual({ "9": ["required_input_missing"] });
  expect(batch({ "images.image0": ["1", 0], "images.image1": ["1", 0], "images.image49": ["1", 1] })).toEqual({
    "9": ["return_type_mismatch"],
  });
  // Beyond the template's maximum of 50, an input is not declared.
  expect(batch({ "images.image0": ["1", 0], "images.image1": ["1", 0], "images.image50": ["1", 1] })).toEqual({});
});
