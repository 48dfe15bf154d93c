import { describe, expect, test } from "vitest";
import { listFacts } from "./record-facts.ts";
import { listSoftwareFacts } from "./software-facts.ts";

const runtime = { comfyuiVersion: "0.33.0", imageDigest: "sha256:aa", gpu: "NVIDIA L4" };
const software = {
  python: "3.12.3",
  pytorch: "2.8.0+cu128",
  cuda: "12.8",
  driver: "570.86.15",
  comfyuiCommit: "a".repeat(40),
  flags: ["--disable-metadata", "--fast fp16_accumulation"],
  packages: { torch: "2.8.0", xformers: "0.0.32.post1" },
  customNodes: [
    {
      name: "pack",
      version: "1.2.3",
      repository: "https://git.example/pack",
      commit: "b".repeat(40),
      sha256: "c".repeat(64),
    },
    { name: "other" },
  ],
  moreCustomNodes: 7,
};
const read = (record: Record<string, unknown>) =>
  Object.fromEntries(
    listFacts({ index: 0, record, withheld: [] }).map(({ name, values }) => [
      name,
      values.flatMap(({ text, code }) => [text, ...(code === undefined ? [] : [code])]),
    ]),
  );

describe("what a result was made with", () => {
  test("is shown as the record says it", () => {
    expect(read({ runtime: { ...runtime, software } })).toEqual({
      Runtime: ["ComfyUI 0.33.0", "GPU NVIDIA L4", "image sha256:aa"],
      Software: [
        "Python 3.12.3",
        "PyTorch 2.8.0+cu128",
        "CUDA 12.8",
        "NVIDIA driver 570.86.15",
        "ComfyUI’s commit",
        "a".repeat(40),
      ],
      "ComfyUI flags": ["--disable-metadata", "--fast fp16_accumulation"],
      Packages: ["torch 2.8.0, xformers 0.0.32.post1"],
      "Custom nodes": [
        "pack 1.2.3, https://git.example/pack",
        `commit ${"b".repeat(40)}\nSHA-256 of its Python files ${"c".repeat(64)}`,
        "other, version unknown",
        "",
        "and 7 more, which the record does not list",
      ],
    });
  });

  test("is not shown for records without it", () => {
    expect(Object.keys(read({ runtime }))).toEqual(["Runtime"]);
  });

  test.each([null, "text", 7, [], { flags: {}, packages: [], customNodes: [null, 7, {}], driver: {} }])(
    "of an arbitrary record, %j, throws nothing and shows no invented value",
    (odd) => {
      const texts = listSoftwareFacts(odd).flatMap(({ values }) => values.map(({ text }) => text));
      expect(texts.filter((text) => text !== "" && text !== "version unknown")).toEqual([]);
    },
  );
});
