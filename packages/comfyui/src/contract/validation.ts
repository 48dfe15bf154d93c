import { expect, test } from "vitest";
import type { Graph } from "../graph.ts";
import { withInputs, buildPictureGraph } from "./graphs.ts";
import type { Setting } from "./index.ts";

type Expected = readonly [top: string, node?: string, error?: string];

const buildBody = ([top, node, error]: Expected) => ({
  error: { type: top, message: expect.any(String), details: expect.any(String), extra_info: expect.any(Object) },
  node_errors:
    node === undefined
      ? {}
      : {
          [node]: {
            errors: [{ type: error, extra_info: expect.any(Object) }],
            dependent_outputs: ["4"],
            class_type: expect.any(String),
          },
        },
});

export function testValidation(setting: () => Setting): void {
  const failed = "prompt_outputs_failed_validation";
  const cases: readonly (readonly [string, (graph: Graph) => unknown, Expected])[] = [
    ["an unknown class", (g) => ({ ...g, "3": { class_type: "NoSuchNode", inputs: {} } }), ["missing_node_type"]],
    ["a node without class", (g) => ({ ...g, "3": { inputs: {} } }), ["missing_node_type"]],
    ["an empty graph", () => ({}), ["prompt_no_outputs"]],
    ["nothing that saves", (g) => ({ "1": g["1"] }), ["prompt_no_outputs"]],
    ["a missing file", (g) => withInputs(g, "1", { image: "nothere.png" }), [failed, "1", "custom_validation_failed"]],
    ["a missing input", (g) => withInputs(g, "2", { width: undefined }), [failed, "2", "required_input_missing"]],
    ["a text for a number", (g) => withInputs(g, "2", { width: "wide" }), [failed, "2", "invalid_input_type"]],
    ["a number too big", (g) => withInputs(g, "2", { width: 99_999_999 }), [failed, "2", "value_bigger_than_max"]],
    ["a number too small", (g) => withInputs(g, "2", { width: -1 }), [failed, "2", "value_smaller_than_min"]],
    ["not in the list", (g) => withInputs(g, "2", { crop: "left" }), [failed, "2", "value_not_in_list"]],
    [
      "a link of the wrong type",
      (g) => withInputs(g, "4", { images: ["1", 1] }),
      [failed, "4", "return_type_mismatch"],
    ],
    [
      "a link to no node",
      (g) => withInputs(g, "4", { images: ["77", 0] }),
      [failed, "4", "exception_during_validation"],
    ],
    [
      "a link to no output",
      (g) => withInputs(g, "4", { images: ["3", 7] }),
      [failed, "4", "exception_during_validation"],
    ],
    ["a cycle", (g) => withInputs(g, "2", { image: ["3", 0] }), [failed]],
    [
      "a node without inputs",
      (g) => ({ ...g, "3": { class_type: "ImageBlur" } }),
      [failed, "3", "exception_during_inner_validation"],
    ],
  ];

  test.each(cases)("refuses %s", async (name, change, expected) => {
    const { peer, file } = setting();
    const answer = await peer.post("/prompt", { prompt: change(buildPictureGraph(file, "never")) });
    expect(answer.status, name).toBe(400);
    // Newer servers report a cycle; then the node errors are not empty either.
    const named = JSON.stringify(answer.body).includes("dependency_cycle");
    if (!named) expect(answer.body).toMatchObject(buildBody(expected));
    if (!named && expected[1] === undefined) expect(answer.body).toHaveProperty("node_errors", {});
  });

  test("refuses a body without a prompt, JSON or nodes", async () => {
    const { peer, file } = setting();
    const none = { status: 400, body: { error: { type: "no_prompt" }, node_errors: {} } };
    expect(await peer.post("/prompt", {})).toMatchObject(none);
    expect(await peer.post("/prompt", [1, 2])).toMatchObject(none);
    expect(await peer.post("/prompt", "{broken")).toMatchObject({ status: 500, body: expect.any(String) });
    const text = { prompt: { ...buildPictureGraph(file, "never"), "3": "text" } };
    expect(await peer.post("/prompt", text)).toMatchObject({ status: 500, body: expect.any(String) });
  });

  test("drops invalid outputs, and lists them in node_errors of a 200", async () => {
    const { peer, file, mark } = setting();
    const graph = {
      ...buildPictureGraph(file, `${mark}/partly`, 6.5),
      "5": { class_type: "SaveImage", inputs: { images: ["6", 0], filename_prefix: "never" } },
      "6": { class_type: "LoadImage", inputs: { image: "nothere.png" } },
    };
    const { status, body: answer, promptId } = await peer.submit(graph, { client_id: "contract-partly" });
    expect(status).toBe(200);
    expect(answer).toMatchObject({
      node_errors: {
        "6": { errors: [{ type: "custom_validation_failed" }], dependent_outputs: ["5"], class_type: "LoadImage" },
      },
    });
    const entry = await peer.finished(promptId);
    expect(Object.keys(entry["outputs"] as object)).toEqual(["4"]);
  });

  test("refuses a prompt id that is not a UUID", async () => {
    const { peer, file, mark, tolerances } = setting();
    const graph = buildPictureGraph(file, `${mark}/id`, 7.5);
    const answer = await peer.submit(graph, { prompt_id: `NOT-A-UUID-${mark}` });
    if (tolerances.strictPromptId) {
      expect(answer).toMatchObject({ status: 400, body: { error: { type: "invalid_prompt_id" } } });
      return;
    }
    expect(answer).toMatchObject({ status: 200, body: { prompt_id: `NOT-A-UUID-${mark}` } });
    await peer.finished(answer.promptId);
  });
}
