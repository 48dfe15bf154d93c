import { expect, test } from "vitest";
import type { Message } from "@pegbar/comfyui";
import { NodeTimes } from "./node-times.ts";

const graph = { "1": { class_type: "LoadImage", inputs: {} }, "2": { class_type: "KSampler", inputs: {} } };
const executing = (node: string | undefined, displayNode = node): Message => ({
  type: "executing",
  promptId: "p",
  node,
  displayNode,
});
const play = (messages: readonly (readonly [number, Message])[]) => {
  const times = new NodeTimes(graph);
  for (const [at, message] of messages) times.update(message, at);
  return times.read();
};
const start = { type: "execution_start", promptId: "p" } as Message;
const success = { type: "execution_success", promptId: "p" } as Message;

test("a node ends when the next one begins, or the prompt ends", () => {
  expect(
    play([
      [0, start],
      [10, executing("1")],
      [15, executing("2")],
      [95, success],
      [96, executing(undefined)],
    ]),
  ).toEqual([
    { id: "1", start: 10, end: 15 },
    { id: "2", start: 15, end: 95 },
  ]);
});

test("nodes that a node expands into count as that one, and others are not in the graph", () => {
  expect(
    play([
      [0, start],
      [1, executing("2.0.1", "2")],
      [2, executing("2.0.2", "2")],
      [5, executing("made up")],
      [7, executing(undefined)],
    ]),
  ).toEqual([{ id: "2", start: 1, end: 5 }]);
});

test("a prompt that ComfyUI runs again begins anew", () => {
  expect(
    play([
      [0, start],
      [1, executing("1")],
      [2, executing(undefined)],
      [3, start],
      [4, executing("1")],
      [6, success],
    ]),
  ).toEqual([{ id: "1", start: 4, end: 6 }]);
});
