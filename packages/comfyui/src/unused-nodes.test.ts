import { expect, test } from "vitest";
import { buildGoodGraph, objectInfo } from "./fixture.ts";
import { dropUnusedNodes } from "./unused-nodes.ts";

test("drops nodes that no output depends on, with the nodes behind them", () => {
  const graph = {
    ...buildGoodGraph(),
    "7": { class_type: "LoadImage", inputs: { image: "example.png" } },
    "8": { class_type: "ImageScale", inputs: { image: ["7", 0] } },
  };
  expect(dropUnusedNodes(graph, objectInfo)).toEqual(buildGoodGraph());
});

test("keeps nodes of a link that the class does not declare, and previews", () => {
  const graph = {
    ...buildGoodGraph(),
    "2": { class_type: "ImageScale", inputs: { ...buildGoodGraph()["2"]?.inputs, extra: ["7", 0] } },
    "7": { class_type: "LoadImage", inputs: { image: "a.png" } },
    "8": { class_type: "PreviewImage", inputs: { images: ["7", 0] } },
  };
  expect(dropUnusedNodes(graph, objectInfo)).toEqual(graph);
});

test("keeps what the check must report: unknown classes, and graphs without output", () => {
  const unknown = { ...buildGoodGraph(), "9": { class_type: "NoSuchNode", inputs: {} }, "10": null };
  expect(dropUnusedNodes(unknown, objectInfo)).toEqual(unknown);
  const nothing = { "1": { class_type: "LoadImage", inputs: { image: "a.png" } } };
  expect(dropUnusedNodes(nothing, objectInfo)).toEqual(nothing);
});

test("ends on a cycle, and finds no node by a prototype's name", () => {
  const graph: Record<string, unknown> = {
    "1": { class_type: "ImageBlend", inputs: { image1: ["1", 0], image2: ["constructor", 0] } },
    "2": { class_type: "SaveImage", inputs: { images: ["1", 0] } },
  };
  expect(dropUnusedNodes(graph, objectInfo)).toEqual(graph);
});
