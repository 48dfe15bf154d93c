import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { node, workflow } from "../../packages/comfyui/src/editor/fixture/builder.ts";
import { startApi, type TestApi } from "../setup/api.ts";

const ADMIN = "admin@lumen.example";
const ARTIST = "artist@lumen.example";
const SHOT = "HARBOR/sq010/sh010";
const SUBGRAPH = "11111111-1111-4111-8111-111111111111";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

/** Halves a picture in a subgraph that shows its width. */
const shrink = (more: Partial<Record<"file" | "width", unknown>> = {}) =>
  workflow(
    [
      node(1, "LoadImage", [more.file ?? "layout.png", "image"], { title: "Drawing" }),
      node(30, SUBGRAPH, [more.width ?? 320], { title: "Shrink" }),
      node(9, "SaveImage", ["small"]),
      node(20, "Note", ["for the client"]),
    ],
    ["1.0 > 30.image IMAGE", "30.0 > 9.images IMAGE"],
    {
      subgraphs: [
        {
          id: SUBGRAPH,
          name: "Shrink",
          inputs: ["image:IMAGE", "width:INT"],
          outputs: ["IMAGE:IMAGE"],
          nodes: [
            node(40, "ImageScale", ["lanczos", 100, 200, "center"], { title: "Scale" }),
            node(41, "ImageInvert", [], { mode: 4 }),
          ],
          links: ["in.0 > 40.image IMAGE", "in.1 > 40.width* INT", "40.0 > 41.image IMAGE", "41.0 > out.0 IMAGE"],
        },
      ],
    },
  );

const scaled = (width: number) => ({
  class_type: "ImageScale",
  inputs: { image: ["1", 0], upscale_method: "lanczos", width, height: 200, crop: "center" },
  _meta: { title: "Scale" },
});

const Problem = z.object({ code: z.string(), detail: z.string(), errors: z.array(z.looseObject({})) });

describe("a workflow as the editor saves it", () => {
  test("is converted for every member", async () => {
    const answer = await api.ask("POST", "/v1/workflows/conversions", { as: ARTIST, body: { graph: shrink() } });
    expect(answer).toMatchObject({ status: 200, body: { conversion: { notices: [] }, problems: [] } });
    expect((answer.body as { graph: unknown }).graph).toEqual({
      "1": { class_type: "LoadImage", inputs: { image: "layout.png" }, _meta: { title: "Drawing" } },
      "30:40": scaled(320),
      "9": {
        class_type: "SaveImage",
        inputs: { images: ["30:40", 0], filename_prefix: "small" },
        _meta: { title: expect.stringContaining("Save") as string },
      },
    });
  });

  test("is proposed with its graph, and published", async () => {
    const proposed = await api.ask("POST", "/v1/workflows/proposals", { as: ADMIN, body: { graph: shrink() } });
    const { graph, form } = z
      .object({
        graph: z.record(z.string(), z.unknown()),
        conversion: z.object({ notices: z.tuple([]) }),
        problems: z.tuple([]),
        form: z.object({
          fields: z.array(z.looseObject({ name: z.string(), node: z.string(), default: z.unknown() })),
          inputs: z.array(z.looseObject({ name: z.string(), node: z.string() })),
        }),
      })
      .parse(proposed.body);
    expect(form.fields.map(({ name, node: id, default: value }) => [name, id, value])).toEqual([
      ["width", "30:40", 320],
      ["height", "30:40", 200],
    ]);
    expect(form.inputs.map(({ name, node: id }) => [name, id])).toEqual([["drawing", "1"]]);

    const draft = { slug: "shrink", name: "Shrink", class: "light" };
    const published = await api.ask("POST", "/v1/workflows", { as: ADMIN, body: { ...draft, graph: shrink() } });
    expect(published).toMatchObject({ status: 201, body: { version: 1, conversion: { notices: [] } } });
    const versions = await api.ask("GET", "/v1/workflows/shrink/versions", { as: ADMIN });
    expect((versions.body as { items: { graph: unknown }[] }).items[0]?.graph).toEqual(graph);

    const again = await api.ask("POST", "/v1/workflows", { as: ADMIN, body: { ...draft, slug: "shrink-api", graph } });
    expect(again.status).toBe(201);
    expect(again.body).not.toHaveProperty("conversion");
    expect(again.body).toMatchObject({ sha256: (published.body as { sha256: string }).sha256 });
  });

  test("is priced and refused as a job like its graph, by the editor's ids", async () => {
    const body = { shot: SHOT, graph: shrink({ file: "inp_00000000000000000000000000", width: -5 }) };
    const answer = await api.ask("POST", "/v1/jobs", { as: ARTIST, body });
    expect(answer.status).toBe(422);
    expect(Problem.parse(answer.body).errors).toMatchObject([
      { code: "unknown_input_file", node: "1", title: "Drawing", input: "image", pointer: "/graph" },
      { code: "below_minimum", node: "30:40", title: "Scale", input: "width", pointer: "/graph" },
    ]);
    const empty = workflow(
      [node(1, "EmptyImage", [64, 64, 1, 0]), node(9, "SaveImage", ["x"])],
      ["1.0 > 9.images IMAGE"],
    );
    const estimate = await api.ask("POST", "/v1/estimates", { as: ARTIST, body: { shot: SHOT, graph: empty } });
    expect(estimate.status).toBe(200);
  });
});

test("a form is checked without publishing, each misfit with its place, and only by those who may publish", async () => {
  const graph = {
    "1": { class_type: "LoadImage", inputs: { image: "layout.png" } },
    "2": { class_type: "ImageScaleBy", inputs: { image: ["1", 0], upscale_method: "area", scale_by: 0.5 } },
    "3": { class_type: "SaveImage", inputs: { images: ["2", 0], filename_prefix: "x" } },
  };
  const size = { name: "size", label: "Size", node: "2", input: "scale_by", type: "number", minimum: 0.1, maximum: 1 };
  const form = {
    fields: [{ ...size, default: 0.5 }],
    inputs: [{ name: "plate", label: "Plate", kind: "image", node: "1", input: "image" }],
    outputs: [{ name: "small", label: "Small", node: "3" }],
  };
  const check = (own: unknown, as = ADMIN) =>
    api.ask("POST", "/v1/workflows/proposals", { as, body: { graph, form: own } });
  const Checked = z.object({
    form: z.unknown(),
    more: z.array(z.looseObject({ input: z.string() })),
    problems: z.array(z.looseObject({ pointer: z.string() })),
  });
  const fits = Checked.parse((await check(form)).body);
  expect(fits).toMatchObject({ form, problems: [] });
  expect(fits.more.map(({ input }) => input)).toContain("upscale_method");
  expect(fits.more.map(({ input }) => input)).not.toContain("scale_by");
  const wrong = { ...form, fields: [{ ...size, default: 3 }], outputs: [{ name: "size", label: "Small", node: "1" }] };
  expect(Checked.parse((await check(wrong)).body).problems.map(({ pointer }) => pointer)).toEqual([
    "/form/outputs/0/name",
    "/form/fields/0/default",
    "/form/outputs/0/node",
  ]);
  expect((await check({ ...form, outputs: [] })).status).toBe(400);
  expect((await check(form, ARTIST)).status).toBe(403);
});

describe("a workflow that cannot be converted", () => {
  const paths = [
    ["/v1/workflows/conversions", (graph: unknown) => ({ graph })],
    ["/v1/workflows/proposals", (graph: unknown) => ({ graph })],
    ["/v1/workflows", (graph: unknown) => ({ slug: "bad", name: "Bad", class: "light", graph })],
    ["/v1/jobs", (graph: unknown) => ({ shot: SHOT, graph })],
  ] as const;

  test("because a subgraph contains itself is refused everywhere", async () => {
    const subgraphs = [{ id: SUBGRAPH, name: "Loop", nodes: [node(40, SUBGRAPH)], links: [] }];
    const graph = workflow([node(30, SUBGRAPH)], [], { subgraphs });
    for (const [path, build] of paths) {
      const answer = await api.ask("POST", path, { as: ADMIN, body: build(graph) });
      expect([answer.status, Problem.parse(answer.body)], path).toMatchObject([
        422,
        { code: "graph_invalid", errors: [{ code: "cycle", message: 'The subgraph "Loop" contains itself.' }] },
      ]);
    }
  });

  test("because the image lacks a class names the node once, and its package", async () => {
    const graph = workflow(
      [
        node(1, "FaceDetailer", [1, "x"], { title: "Faces", properties: { cnr_id: "impact-pack" } }),
        node(9, "SaveImage", ["x"]),
      ],
      ["1.0 > 9.images IMAGE"],
    );
    const unknown = { code: "unknown_node", node: "1", title: "Faces", classType: "FaceDetailer", pointer: "/graph" };
    for (const [path, build] of paths) {
      const answer = await api.ask("POST", path, { as: ADMIN, body: build(graph) });
      const found = (answer.body as { problems?: object[]; errors?: { code: string }[] }) ?? {};
      const problems = (found.errors ?? found.problems ?? []) as { code: string; message: string }[];
      expect(answer.status, path).toBe(/conversions|proposals/.test(path) ? 200 : 422);
      expect(
        problems.filter(({ code }) => code === "unknown_node"),
        path,
      ).toMatchObject([unknown]);
      expect(problems[0]?.message, path).toContain("impact-pack");
    }
  });

  test("with a value that is too large is refused", async () => {
    const graph = workflow([node(1, "SaveImage", ["x".repeat(200_000)])]);
    const answer = await api.ask("POST", "/v1/workflows/conversions", { as: ADMIN, body: { graph } });
    expect([answer.status, Problem.parse(answer.body)]).toMatchObject([
      422,
      { code: "graph_invalid", errors: [{ code: "malformed_node", node: "1", pointer: "/graph" }] },
    ]);
  });
});

test("lists the image's node classes without models and files, and answers 304 while they are the same", async () => {
  const first = await api.ask("GET", "/v1/object-info", { as: ARTIST });
  expect(first.status).toBe(200);
  const { objectInfo } = z
    .object({ comfyuiVersion: z.string().min(1), objectInfo: z.record(z.string(), z.looseObject({})) })
    .parse(first.body);
  expect(objectInfo["CheckpointLoaderSimple"]).toMatchObject({ input: { required: { ckpt_name: [[]] } } });
  expect(objectInfo["SaveImage"]).toMatchObject({ output_node: true });
  expect(JSON.stringify(objectInfo)).not.toContain(".safetensors");
  const etag = first.headers.get("etag") ?? "";
  const again = await api.ask("GET", "/v1/object-info", { as: ARTIST, headers: { "if-none-match": etag } });
  expect(again).toMatchObject({ status: 304, body: "" });
  const other = await api.ask("GET", "/v1/object-info", { as: ARTIST, headers: { "if-none-match": '"other"' } });
  expect(other.status).toBe(200);
});
