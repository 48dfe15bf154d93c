import { expect, test } from "vitest";
import { NodesLock, type CustomNode } from "./custom-node.ts";

const node: CustomNode = {
  name: "pack",
  repository: "https://git.example/pack",
  commit: "a".repeat(40),
  classes: { Blur: { kind: "plain" }, Fetch: { kind: "network", reason: "downloads a file" } },
};

test("reads a lock, and one without reviews", () => {
  expect(NodesLock.parse({ nodes: [node] }).nodes).toEqual([node]);
  const { classes: _none, ...bare } = node;
  expect(NodesLock.parse({ nodes: [bare] }).nodes).toEqual([{ ...bare, classes: {} }]);
});

test.each([
  ["a branch", { commit: "main" }, /full commit/],
  ["a name that leads elsewhere", { name: "../pack" }, /name/],
  ["no TLS", { repository: "http://git.example" }, /repository/],
  ["a word that means nothing", { branch: "main" }, /branch/],
  ["a list of refused classes", { refused: { Fetch: "downloads" } }, /refused/],
  ["an unknown kind", { classes: { Fetch: { kind: "fine" } } }, /kind/],
  ["a file without a reason", { classes: { Fetch: { kind: "loads_file" } } }, /needs a reason/],
  ["an unknown limit", { classes: { Fetch: { kind: "plain", limits: { text: { longest: 5 } } } } }, /longest/],
])("refuses a lock with %s", (_what, wrong, message) => {
  const read = NodesLock.safeParse({ nodes: [{ ...node, ...wrong }] });
  expect(read.success).toBe(false);
  expect(read.error?.message).toMatch(message);
});
