import { expect, it } from "vitest";
import { listFilePlaces, setValue, type Graph } from "./graph.ts";

const graph = (): Graph => ({
  "1": { class_type: "LoadImage", inputs: { image: "a.png" } },
  "2": { class_type: "LoadImageMask", inputs: { image: "m.png", channel: "alpha" } },
  "3": { class_type: "KSampler", inputs: { seed: 1, model: ["9", 0], sampler_name: "euler", "resize.width": 1 } },
  "4": { class_type: "LoadImage", inputs: { image: ["1", 0] } },
});

it("finds the files that a graph loads", () => {
  expect(listFilePlaces(graph()).map(({ node, name }) => [node, name])).toEqual([
    ["1", "a.png"],
    ["2", "m.png"],
  ]);
});

it("sets values with their type, but not linked inputs", () => {
  const one = graph();
  setValue(one, "3.seed", "7");
  setValue(one, "3.sampler_name", "12");
  setValue(one, "3.resize.width", "64");
  expect(one["3"]?.inputs).toMatchObject({ seed: 7, sampler_name: "12", "resize.width": 64 });
  expect(() => setValue(one, "3.model", "x")).toThrow("linked");
  expect(() => setValue(one, "3.sed", "x")).toThrow("3.sed");
  expect(() => setValue(one, "8.seed", "x")).toThrow("8.seed");
  expect(() => setValue(one, "3.toString", "x")).toThrow("3.toString");
});
