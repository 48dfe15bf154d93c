import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseHistory } from "./history.ts";

const entry = (messages: unknown[], outputs: unknown = {}, status: Record<string, unknown> = {}) => ({
  p: { outputs, status: { status_str: "error", completed: false, messages, ...status } },
});
const saved = { "9": { images: [{ filename: "a.png", subfolder: "att_1", type: "output" }] } };

describe("the end of a prompt", () => {
  test("is unknown while the history is empty or has only other prompts", () => {
    expect(parseHistory({}, "p")).toBeUndefined();
    expect(parseHistory({ q: {} }, "p")).toBeUndefined();
  });
  test("is a success with ComfyUI's execution time", () => {
    const messages = [
      ["execution_start", { timestamp: 1000 }],
      ["execution_cached", { nodes: [] }],
      ["execution_success", { timestamp: 1250 }],
    ];
    expect(parseHistory(entry(messages, saved), "p")).toEqual({
      result: "success",
      executionMs: 250,
      texts: [],
      outputs: [{ nodeId: "9", kind: "images", filename: "a.png", subfolder: "att_1", type: "output" }],
    });
  });
  test("distinguishes an interruption from an error, both with status_str error", () => {
    expect(parseHistory(entry([["execution_interrupted", { node_id: "3" }]]), "p")).toEqual({ result: "interrupted" });
    expect(parseHistory(entry([["execution_error", { exception_type: "ValueError" }]]), "p")).toMatchObject({
      result: "error",
    });
  });
  test("does not count a blocked branch as a failure", () => {
    const messages = [
      ["execution_error", { exception_type: "ExecutionBlocked" }],
      ["execution_success", {}],
    ];
    expect(parseHistory(entry(messages, saved), "p")).toMatchObject({ result: "success" });
  });
  test("counts a missing status as a failure, and says so", () => {
    expect(parseHistory({ p: { outputs: {}, status: null } }, "p")).toMatchObject({ result: "error" });
  });
  test("never throws", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void parseHistory({ p: value }, "p")));
  });
});

describe("output files", () => {
  const read = (outputs: unknown, meta: unknown = {}) => {
    const history = { p: { outputs, meta, status: { messages: [["execution_success", {}]] } } };
    const ending = parseHistory(history, "p");
    if (ending?.result !== "success") throw new Error("no success");
    return ending;
  };

  /** As ComfyUI 0.33 answers for a loop of two passes around a saving node. */
  test("of nodes that a loop added belong to the node that the artist placed", () => {
    const image = (filename: string) => ({ images: [{ filename, subfolder: "att_1", type: "output" }] });
    const about = (node_id: string, display_node: string, parent_node: string | null, real_node_id: string) => ({
      [node_id]: { node_id, display_node, parent_node, real_node_id },
    });
    const { outputs, texts } = read(
      {
        save: image("save_00001_.png"),
        "close.0.0.save": image("save_00002_.png"),
        out: image("out_00001_.png"),
        "close.0.0.show": { text: ["pass 2"] },
      },
      {
        ...about("save", "save", null, "save"),
        ...about("close.0.0.save", "save", "close", "close"),
        ...about("out", "out", null, "out"),
        ...about("close.0.0.show", "show", "close", "close"),
      },
    );
    expect(outputs.map(({ nodeId, filename }) => [nodeId, filename])).toEqual([
      ["save", "save_00001_.png"],
      ["save", "save_00002_.png"],
      ["out", "out_00001_.png"],
    ]);
    expect(texts).toEqual([{ nodeId: "show", text: "pass 2" }]);
  });
  test("keep the id of their node if the server says nothing else", () => {
    const outputs = { "9": { images: [{ filename: "a.png", type: "output" }] } };
    for (const meta of [null, {}, { "9": null }, { "9": { display_node: 4 } }, { "8": { display_node: "7" } }])
      expect(read(outputs, meta).outputs).toMatchObject([{ nodeId: "9" }]);
  });
  test("include every kind, but no previews in the temp folder and no malformed entries", () => {
    const outputs = {
      "1": {
        images: [{ filename: "t.png", subfolder: "", type: "temp" }],
        gifs: [{ filename: "g.webp", type: "output" }],
      },
      "2": {
        audio: [{ filename: "a.flac", subfolder: "s", type: "output" }],
        text: ["words", null, 7],
        animated: [true],
      },
      "3": null,
      "4": { "3d": [{ filename: "m.glb", subfolder: "mesh", type: "output" }], images: "no list" },
    };
    expect(read(outputs).outputs.map(({ kind, filename }) => `${kind} ${filename}`)).toEqual([
      "gifs g.webp",
      "audio a.flac",
      "3d m.glb",
    ]);
    expect(read({ ...outputs, "5": { text: ["one", "two"] }, "6": { text: "alone" } }).texts).toEqual([
      { nodeId: "5", text: "one\ntwo" },
      { nodeId: "6", text: "alone" },
    ]);
  });
});
