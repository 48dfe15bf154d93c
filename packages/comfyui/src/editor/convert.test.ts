import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { convertWorkflow } from "./convert.ts";
import { node, workflow } from "./fixture/builder.ts";
import { expectedGraphs } from "./fixture/expected-graphs.ts";
import { workflowObjectInfo } from "./fixture/object-info.ts";
import { workflows } from "./fixture/workflows.ts";
import { isEditorWorkflow } from "./parse-workflow.ts";
import { sendDynamicPrompt } from "./sent-text.ts";

const convert = (value: Record<string, unknown>) => convertWorkflow(structuredClone(value), workflowObjectInfo);

describe("sends what ComfyUI's frontend sends", () => {
  test.each(Object.keys(workflows))("%s", (name) => {
    const { graph, problems } = convert(workflows[name]!);
    expect(graph).toEqual(expectedGraphs[name]);
    expect(problems).toEqual([]);
  });

  test("each of the graphs is compared", () => {
    expect(Object.keys(expectedGraphs)).toEqual(Object.keys(workflows));
  });
});

describe("recognizes the editor's format", () => {
  test("by its list of nodes", () => {
    expect(isEditorWorkflow({ nodes: [], links: [] })).toBe(true);
    expect(isEditorWorkflow({ nodes: { class_type: "LoadImage", inputs: {} } })).toBe(false);
    expect(isEditorWorkflow({ "1": { class_type: "LoadImage", inputs: {} } })).toBe(false);
    expect(isEditorWorkflow([])).toBe(false);
    expect(isEditorWorkflow(Object.create({ nodes: [] }))).toBe(false);
  });
});

describe("names what it cannot convert", () => {
  test("a class that the image lacks, with its package and the node's place", () => {
    const value = workflow([node(30, "aaaaaaaa-1111-4111-8111-111111111111")], [], {
      subgraphs: [
        {
          id: "aaaaaaaa-1111-4111-8111-111111111111",
          name: "Detail",
          nodes: [
            node(40, "FaceDetailer", [1], { title: "Faces", properties: { cnr_id: "impact-pack", ver: "8.1" } }),
            node(41, "FaceDetailer", [1], { mode: 4 }),
          ],
          links: [],
        },
      ],
    });
    const { graph, problems } = convert(value);
    expect(problems).toEqual([
      {
        code: "unknown_node",
        nodeId: "30:40",
        classType: "FaceDetailer",
        title: "Faces",
        message: 'This image has no node class "FaceDetailer", which comes from "impact-pack 8.1".',
        remedy: "Replace the node, or ask an operator for an image with this package.",
      },
    ]);
    expect(graph["30:40"]?.class_type).toBe("FaceDetailer");
  });

  test("a subgraph that the workflow does not contain", () => {
    const { problems } = convert(workflow([node(3, "bbbbbbbb-1111-4111-8111-111111111111")]));
    expect(problems.map(({ nodeId, message }) => [nodeId, message])).toEqual([
      ["3", 'The workflow does not contain the subgraph "bbbbbbbb-1111-4111-8111-111111111111" of this node.'],
    ]);
  });

  test("a node that queues its prompt again is refused by name, though the image does not have it", () => {
    const { problems } = convert(workflow([node(3, "VHS_BatchManager")]));
    expect(problems).toMatchObject([{ code: "forbidden_node", nodeId: "3", classType: "VHS_BatchManager" }]);
  });

  test("a group node", () => {
    const { problems } = convert(workflow([node(3, "workflow>Upscale")]));
    expect(problems[0]?.message).toBe('"workflow>Upscale" is a group node of an old editor.');
  });

  test("subgraphs that contain each other", () => {
    const [a, b] = ["aaaaaaaa-1111-4111-8111-111111111111", "bbbbbbbb-1111-4111-8111-111111111111"];
    const subgraphs = [
      { id: a, name: "A", nodes: [node(40, b)], links: [] },
      { id: b, name: "B", nodes: [node(41, a)], links: [] },
    ];
    const { graph, problems } = convert(workflow([node(3, a)], [], { subgraphs }));
    expect(graph).toEqual({});
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ["cycle", 'The subgraph "A" contains itself.'],
      ["cycle", 'The subgraph "B" contains itself.'],
    ]);
  });

  test("subgraphs that multiply", () => {
    const id = (level: number) => `aaaaaaaa-1111-4111-8111-${String(level).padStart(12, "0")}`;
    const subgraphs = Array.from({ length: 20 }, (_, level) => ({
      id: id(level),
      name: `Level ${level}`,
      nodes: [0, 1].map((n) => node(1_000 + level * 2 + n, level === 19 ? "ImageInvert" : id(level + 1))),
      links: [],
    }));
    const { graph, problems } = convert(workflow([node(3, id(0))], [], { subgraphs }));
    expect(graph).toEqual({});
    expect(problems.map(({ message }) => message)).toEqual([
      "With its subgraphs, the workflow has more than 2000 nodes.",
    ]);
  });

  test("an input whose link is missing, and links in a circle", () => {
    const value = workflow(
      [node(1, "Reroute"), node(2, "Reroute"), node(3, "ImageInvert"), node(4, "ImageInvert")],
      ["1.0 > 2.x *", "2.0 > 1.x *", "2.0 > 3.image IMAGE", "3.0 > 4.image IMAGE"],
    );
    (value["links"] as unknown[]).pop();
    const { graph, problems } = convert(value);
    expect(problems.map(({ nodeId, message }) => [nodeId, message])).toEqual([
      ["3", 'The input "image" is not connected: its links lead in a circle.'],
      ["4", 'The input "image" is not connected: the workflow has no link 4.'],
    ]);
    expect(Object.keys(graph)).toEqual(["3", "4"]);
  });
});

describe("points out what to check", () => {
  test("values that no field takes", () => {
    const { notices } = convert(workflows["fewer and more values than fields"]!);
    expect(notices.map(({ code, nodeId, message }) => [code, nodeId, message])).toEqual([
      ["unused_value", "3", 'The node saves "surplus", but this image\'s class has no field for it.'],
    ]);
  });

  test("text with choices", () => {
    const { graph, notices } = convert(workflow([node(3, "CLIPTextEncode", ["a {day|night} harbour"])]));
    expect(graph["3"]?.inputs["text"]).toBe("a {day|night} harbour");
    expect(notices.map(({ code, nodeId }) => [code, nodeId])).toEqual([["random_text", "3"]]);
  });

  test("a newer editor", () => {
    const extra = { frontendVersion: "1.73.2" };
    const { notices } = convert(workflow([], [], { extra }));
    expect(notices.map(({ code, message }) => [code, message])).toEqual([
      [
        "newer_editor",
        "The workflow was saved by a newer ComfyUI editor (frontend 1.73.2); tested are those up to 1.49.",
      ],
    ]);
    expect(convert(workflow([], [], { version: 2 })).notices[0]?.message).toContain("schema version 2");
    expect(convert(workflow([], [], { extra: { frontendVersion: "1.49.6" } })).notices).toEqual([]);
  });
});

describe("reads old and odd forms", () => {
  test("values by name", () => {
    const values = { upscale_method: "area", width: 7, height: 8, crop: "disabled", videopreview: { hidden: true } };
    const { graph, notices } = convert(workflow([node(3, "ImageScale", values)]));
    expect(graph["3"]?.inputs).toEqual({ upscale_method: "area", width: 7, height: 8, crop: "disabled" });
    expect(notices).toEqual([]);
  });

  test("links that are null, and nodes without an id", () => {
    const value = {
      nodes: [{ id: 3, type: "ImageInvert", inputs: null }, { type: "X" }, null, 7],
      links: [null, 7, []],
    };
    expect(convert(value).graph).toEqual({
      "3": { class_type: "ImageInvert", inputs: {}, _meta: { title: "Invert Image Colors" } },
    });
  });

  test("ids named like an object's own properties", () => {
    const value = JSON.parse(
      '{"nodes":[{"id":"__proto__","type":"ImageInvert"},{"id":"constructor","type":"ImageInvert"}],"links":[]}',
    ) as Record<string, unknown>;
    const { graph } = convert(value);
    expect(Object.keys(graph).sort()).toEqual(["__proto__", "constructor"]);
    expect(convert(workflow([node(1, "constructor"), node(2, "__proto__")])).problems).toMatchObject([
      { code: "unknown_node", nodeId: "1", classType: "constructor", title: "constructor" },
      { code: "unknown_node", nodeId: "2", classType: "__proto__", title: "__proto__" },
    ]);
    expect(({} as Record<string, unknown>)["class_type"]).toBeUndefined();
  });
});

describe("withstands hostile workflows", () => {
  /** Replaces the value at one place of a JSON value. */
  const replaceAt = (value: unknown, path: readonly number[], replacement: unknown): unknown => {
    const [step, ...rest] = path;
    if (step === undefined || typeof value !== "object" || value === null) return replacement;
    const keys = Object.keys(value);
    const key = keys[step % Math.max(keys.length, 1)];
    if (key === undefined) return replacement;
    const copy: Record<string, unknown> = Array.isArray(value)
      ? ([...(value as unknown[])] as unknown as Record<string, unknown>)
      : { ...(value as Record<string, unknown>) };
    copy[key] = replaceAt(copy[key], rest, replacement);
    return copy;
  };

  test("any change to a workflow is converted or reported, and never throws", () => {
    const change = fc.tuple(fc.array(fc.nat(20), { minLength: 1, maxLength: 6 }), fc.jsonValue());
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(workflows)),
        fc.array(change, { maxLength: 4 }),
        (value, changes) => {
          const changed = changes.reduce<unknown>((v, [path, replacement]) => replaceAt(v, path, replacement), value);
          const { graph, problems } = convert(isEditorWorkflow(changed) ? changed : { nodes: changed });
          for (const { inputs } of Object.values(graph))
            for (const input of Object.values(inputs))
              if (Array.isArray(input)) expect(graph).toHaveProperty([String(input[0])]);
          for (const { message, remedy } of problems) expect(message.length * remedy.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("ten thousand reroutes in a row", () => {
    const count = 9_990;
    const reroutes = Array.from({ length: count }, (_, index) => node(index + 1, "Reroute"));
    const lines = Array.from({ length: count - 1 }, (_, index) => `${index + 1}.0 > ${index + 2}.x *`);
    const value = workflow([...reroutes, node(20_000, "ImageInvert")], [...lines, `${count}.0 > 20000.image IMAGE`]);
    expect(convert(value).problems.map(({ message }) => message)).toEqual([
      'The input "image" is not connected: its links lead through too many nodes.',
    ]);
  });

  test("many inputs behind many reroutes", () => {
    const reroutes = Array.from({ length: 400 }, (_, index) => node(index + 1, "Reroute"));
    const lines = reroutes.slice(1).map((_, index) => `${index + 1}.0 > ${index + 2}.x *`);
    const users = Array.from({ length: 3_000 }, (_, index) => node(1_000 + index, "ImageInvert"));
    const value = workflow([...reroutes, ...users], [...lines, ...users.map(({ id }) => `400.0 > ${id}.image IMAGE`)]);
    expect(convert(value).problems.map(({ message }) => message)).toEqual([
      "The workflow takes too many steps to convert.",
    ]);
  });

  test("comments of any form are removed as by a regular expression, in linear time", () => {
    const part = fc.constantFrom("/", "*", "//", "/*", "*/", "a", "\n", "\u2028", " ");
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const text = parts.join("");
        expect(sendDynamicPrompt(text).text).toBe(text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, ""));
      }),
      { numRuns: 2_000 },
    );
    const began = performance.now();
    sendDynamicPrompt("/*".repeat(500_000));
    sendDynamicPrompt("{".repeat(500_000));
    sendDynamicPrompt("//\n".repeat(300_000));
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
