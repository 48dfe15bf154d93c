import { expect, test } from "vitest";
import { compareVersions, type ComparedVersion } from "./compare-versions.ts";

const create = (): ComparedVersion => ({
  class: "light",
  timeLimitSeconds: 900,
  graph: {
    "1": { class_type: "KSampler", inputs: { steps: 20, cfg: 7, model: ["2", 0] } },
    "2": { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: "a.safetensors" } },
  },
  form: {
    fields: [
      {
        name: "steps",
        label: "Steps",
        node: "1",
        input: "steps",
        type: "integer",
        minimum: 1,
        maximum: 50,
        step: 1,
        default: 20,
      },
    ],
    inputs: [],
    outputs: [{ name: "image", label: "Image", node: "3" }],
  },
});

test("equal versions have no changes", () => {
  expect(compareVersions(create(), create())).toEqual({ settings: [], form: [], graph: [] });
});

test("changed, added and removed values are told apart, each with its place", () => {
  const after = create();
  after.class = "heavy";
  after.graph = {
    "1": { class_type: "KSampler", inputs: { steps: 20, cfg: 4.5, model: ["9", 0], denoise: 1 } },
    "9": { class_type: "UNETLoader", inputs: {} },
  };
  const [steps] = after.form.fields;
  after.form.fields = steps ? [{ ...steps, default: 30, help: "More is slower" } as typeof steps] : [];
  after.form.outputs = [{ name: "picture", label: "Image", node: "3" }];
  expect(compareVersions(create(), after)).toEqual({
    settings: [{ kind: "changed", place: "class", before: "light", after: "heavy" }],
    form: [
      { kind: "changed", place: "Steps (steps) · default", before: "20", after: "30" },
      { kind: "added", place: "Steps (steps) · help", after: "More is slower" },
      { kind: "removed", place: "Image (image)" },
      { kind: "added", place: "Image (picture)" },
    ],
    graph: [
      { kind: "changed", place: "1 KSampler · cfg", before: "7", after: "4.5" },
      { kind: "changed", place: "1 KSampler · model", before: '["2",0]', after: '["9",0]' },
      { kind: "added", place: "1 KSampler · denoise", after: "1" },
      { kind: "removed", place: "2 CheckpointLoaderSimple" },
      { kind: "added", place: "9 UNETLoader" },
    ],
  });
});
