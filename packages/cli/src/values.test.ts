import { expect, it } from "vitest";
import { named, pairs, typed } from "./values.ts";

const common = { name: "x", label: "X", node: "1", input: "x" };

it("reads values in the type of their field, and refuses others", () => {
  const integer = { ...common, type: "integer", minimum: 0, maximum: 9, step: 1, default: 1 } as const;
  expect(typed(integer, "7")).toBe(7);
  for (const wrong of ["", "1.5", "10", "-1", "seven", "Infinity"])
    expect(() => typed(integer, wrong), wrong).toThrow("x takes");
  const number = { ...common, type: "number", minimum: 0, maximum: 1, default: 0 } as const;
  expect(typed(number, "0.55")).toBe(0.55);
  const boolean = { ...common, type: "boolean", default: false } as const;
  expect([typed(boolean, "yes"), typed(boolean, "0")]).toEqual([true, false]);
  expect(() => typed(boolean, "maybe")).toThrow("true or false");
  const choice = { ...common, type: "choice" as const, choices: ["a", "b"], default: "a" };
  expect(typed(choice, "b")).toBe("b");
  expect(() => typed(choice, "c")).toThrow("a, b");
  const model = { ...common, type: "model", kind: "lora", default: "a.safetensors" } as const;
  expect(typed(model, "b.safetensors")).toBe("b.safetensors");
  expect(() => typed({ ...model, choices: ["a.safetensors"] }, "b.safetensors")).toThrow("one of a.safetensors");
});

it("splits at the first equals sign, and suggests the name that was meant", () => {
  expect(pairs(["prompt=a=b", "empty="], "-p")).toEqual([
    ["prompt", "a=b"],
    ["empty", ""],
  ]);
  expect(() => pairs(["prompt"], "-p")).toThrow("NAME=VALUE");
  expect(() => named([{ name: "negative_prompt" }], "negativ_prompt", "parameter")).toThrow(
    'Did you mean "negative_prompt"',
  );
});
