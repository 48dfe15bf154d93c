import { describe, expect, test } from "vitest";
import { CustomNode, NodesLock, findSnapshotProblems } from "./custom-node.ts";

const locked = (name: string, refused: Record<string, string> = {}): CustomNode => ({
  name,
  repository: `https://git.example/${name}`,
  commit: "a".repeat(40),
  refused,
});
const objectInfo = {
  LoadImage: { python_module: "nodes" },
  Blur: { python_module: "custom_nodes.pack" },
  Fetch: { python_module: "custom_nodes.pack" },
};
const problems = (customNodes: CustomNode[], info: Record<string, unknown> = objectInfo) =>
  findSnapshotProblems({ comfyuiVersion: "1", customNodes, objectInfo: info });

describe("compares an image with the lock of its custom nodes", () => {
  test.each<[string, ReturnType<typeof problems>, (string | RegExp)[]]>([
    ["fit", problems([locked("pack", { Fetch: "asks the network" })]), []],
    ["a node that is not in the lock", problems([]), [/pack is in the image and not in its lock/]],
    [
      "a node whose import failed",
      problems([locked("pack"), locked("lost")]),
      [/lost brings no class: its import failed/],
    ],
    [
      "a forbidden class that does not exist",
      problems([locked("pack", { Fetsch: "x" })]),
      [/pack has no class Fetsch/],
    ],
    [
      "a class of ComfyUI's own, refused in a custom node's name",
      problems([locked("pack", { LoadImage: "x" })]),
      [/pack has no class LoadImage/],
    ],
    ["one name twice", problems([locked("pack"), locked("pack")]), [/one name/]],
    ["no custom node at all", problems([], { LoadImage: objectInfo.LoadImage }), []],
  ])("%s", (_what, found, expected) => {
    expect(found).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
  });

  test.each([
    ["a branch", { commit: "main" }],
    ["a name that leads elsewhere", { name: "../pack" }],
    ["no TLS", { repository: "http://git.example" }],
    ["a refusal without a reason", { refused: { Fetch: "" } }],
    ["a word that means nothing", { branch: "main" }],
  ])("refuses a lock with %s", (_what, wrong) => {
    const { refused: _none, ...node } = locked("pack");
    expect(NodesLock.parse({ nodes: [node] }).nodes).toEqual([locked("pack")]);
    expect(NodesLock.safeParse({ nodes: [{ ...node, ...wrong }] }).success).toBe(false);
  });
});
