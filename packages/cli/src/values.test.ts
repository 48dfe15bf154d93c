import { expect, it } from "vitest";
import type { CliError } from "./exit.ts";
import { findNamed, parsePairs, parseValue } from "./values.ts";

function hintOf(parse: () => unknown): string | undefined {
  try {
    parse();
  } catch (error) {
    return (error as CliError).hint;
  }
  return undefined;
}

const common = { name: "x", label: "X", node: "1", input: "x" };

it("parses values by the type of their field, and refuses others", () => {
  const integer = { ...common, type: "integer", minimum: 0, maximum: 9, step: 1, default: 1 } as const;
  expect(parseValue(integer, "7")).toBe(7);
  for (const wrong of ["", "1.5", "10", "-1", "seven", "Infinity"])
    expect(() => parseValue(integer, wrong), wrong).toThrow("Invalid -p x=");
  const wide = { ...integer, maximum: 2 ** 53 - 1, exactMaximum: "18446744073709551615" } as const;
  expect(parseValue(wide, " 18446744073709551615")).toBe("18446744073709551615");
  expect(parseValue(wide, "9007199254740991")).toBe(9_007_199_254_740_991);
  expect(hintOf(() => parseValue(wide, "18446744073709551616"))).toBe(
    "x takes a whole number from 0 to 18446744073709551615.",
  );
  const number = { ...common, type: "number", minimum: 0, maximum: 1, default: 0 } as const;
  expect(parseValue(number, "0.55")).toBe(0.55);
  const boolean = { ...common, type: "boolean", default: false } as const;
  expect([parseValue(boolean, "yes"), parseValue(boolean, "0")]).toEqual([true, false]);
  expect(hintOf(() => parseValue(boolean, "maybe"))).toBe("x takes true or false.");
  const choice = { ...common, type: "choice" as const, choices: ["a", "b"], default: "a" };
  expect(parseValue(choice, "b")).toBe("b");
  expect(hintOf(() => parseValue(choice, "c"))).toBe("x takes one of a, b.");
  const model = { ...common, type: "model", kind: "lora", default: "a.safetensors" } as const;
  expect(parseValue(model, "b.safetensors")).toBe("b.safetensors");
  expect(hintOf(() => parseValue({ ...model, choices: ["a.safetensors"] }, "b.safetensors"))).toContain(
    "one of a.safe",
  );
});

it("splits at the first equals sign, and suggests the closest name", () => {
  expect(parsePairs(["prompt=a=b", "empty="], "-p")).toEqual([
    ["prompt", "a=b"],
    ["empty", ""],
  ]);
  expect(hintOf(() => parsePairs(["prompt"], "-p"))).toContain("NAME=VALUE");
  expect(() => findNamed([{ name: "negative_prompt" }], "negativ_prompt", "parameter")).toThrow(
    'Did you mean "negative_prompt"',
  );
});
