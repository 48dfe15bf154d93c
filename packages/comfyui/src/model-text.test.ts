import { expect, test } from "vitest";
import { listFileNames, listTextModels, renameTextModels } from "./model-text.ts";

const text = "a fox, (embedding:style:1.2), embedding:own\\ink.pt, <lora:detail:0.8> <lora:My Lora.safetensors>";

test("finds embeddings, and LoRAs where they count", () => {
  const embeddings = [
    { kind: "embedding", name: "style" },
    { kind: "embedding", name: "own\\ink.pt" },
  ];
  expect(listTextModels(text, { lora: false })).toEqual(embeddings);
  expect(listTextModels(text, { lora: true })).toEqual([
    ...embeddings,
    { kind: "lora", name: "detail" },
    { kind: "lora", name: "My Lora.safetensors" },
  ]);
});

test("renames a model and keeps its weight and all other text", () => {
  const rename = ({ name }: { name: string }) => ({ style: "ten_1/style.safetensors", detail: "ten_1/detail" })[name];
  expect(renameTextModels(text, rename)).toBe(
    "a fox, (embedding:ten_1/style.safetensors:1.2), embedding:own\\ink.pt, <lora:ten_1/detail:0.8> <lora:My Lora.safetensors>",
  );
});

test("lists the file names of a written name, best first", () => {
  expect(listFileNames("SDXL\\base.safetensors", "checkpoint")).toEqual(["SDXL/base.safetensors", "base.safetensors"]);
  expect(listFileNames("base.safetensors", "checkpoint")).toEqual(["base.safetensors"]);
  expect(listFileNames("style", "embedding")).toEqual(["style", "style.safetensors", "style.pt", "style.bin"]);
  expect(listFileNames("style.pt", "embedding")).toEqual(["style.pt"]);
});
