import { expect, test } from "vitest";
import { describeGeneration } from "./generation.ts";

test("keeps seeds exactly, however they are written", () => {
  const sampler = (inputs: Record<string, unknown>) => ({ class_type: "KSampler", inputs });
  const { seeds } = describeGeneration({
    "1": sampler({ seed: 7 }),
    "2": sampler({ noise_seed: "18446744073709551615" }),
    "3": sampler({ seed: { __value__: 9 } }),
    "4": sampler({ seed: ["1", 0] }),
    "5": sampler({ seed: "no number" }),
    "6": sampler({ seed: 7.9 }),
  });
  expect(seeds).toEqual(["7", "18446744073709551615", "9"]);
});
