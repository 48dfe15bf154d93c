import { describe, expect, test } from "vitest";
import type { CustomNode } from "../custom-node.ts";
import { findSnapshotProblems } from "./find-snapshot-problems.ts";

const locked = (name: string, classes: CustomNode["classes"] = {}): CustomNode => ({
  name,
  repository: `https://git.example/${name}`,
  commit: "a".repeat(40),
  classes,
});
const objectInfo = {
  LoadImage: { python_module: "nodes" },
  Blur: { python_module: "custom_nodes.pack" },
  Fetch: { python_module: "custom_nodes.pack" },
};
const pack = locked("pack", { Blur: { kind: "plain" }, Fetch: { kind: "network", reason: "downloads a file" } });
const problems = (customNodes: CustomNode[], info: Record<string, unknown> = objectInfo) =>
  findSnapshotProblems({ comfyuiVersion: "1", customNodes, objectInfo: info });
const withCore = (classType: string, more: object = {}) =>
  problems([pack], { ...objectInfo, [classType]: { python_module: "comfy_extras.nodes_new", ...more } });

describe("compares an image with the lock of its custom nodes and the reviews", () => {
  test.each<[string, string[], RegExp[]]>([
    ["no difference", problems([pack]), []],
    ["a node that is not in the lock", problems([]), [/pack is in the image and not in its lock/]],
    ["a node whose import failed", problems([pack, locked("lost")]), [/lost brings no class: its import failed/]],
    [
      "classes without a review",
      problems([locked("pack")]),
      [/pack has the class Blur, which its lock does not review/, /pack has the class Fetch/],
    ],
    [
      "a review of a class that does not exist",
      problems([locked("pack", { ...pack.classes, Fetsch: { kind: "plain" } })]),
      [/pack has no class Fetsch, which its lock reviews/],
    ],
    [
      "a review of ComfyUI's own class, in a custom node's name",
      problems([locked("pack", { ...pack.classes, LoadImage: { kind: "plain" } })]),
      [/pack has no class LoadImage/],
    ],
    [
      "a custom node's class with the name of one of ComfyUI's",
      problems([pack], { ...objectInfo, KSampler: { python_module: "custom_nodes.pack" } }),
      [/pack has the class KSampler, which its lock does not review/],
    ],
    ["one name twice", problems([pack, pack]), [/one name/]],
    ["no custom node at all", problems([], { LoadImage: objectInfo.LoadImage }), []],
    [
      "a class of ComfyUI without a review",
      withCore("BrandNew"),
      [/ComfyUI's class BrandNew has no review.*update Pegbar/],
    ],
    ["a class that calls a paid service", withCore("Paid", { api_node: true }), []],
    [
      "a text input that the review has not seen",
      withCore("ImageInvert", { input: { required: { image: ["IMAGE"], path: ["STRING", {}] } } }),
      [/The class ImageInvert has a text input path, which its review/],
    ],
    [
      "a text input inside of a dynamic input",
      withCore("ImageInvert", {
        input: {
          required: {
            mode: ["COMFY_DYNAMICCOMBO_V3", { options: [{ key: "a", inputs: { required: { url: ["STRING", {}] } } }] }],
            list: ["COMFY_AUTOGROW_V3", { template: { input: { required: { item: ["IMAGE,STRING", {}] } } } }],
          },
        },
      }),
      [/text input mode\.url/, /text input list\.item/],
    ],
    [
      "a text input that the review has seen",
      withCore("CLIPTextEncode", { input: { required: { text: ["STRING", {}], clip: ["CLIP"] } } }),
      [],
    ],
  ])("%s", (_what, found, expected) => {
    expect(found).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
  });
});
