import { createHash, randomBytes } from "node:crypto";
import { deflateSync, crc32 } from "node:zlib";
import fc from "fast-check";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { describePreviewImage } from "@pegbar/local/preview/image.ts";
import type { CustomNode } from "@pegbar/comfyui";
import * as Id from "@pegbar/core/platform/id.ts";
import * as Image from "@pegbar/core/catalog/image";
import * as Input from "@pegbar/core/catalog/input";
import * as Model from "@pegbar/core/catalog/model";
import * as Show from "@pegbar/core/studio/show";
import { Problem } from "@pegbar/functions/http/problem.ts";
import { omitUndefined } from "../setup/issuer.ts";
import { startApi, type Answer, type TestApi } from "../setup/api.ts";

const ARTIST = "artist@lumen.example";
const SUPERVISOR = "supervisor@lumen.example";
const STRANGER = "admin@orrery.example";
const SHOT = "HARBOR/sq010/sh010";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const Named = z.object({ id: z.string() });
const Announced = Named.extend({
  status: z.string(),
  upload: z.object({ url: z.string(), headers: z.record(z.string(), z.string()) }).optional(),
});

/** Expects a complete and consistent problem with this status and code. */
function refused(answer: Answer, status: number, code: string) {
  expect([answer.status, answer.body]).toMatchObject([status, { code, status }]);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  const problem = Problem.strict().parse(answer.body);
  expect(problem.type).toContain(code);
  expect(problem.requestId).toBe(answer.headers.get("x-request-id"));
  expect(problem.detail).not.toBe("");
  for (const error of problem.errors) expect(error.remedy).not.toBe("");
  if (status === 422) expect(problem.errors.length).toBeGreaterThan(0);
  return problem;
}

/** Sends a request that is refused, and expects that it leaves no rows, objects or messages. */
async function leavesNothing(request: () => Promise<Answer>): Promise<Answer> {
  const before = await api.footprint();
  const answer = await request();
  expect(await api.footprint()).toEqual(before);
  return answer;
}

const submit = (body: unknown, as = ARTIST, headers: Record<string, string> = {}) =>
  api.ask("POST", "/v1/jobs", { as, body, headers });
const submitRefused = (body: unknown) => leavesNothing(() => submit(body));

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const announcement = (bytes: Uint8Array, over: Record<string, unknown> = {}) => ({
  sha256: sha256(bytes),
  bytes: bytes.length,
  contentType: "image/png",
  filename: "layout.png",
  ...over,
});
const announce = (body: unknown, as = ARTIST) => api.ask("POST", "/v1/inputs", { as, body });
const completeInput = (id: string, as = ARTIST) => api.ask("POST", `/v1/inputs/${id}/complete`, { as });

/** Announces and uploads like a client. */
async function upload(bytes: Uint8Array<ArrayBuffer>, as = ARTIST, over: Record<string, unknown> = {}) {
  const input = Announced.parse((await announce(announcement(bytes, over), as)).body);
  if (!input.upload) throw new Error("it is here already");
  const put = await fetch(input.upload.url, { method: "PUT", headers: input.upload.headers, body: bytes });
  return { id: input.id, put };
}
/** A picture that nobody has uploaded before. */
const picture = async (): Promise<Uint8Array<ArrayBuffer>> => {
  const noise = { type: "gaussian" as const, mean: 128, sigma: 30 };
  const made = sharp({ create: { width: 32, height: 24, channels: 3, background: "#888", noise } });
  return new Uint8Array(await made.png().toBuffer());
};
async function verified(as = ARTIST): Promise<string> {
  const { id } = await upload(await picture(), as);
  expect((await completeInput(id, as)).status).toBe(200);
  return id;
}

/** A PNG whose header declares a huge size. */
function bombHeader(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc(64))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

describe("uploads", () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>`;
  const bad: Record<string, { make: () => Promise<Uint8Array> | Uint8Array; code: string }> = {
    "a text": { make: () => Buffer.from("I am no picture"), code: "input_type_not_supported" },
    "an SVG": { make: () => Buffer.from(svg), code: "input_type_not_supported" },
    "a web page": { make: () => Buffer.from("<!doctype html><script>1</script>"), code: "input_type_not_supported" },
    "half of a PNG": { make: async () => (await picture()).slice(0, 900), code: "input_damaged" },
    "a PNG's first bytes": { make: () => bombHeader(4, 4).subarray(0, 20), code: "input_damaged" },
    "a tiny file that says 60,000 × 60,000": {
      make: () => bombHeader(60_000, 60_000),
      code: "input_dimensions_too_large",
    },
    "a real picture of 121 million black pixels": {
      make: () =>
        sharp({ create: { width: 11_000, height: 11_000, channels: 3, background: "#000" }, limitInputPixels: false })
          .png({ compressionLevel: 9 })
          .toBuffer(),
      code: "input_dimensions_too_large",
    },
  };
  for (const [name, { make, code }] of Object.entries(bad)) {
    test(`${name} is refused and deleted`, async () => {
      const bytes = new Uint8Array(await make());
      const answer = await leavesNothing(async () => {
        const { id, put } = await upload(bytes);
        expect(put.ok).toBe(true);
        const refusal = await completeInput(id);
        refused(await api.ask("GET", `/v1/inputs/${id}`, { as: ARTIST }), 404, "not_found");
        return refusal;
      });
      expect(refused(answer, 422, code).errors).toMatchObject([{ code, pointer: "/content" }]);
    });
  }

  // The local storage accepts other bytes than those that the URL was signed for, so the check must find them.
  test("other bytes than announced, uploaded to the presigned URL, are refused", async () => {
    const announced = await picture();
    const sent = new Uint8Array(announced);
    sent.set([sent.at(-1) === 1 ? 2 : 1], sent.length - 1);
    const input = Announced.parse((await announce(announcement(announced))).body);
    await fetch(input.upload?.url ?? "", { method: "PUT", headers: input.upload?.headers ?? {}, body: sent });
    const artist = await api.studios.member("lumen", "artist");
    await expect(api.studios.as(artist, () => Input.complete(input.id, 2000))).rejects.toMatchObject({
      code: expect.stringMatching(/^input_(hash_mismatch|missing)$/) as string,
    });
  });

  /** Storage that accepts everything, because the check must not rely on it. */
  async function smuggled(announced: Uint8Array, stored: Uint8Array): Promise<Answer> {
    return leavesNothing(async () => {
      const input = Announced.parse((await announce(announcement(announced))).body);
      const [row] = await api.admin`select key from input where id = ${input.id}`;
      await api.studios.storage.put({ key: String(row?.["key"]), body: stored, contentType: "image/png" });
      return completeInput(input.id);
    });
  }
  test("a wrong hash is refused", async () => {
    const announced = await picture();
    const other = new Uint8Array(announced);
    other.set([7], other.length - 1);
    const problem = refused(await smuggled(announced, other), 422, "input_hash_mismatch");
    expect(problem.errors).toMatchObject([{ pointer: "/sha256" }]);
    expect(problem.detail).toContain(sha256(announced));
  });
  test("a wrong size is refused", async () => {
    const announced = await picture();
    const problem = refused(await smuggled(announced, announced.slice(1)), 422, "input_size_mismatch");
    expect(problem.errors).toMatchObject([{ pointer: "/bytes" }]);
  });
  test("a missing upload is refused", async () => {
    const bytes = await picture();
    const answer = await leavesNothing(async () =>
      completeInput(Announced.parse((await announce(announcement(bytes))).body).id),
    );
    expect(refused(answer, 422, "input_missing").errors).toMatchObject([{ pointer: "/upload" }]);
  });
  test("a refused file can be uploaded again with the right content", async () => {
    const bytes = await picture();
    refused(await smuggled(bytes, bytes.slice(1)), 422, "input_size_mismatch");
    const { id } = await upload(bytes);
    expect((await completeInput(id)).body).toMatchObject({ status: "verified", width: 32, height: 24 });
    // The third time it exists already.
    expect((await announce(announcement(bytes))).body).toMatchObject({ id, status: "verified" });
    expect(Announced.parse((await announce(announcement(bytes))).body).upload).toBeUndefined();
    refused(await announce(announcement(bytes, { bytes: bytes.length + 1 })), 422, "input_size_mismatch");
  });

  const announcements: Record<string, [over: Record<string, unknown>, pointer: string]> = {
    "an unknown content type": [{ contentType: "text/html" }, "/contentType"],
    "too many bytes": [{ bytes: 2 ** 40 }, "/bytes"],
    "no bytes": [{ bytes: 0 }, "/bytes"],
    "half a byte": [{ bytes: 1.5 }, "/bytes"],
    "a hash in capitals": [{ sha256: "A".repeat(64) }, "/sha256"],
    "a short hash": [{ sha256: "a" }, "/sha256"],
    "no name": [{ filename: "" }, "/filename"],
    "a name with NUL": [{ filename: "a\0.png" }, "/filename"],
    "a name with half a character": [{ filename: "\ud800.png" }, "/filename"],
    "an unknown field": [{ key: "other/tenant" }, "/key"],
  };
  for (const [name, [over, pointer]] of Object.entries(announcements)) {
    test(`an announcement with ${name} is refused`, async () => {
      const answer = await leavesNothing(() => announce(announcement(Buffer.from("x"), over)));
      expect(refused(answer, 400, "invalid_request").errors).toMatchObject([{ pointer }]);
    });
  }
});

describe("another studio's resources are not found", () => {
  let theirs: { input: string; job: string };
  beforeAll(async () => {
    const input = await verified();
    const answer = await submit({ shot: SHOT, workflow: "paint-layout", inputs: { layout: input } });
    theirs = { input, job: Named.parse(answer.body).id };
  });
  /** The response without fields that must differ. */
  const blurred = ({ status, body, headers }: Answer, id: string) => {
    const { requestId: _, ...rest } = Problem.parse(body);
    return { status, type: headers.get("content-type"), text: JSON.stringify(rest).replaceAll(id, "ID") };
  };
  const unknown = (id: string) => `${id.slice(0, 4)}${"0".repeat(26)}`;
  const routes: Record<string, [method: string, path: (id: string) => string, thing: "input" | "job"]> = {
    input: ["GET", (id) => `/v1/inputs/${id}`, "input"],
    "completing an input": ["POST", (id) => `/v1/inputs/${id}/complete`, "input"],
    job: ["GET", (id) => `/v1/jobs/${id}`, "job"],
    events: ["GET", (id) => `/v1/jobs/${id}/events`, "job"],
    cancel: ["POST", (id) => `/v1/jobs/${id}/cancel`, "job"],
  };
  for (const [name, [method, path, thing]] of Object.entries(routes)) {
    test(`${name}: responds as for an id that never existed`, async () => {
      const real = await leavesNothing(() => api.ask(method, path(theirs[thing]), { as: STRANGER }));
      const never = await api.ask(method, path(unknown(theirs[thing])), { as: STRANGER });
      refused(real, 404, "not_found");
      expect(blurred(real, theirs[thing])).toEqual(blurred(never, unknown(theirs[thing])));
      if (method === "GET" && name !== "events")
        expect((await api.ask(method, path(theirs[thing]), { as: ARTIST })).status).toBe(200);
    });
  }
  test("the job was not cancelled by the attempt", async () => {
    expect((await api.ask("GET", `/v1/jobs/${theirs.job}`, { as: ARTIST })).body).toMatchObject({
      state: "queued",
      cancelRequested: false,
    });
  });
  test("asset, download and certificate", async () => {
    const [job] = await api.admin`select * from job where id = ${theirs.job}`;
    const [attempt, asset] = ["att_01ARZ3NDEKTSV4RRFFQ69G5FAV", "ast_01ARZ3NDEKTSV4RRFFQ69G5FAV"];
    const [tenant, shot] = [String(job?.["tenant_id"]), String(job?.["shot_id"])];
    const [show, member] = [String(job?.["show_id"]), String(job?.["member_id"])];
    await api.admin`insert into attempt (id, tenant_id, job_id, fence, state, worker_id, nonce, lease_expires_at, runtime, started_at)
      values (${attempt}, ${tenant}, ${theirs.job}, 1, 'succeeded', 'w', 'n', now(), '{}', now())`;
    await api.admin`insert into asset (id, tenant_id, show_id, shot_id, job_id, attempt_id, member_id, name, version, node_id, position, filename, key, sha256, bytes, content_type)
      values (${asset}, ${tenant}, ${show}, ${shot}, ${theirs.job}, ${attempt}, ${member}, 'paint', 1, '9', 0, 'a.png', ${`${tenant}/x`}, ${"0".repeat(64)}, 1, 'image/png')`;
    for (const tail of ["", "/download", "/certificate"]) {
      const real = await api.ask("GET", `/v1/assets/${asset}${tail}`, { as: STRANGER });
      const never = await api.ask("GET", `/v1/assets/${unknown(asset)}${tail}`, { as: STRANGER });
      refused(real, 404, "not_found");
      expect(blurred(real, asset)).toEqual(blurred(never, unknown(asset)));
    }
    expect((await api.ask("GET", `/v1/assets/${asset}`, { as: ARTIST })).status).toBe(200);
    expect((await api.ask("GET", "/v1/assets", { as: STRANGER })).body).toEqual({ items: [], next: null });
    expect((await api.ask("GET", "/v1/jobs", { as: STRANGER })).body).toEqual({ items: [], next: null });
  });
  test("shot by codes and by id", async () => {
    const [shot] = await api.admin`select shot_id from job where id = ${theirs.job}`;
    for (const place of [SHOT, String(shot?.["shot_id"]), "HARBOR/sq010/none", "a/b/c/d", "sht_none"]) {
      const answer = await leavesNothing(() => submit({ shot: place, workflow: "paint-text" }, STRANGER));
      refused(answer, 404, "not_found");
    }
  });
  test("input of a submit", async () => {
    for (const id of [theirs.input, unknown(theirs.input)]) {
      const answer = await leavesNothing(() =>
        submit({ shot: "COMET/sq010/sh010", workflow: "paint-layout", inputs: { layout: id } }, STRANGER),
      );
      refused(answer, 404, "not_found");
      expect(blurred(answer, id).text).toContain("No input");
    }
  });
});

describe("submits of a workflow", () => {
  const run = (over: Record<string, unknown>) => ({ shot: SHOT, workflow: "paint-text", ...over });

  test("accepts a valid one, so that the refusals below have another reason", async () => {
    const before = await api.footprint();
    expect((await submit(run({ parameters: { prompt: "a lamp" } }))).status).toBe(201);
    const after = await api.footprint();
    expect(after.rows["job"]).toBe((before.rows["job"] ?? 0) + 1);
    expect(after.rows["demand"]).toBe((before.rows["demand"] ?? 0) + 1);
  });
  test("refuses an unknown shot and an unknown workflow", async () => {
    for (const body of [run({ shot: "HARBOR/sq010/sh999" }), run({ workflow: "none" }), run({ workflow: "wfv_none" })])
      refused(await submitRefused(body), 404, "not_found");
  });
  test("refuses a show that the artist is not in, and accepts it for the studio's admin", async () => {
    const admin = await api.studios.member("lumen", "admin");
    const code = "SECRET";
    await api.studios.as(admin, () =>
      Show.ensure({ code, name: "Secret", sequences: [{ code: "sq010", shots: [{ code: "sh010" }] }] }),
    );
    refused(await submitRefused(run({ shot: "SECRET/sq010/sh010" })), 404, "not_found");
    const shows = await api.ask("GET", "/v1/shows", { as: ARTIST });
    expect(JSON.stringify(shows.body)).not.toContain(code);
    const seen = await api.ask("GET", "/v1/shows", { as: "admin@lumen.example" });
    expect(JSON.stringify(seen.body)).toContain(code);
  });

  const parameters: Record<string, [parameters: Record<string, unknown>, pointer: string, node?: string]> = {
    "below its range": [{ steps: 0 }, "/parameters/steps", "3"],
    "above its range": [{ steps: 61 }, "/parameters/steps", "3"],
    "of the wrong type": [{ steps: "many" }, "/parameters/steps", "3"],
    "not whole": [{ steps: 1.5 }, "/parameters/steps", "3"],
    "off its step": [{ width: 65 }, "/parameters/width", "5"],
    "a number for a text": [{ prompt: 5 }, "/parameters/prompt", "6"],
    "too long": [{ prompt: "x".repeat(10_001) }, "/parameters/prompt", "6"],
    "of no known name": [{ nope: 1 }, "/parameters/nope"],
    "called constructor": [{ constructor: 1 }, "/parameters/constructor"],
  };
  for (const [name, [given, pointer, node]] of Object.entries(parameters)) {
    test(`refuses a parameter ${name}`, async () => {
      const problem = refused(await submitRefused(run({ parameters: given })), 422, "parameters_invalid");
      expect(problem.errors).toMatchObject([{ pointer, ...(node === undefined ? {} : { node }) }]);
    });
  }
  test("reports all wrong parameters at once", async () => {
    const problem = refused(
      await submitRefused(run({ parameters: { steps: 0, width: 1, nope: 1 } })),
      422,
      "parameters_invalid",
    );
    expect(new Set(problem.errors.map(({ pointer }) => pointer))).toEqual(
      new Set(["/parameters/nope", "/parameters/steps", "/parameters/width"]),
    );
  });
  test("refuses a missing input, an unknown one, and one that is not uploaded yet", async () => {
    const layout = (inputs: Record<string, string>) => ({ shot: SHOT, workflow: "paint-layout", inputs });
    expect(refused(await submitRefused(layout({})), 422, "parameters_invalid").errors).toMatchObject([
      { code: "input_missing", pointer: "/inputs/layout", node: "10", input: "image" },
    ]);
    const id = await verified();
    const both = refused(await submitRefused(layout({ layout: id, more: id })), 422, "parameters_invalid");
    expect(both.errors).toMatchObject([{ code: "name_unknown", pointer: "/inputs/more" }]);
    const { id: waiting } = Announced.parse((await announce(announcement(await picture()))).body);
    const early = refused(await submitRefused(layout({ layout: waiting })), 422, "input_not_verified");
    expect(early.errors).toMatchObject([{ pointer: "/inputs", code: "input_not_verified" }]);
    const named = refused(await submitRefused(layout({ layout: "layout.png" })), 400, "invalid_request");
    expect(named.errors).toMatchObject([{ pointer: "/inputs/layout" }]);
  });
});

describe("raw graphs", () => {
  type Node = { class_type?: unknown; inputs?: Record<string, unknown> } & Record<string, unknown>;
  let input: string;
  beforeAll(async () => {
    input = await verified();
  });
  const load = (image: unknown): Node => ({ class_type: "LoadImage", inputs: { image } });
  const save: Node = { class_type: "SaveImage", inputs: { filename_prefix: "x", images: ["2", 0] } };
  const scale = (over: Record<string, unknown> = {}): Node => ({
    class_type: "ImageScale",
    inputs: { image: ["1", 0], upscale_method: "lanczos", width: 64, height: 64, crop: "center", ...over },
  });
  const graph = (over: Record<string, Node> = {}) => ({ "1": load(input), "2": scale(), "3": save, ...over });
  const raw = (nodes: unknown, inputs: string[] = [input]) => ({ shot: SHOT, graph: nodes, inputs });
  const checkpoint = (name: string) =>
    raw({
      // ComfyUI follows links of inputs that a class does not declare.
      ...graph({ "2": scale({ extra: ["5", 0] }) }),
      "4": { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: name } },
      "5": { class_type: "CLIPTextEncode", inputs: { text: "x", clip: ["4", 1] } },
    });

  test("accepts a valid one", async () => {
    expect((await submit(raw(graph()))).status).toBe(201);
    expect((await submit(checkpoint("preview.safetensors"))).status).toBe(201);
  });

  const bad: Record<string, [nodes: () => Record<string, unknown>, code: string, node: string, input?: string]> = {
    "an unknown node": [() => graph({ "2": { ...scale(), class_type: "Nope" } }), "unknown_node", "2"],
    "a node without class_type": [() => graph({ "2": { inputs: {} } }), "missing_class_type", "2"],
    "a class_type that is a number": [() => graph({ "2": { ...scale(), class_type: 5 } }), "malformed_node", "2"],
    "a text for a number": [() => graph({ "2": scale({ width: "wide" }) }), "wrong_type", "2", "width"],
    "a value below its range": [() => graph({ "2": scale({ width: -1 }) }), "below_minimum", "2", "width"],
    "a value above its range": [() => graph({ "2": scale({ width: 1e9 }) }), "above_maximum", "2", "width"],
    "a value not in its list": [() => graph({ "2": scale({ crop: "round" }) }), "not_in_list", "2", "crop"],
    "a link from nowhere": [() => graph({ "2": scale({ image: ["99", 0] }) }), "dangling_link", "2", "image"],
    "an output that is not there": [() => graph({ "2": scale({ image: ["1", 9] }) }), "bad_output_index", "2", "image"],
    "a link of the wrong type": [() => graph({ "2": scale({ image: ["1", 1] }) }), "link_type_mismatch", "2", "image"],
    "a missing input": [
      () => graph({ "3": { class_type: "SaveImage", inputs: { filename_prefix: "x" } } }),
      "missing_input",
      "3",
      "images",
    ],
    "a file outside": [() => graph({ "1": load("../x.png") }), "unsafe_file_name", "1", "image"],
    "an absolute file": [() => graph({ "1": load("/etc/passwd") }), "unsafe_file_name", "1", "image"],
    "another folder": [() => graph({ "1": load("x.png [output]") }), "unsafe_file_name", "1", "image"],
    "a plain name": [() => graph({ "1": load("layout.png") }), "unknown_input_file", "1", "image"],
    "an input that is not the job's": [
      () => graph({ "1": load(`inp_${"0".repeat(26)}`) }),
      "unknown_input_file",
      "1",
      "image",
    ],
    "a linked file name": [() => graph({ "1": load(["2", 0]) }), "unsafe_file_name", "1", "image"],
  };
  for (const [name, [nodes, code, node, field]] of Object.entries(bad)) {
    test(name, async () => {
      const problem = refused(await submitRefused(raw(nodes())), 422, "graph_invalid");
      const pointer = field === undefined ? `/graph/${node}` : `/graph/${node}/inputs/${field}`;
      expect(problem.errors).toContainEqual(
        expect.objectContaining({ code, node, pointer, ...(field === undefined ? {} : { input: field }) }),
      );
      expect(problem.errors.every(({ message, remedy }) => message !== "" && remedy !== "")).toBe(true);
    });
  }
  test("refuses a cycle", async () => {
    const nodes = graph({ "2": scale({ image: ["4", 0] }), "4": scale({ image: ["2", 0] }) });
    const problem = refused(await submitRefused(raw(nodes, [])), 422, "graph_invalid");
    expect(problem.errors).toContainEqual(expect.objectContaining({ code: "cycle" }));
  });
  test("refuses another studio's input as a file name, listed or not", async () => {
    const foreign = await verified(STRANGER);
    const unlisted = refused(await submitRefused(raw(graph({ "1": load(foreign) }))), 422, "graph_invalid");
    expect(unlisted.errors).toMatchObject([{ code: "unknown_input_file", node: "1", input: "image" }]);
    refused(await submitRefused(raw(graph({ "1": load(foreign) }), [foreign])), 404, "not_found");
  });
  test("refuses an input that no node reads", async () => {
    const other = await verified();
    const problem = refused(await submitRefused(raw(graph(), [input, other])), 422, "parameters_invalid");
    expect(problem.errors).toMatchObject([{ code: "input_unused", pointer: "/inputs" }]);
  });
  test("refuses a forbidden node", async () => {
    const [row] = await api.admin`select object_info from image where current`;
    const info = z.record(z.string(), z.record(z.string(), z.unknown())).parse(row?.["object_info"]);
    // An image that has the node, so that its absence is not the reason for the refusal.
    const widened = { ...info, SaveImageWebsocket: { ...info["PreviewImage"], name: "SaveImageWebsocket" } };
    await api.admin`update image set object_info = ${api.admin.json(JSON.parse(JSON.stringify(widened)))}, object_info_digest = 'widened' where current`;
    // The API checks for a new image every five seconds.
    await expect
      .poll(
        async () => {
          const nodes = graph({ "4": { class_type: "SaveImageWebsocket", inputs: { images: ["2", 0] } } });
          return Problem.parse((await submitRefused(raw(nodes))).body).errors;
        },
        { timeout: 10_000, interval: 500 },
      )
      .toMatchObject([{ code: "forbidden_node", node: "4", classType: "SaveImageWebsocket" }]);
  });
  test("refuses nodes that the reviews of the image's custom nodes refuse or do not contain, and suggests others", async () => {
    const pack: CustomNode = {
      name: "pack",
      repository: "https://git.example/pack",
      commit: "a".repeat(40),
      classes: {
        PackInvert: { kind: "plain" },
        PackLoad: { kind: "not_allowed", reason: "reads the worker's disk", replacement: "Use LoadImage." },
      },
    };
    const { objectInfo, ...preview } = describePreviewImage();
    const ofPack = { ...(objectInfo["ImageInvert"] as object), python_module: "custom_nodes.pack" };
    const widened = { ...objectInfo, PackInvert: ofPack, PackLoad: ofPack, PackNew: ofPack };
    const register = (nodes: CustomNode[], info = objectInfo) =>
      api.studios.runAsPlatform("dispatch", () =>
        Image.register({ ...preview, objectInfo: info, customNodes: nodes }, null),
      );
    const errors = async (...classes: string[]) => {
      const added = classes.map((class_type, at) => [String(at + 4), { class_type, inputs: { image: ["1", 0] } }]);
      // ComfyUI follows links of inputs that a class does not declare.
      const links = Object.fromEntries(added.map(([id]) => [`extra_${id as string}`, [id, 0]]));
      const nodes = { ...Object.fromEntries(added), "2": scale(links) };
      const { body } = await submitRefused(raw(graph(nodes)));
      return Problem.parse(body).errors;
    };
    await register([pack], widened);
    await expect
      .poll(() => errors("PackInvert", "PackLoad", "PackNew"), { timeout: 10_000, interval: 500 })
      .toMatchObject([
        {
          code: "forbidden_node",
          node: "5",
          message: expect.stringContaining("reads the worker's disk"),
          remedy: "Use LoadImage.",
        },
        {
          code: "unreviewed_node",
          node: "6",
          remedy: expect.stringMatching(/ask an operator to review the class in nodes\.lock\.json, under pack/),
        },
      ]);
    expect(await errors("Nope")).toMatchObject([
      { code: "unknown_node", remedy: expect.stringContaining("the custom nodes pack") },
    ]);
    await register([]);
  });
  test("refuses models that are not registered, revoked or not cleared", async () => {
    const draft = { kind: "checkpoint", family: "x", licence: "x", vramMib: 0 };
    await api.studios.runAsPlatform("dispatch", async () => {
      for (const fileName of ["revoked.safetensors", "uncleared.safetensors"])
        await Model.registerShared({ ...draft, fileName, name: fileName, sha256: sha256(Buffer.from(fileName)) });
    });
    await api.admin`update model set status = 'revoked' where file_name = 'revoked.safetensors'`;
    for (const [name, code] of [
      ["unheard.safetensors", "model_not_registered"],
      ["../escape.safetensors", "model_not_registered"],
      ["revoked.safetensors", "model_revoked"],
      ["uncleared.safetensors", "model_not_cleared"],
    ] as const) {
      const problem = refused(await submitRefused(checkpoint(name)), 422, "model_not_cleared");
      expect(problem.errors).toMatchObject([{ code, node: "4", input: "ckpt_name" }]);
    }
  });
  test("refuses a graph that saves nothing, and an empty one", async () => {
    const { "3": _save, ...rest } = graph();
    for (const nodes of [rest, {}]) {
      const problem = refused(await submitRefused(raw(nodes, [])), 422, "graph_invalid");
      expect(problem.errors).toContainEqual(expect.objectContaining({ code: "no_output_node" }));
    }
  });
  test("accepts nodes that nothing uses, whatever they hold, and does not run them", async () => {
    const nodes = graph({ "4": load("left-over.png"), "5": { class_type: "ImageScale", inputs: { image: ["4", 0] } } });
    const { status, body } = await submit(raw(nodes));
    expect([status, body]).toMatchObject([201, {}]);
    const [row] = await api.admin`select graph from job order by created_at desc, id desc limit 1`;
    expect(Object.keys(row?.["graph"] as object)).toEqual(["1", "2", "3"]);
  });
  test("keeps a seed of 2^64 - 1 exactly in a graph", async () => {
    const nodes = JSON.stringify(raw(graph({ "2": scale({ seed: 0 }) }))).replace(
      '"seed":0',
      '"seed":18446744073709551615',
    );
    expect((await submit(nodes)).status).toBe(201);
    const [row] =
      await api.admin`select graph->'2'->'inputs'->>'seed' as seed from job order by created_at desc, id desc limit 1`;
    expect(row).toEqual({ seed: "18446744073709551615" });
  });
  test("refuses three thousand nodes", async () => {
    const nodes = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [String(i + 10), scale()]));
    const problem = refused(await submitRefused(raw({ ...graph(), ...nodes })), 422, "graph_invalid");
    expect(problem.errors).toMatchObject([{ code: "too_many_nodes", pointer: "/graph" }]);
  });
});

describe("bodies", () => {
  const good = `"shot":"${SHOT}","workflow":"paint-text"`;
  const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
  const node = (value: string) => `{"shot":"${SHOT}","graph":{"1":{"class_type":"x","inputs":{"a":${value}}}}}`;
  const at = "/graph/1/inputs/a";
  const texts: Record<string, [body: string, code: string, detail?: { code: string; pointer?: string }]> = {
    "broken JSON": [`{${good}`, "invalid_json"],
    "an empty text": ["", "invalid_json"],
    "two values": ["{}{}", "invalid_json"],
    null: ["null", "invalid_request"],
    "a list": ["[]", "invalid_request"],
    "a text": ['"x"', "invalid_request"],
    nothing: ["{}", "invalid_request", { code: "invalid_type", pointer: "/shot" }],
    "an unknown field": [`{${good},"extra":1}`, "invalid_request", { code: "unrecognized_keys", pointer: "/extra" }],
    "a field of a raw graph's": [
      `{${good},"timeLimitSeconds":5}`,
      "invalid_request",
      { code: "unrecognized_keys", pointer: "/timeLimitSeconds" },
    ],
    "a priority out of range": [
      `{${good},"priority":1e9}`,
      "invalid_request",
      { code: "too_big", pointer: "/priority" },
    ],
    "an unknown lane": [`{${good},"lane":"fast"}`, "invalid_request", { code: "invalid_value", pointer: "/lane" }],
    "a list as parameter": [
      `{${good},"parameters":{"prompt":[]}}`,
      "invalid_request",
      { code: "invalid_type", pointer: "/parameters/prompt" },
    ],
    __proto__: [`{${good},"__proto__":{"a":1}}`, "invalid_request", { code: "name_unusable", pointer: "/__proto__" }],
    "__proto__ as a parameter": [
      `{${good},"parameters":{"__proto__":"x"}}`,
      "invalid_request",
      { code: "name_unusable", pointer: "/parameters/__proto__" },
    ],
    "__proto__ as a node": [
      `{"shot":"${SHOT}","graph":{"__proto__":{}}}`,
      "invalid_request",
      { code: "name_unusable", pointer: "/graph/__proto__" },
    ],
    "NUL in a parameter": [
      `{${good},"parameters":{"prompt":"a\\u0000b"}}`,
      "invalid_request",
      { code: "nul_character", pointer: "/parameters/prompt" },
    ],
    "NUL in the shot": [
      '{"shot":"a\\u0000","workflow":"x"}',
      "invalid_request",
      { code: "nul_character", pointer: "/shot" },
    ],
    "NUL in the workflow": [
      `{"shot":"${SHOT}","workflow":"x\\u0000"}`,
      "invalid_request",
      { code: "nul_character", pointer: "/workflow" },
    ],
    "NUL in a name": [`{${good},"parameters":{"a\\u0000":1}}`, "invalid_request", { code: "name_unusable" }],
    "NUL in a graph": [node('"\\u0000"'), "invalid_request", { code: "nul_character", pointer: at }],
    "half a surrogate pair": [
      `{${good},"parameters":{"prompt":"\\ud800"}}`,
      "invalid_request",
      { code: "lone_surrogate", pointer: "/parameters/prompt" },
    ],
    "the other half": [node('"\\udfff"'), "invalid_request", { code: "lone_surrogate", pointer: at }],
    "an infinite number": [node("1e400"), "invalid_request", { code: "number_inexact", pointer: at }],
    "an integer beyond 2^53 that is no value for ComfyUI": [
      `{${good},"priority":18446744073709551615}`,
      "invalid_request",
      { code: "number_inexact", pointer: "/priority" },
    ],
    "deep nesting": [node(deep(40)), "invalid_request", { code: "too_deep" }],
    "very deep nesting": [node(deep(200_000)), "invalid_request", { code: "too_deep" }],
  };
  for (const [name, [body, code, detail]] of Object.entries(texts)) {
    test(name, async () => {
      const problem = refused(await submitRefused(body), 400, code);
      if (detail) expect(problem.errors).toContainEqual(expect.objectContaining(detail));
    });
  }
  for (const type of [
    "text/plain",
    "application/jsonp",
    "application/json-patch+json",
    "multipart/form-data; boundary=x",
  ])
    test(`refuses a body with the type ${type}`, async () => {
      const answer = await leavesNothing(() => submit(`{${good}}`, ARTIST, { "content-type": type }));
      refused(answer, 415, "unsupported_media_type");
    });
  test("refuses a body without a type", async () => {
    const body = new TextEncoder().encode(`{${good}}`);
    const token = await api.issuer.sign(ARTIST);
    const response = await fetch(`${api.url}/v1/jobs`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body,
    });
    expect([response.status, await response.json()]).toMatchObject([415, { code: "unsupported_media_type" }]);
  });
  test("refuses a body of three megabytes, with and without a length", async () => {
    const body = `{${good},"parameters":{"prompt":"${"x".repeat(3 << 20)}"}}`;
    // The server closes the connection without reading such a body.
    const answer = await leavesNothing(() => submit(body, ARTIST, { connection: "close" }));
    refused(answer, 413, "too_large");
    const chunked = await fetch(`${api.url}/v1/jobs`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${await api.issuer.sign(ARTIST)}`,
        "content-type": "application/json",
        connection: "close",
      },
      body: new Blob([body]).stream(),
      duplex: "half",
    } as RequestInit);
    expect([chunked.status, await chunked.json()]).toMatchObject([413, { code: "too_large" }]);
  });
  test("refuses NUL and malformed characters in URLs", async () => {
    const paths = ["/v1/jobs/%00", "/v1/jobs/%00/events", "/v1/assets/a%00b", "/v1/assets/%00/certificate"];
    const queries = ["/v1/jobs?cursor=%00", "/v1/assets?jobId=%00", "/v1/jobs?limit=0", "/v1/jobs?limit=1e9"];
    const others = ["/v1/workflows/%00", "/v1/inputs/%00", "/v1/jobs?state=none", `/v1/jobs/${"x".repeat(65)}`];
    for (const path of [...paths, ...queries, ...others])
      refused(await api.ask("GET", path, { as: ARTIST }), 400, "invalid_request");
    for (const path of ["/v1/nothing", "/v1/jobs/%ED%A0%80", "/v1/jobs/..%2f..", "/v1/workflows/'%20or%20true--"])
      refused(await api.ask("GET", path, { as: ARTIST }), 404, "not_found");
    const wrong = await api.ask("PUT", "/v1/jobs", { as: ARTIST, body: {} });
    refused(wrong, 405, "method_not_allowed");
    expect(wrong.headers.get("allow")).toBe("GET, HEAD, POST");
  });
  test("refuses an Idempotency-Key that is too long", async () => {
    const answer = await leavesNothing(() => submit(`{${good}}`, ARTIST, { "idempotency-key": "x".repeat(256) }));
    expect(refused(answer, 400, "invalid_request").errors).toMatchObject([{ pointer: "/header/idempotency-key" }]);
  });
});

describe("authentication", () => {
  const me = (ask: { token?: string; headers?: Record<string, string> }) => api.ask("GET", "/v1/me", ask);
  const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

  test("every route except the public ones requires a token", async () => {
    expect(api.document.operations.length).toBeGreaterThan(14);
    for (const { method, path } of api.document.operations) {
      if (api.document.publicPaths.includes(path)) continue;
      const filled = path.replaceAll("{id}", "job_01ARZ3NDEKTSV4RRFFQ69G5FAV");
      const answer = await api.ask(method, filled, method === "POST" ? { body: {} } : {});
      refused(answer, 401, "unauthenticated");
      expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    }
    // test/ledger/tiles.test.ts tests those of a log.
    const whole = api.document.publicPaths.filter((path) => !path.includes("{"));
    // What a link shows needs its secret.
    for (const path of whole)
      expect((await api.ask("GET", path)).status, path).toBe(path.startsWith("/v1/shared") ? 404 : 200);
  });

  const tokens: Record<string, () => Promise<string> | string> = {
    "no token at all": () => "x",
    "three words": () => "a.b.c",
    expired: () => api.issuer.sign(ARTIST, { exp: api.issuer.now() - 60 }),
    "without an end": () => api.issuer.sign(ARTIST, { exp: undefined }),
    "not valid yet": () => api.issuer.sign(ARTIST, { nbf: api.issuer.now() + 300 }),
    "for another audience": () => api.issuer.sign(ARTIST, { aud: "urn:other" }),
    "for no audience": () => api.issuer.sign(ARTIST, { aud: undefined }),
    "of another issuer": () => api.issuer.sign(ARTIST, { iss: "https://other.example" }),
    "about nobody": () => api.issuer.sign(ARTIST, { sub: undefined }),
    "of an unknown key": () => api.issuer.sign(ARTIST, {}, { kid: "other" }),
    "of a stranger's key under the known name": () => api.issuer.signAsStranger(ARTIST),
    "with alg none": () => `${base64({ alg: "none" })}.${base64(api.issuer.claims(ARTIST))}.`,
    "with HS256 and the public key as secret": async () => {
      const { SignJWT } = await import("jose");
      const jwt = new SignJWT(omitUndefined(api.issuer.claims(ARTIST))).setProtectedHeader({
        alg: "HS256",
        kid: "test-key",
      });
      return jwt.sign(new TextEncoder().encode(api.issuer.publicPem));
    },
    "with its claims exchanged": async () => {
      const [head, , signature] = (await api.issuer.sign(ARTIST)).split(".");
      return `${head}.${base64(api.issuer.claims(STRANGER))}.${signature}`;
    },
  };
  for (const [name, make] of Object.entries(tokens))
    test(`refuses a token ${name}`, async () => {
      refused(await me({ token: await make() }), 401, "unauthenticated");
    });
  test("refuses a malformed header", async () => {
    for (const authorization of ["", "Bearer", "Bearer  ", "Basic eDp5", "Bearer a b"])
      refused(await me({ headers: { authorization } }), 401, "unauthenticated");
  });
  test("an unverified e-mail matches no invitation", async () => {
    const email = "supervisor@orrery.example";
    for (const over of [{ email_verified: false }, { email_verified: undefined }, { email: undefined }]) {
      const token = await api.issuer.sign(email, { ...over, sub: randomBytes(4).toString("hex") });
      refused(await me({ token }), 403, "forbidden");
    }
    const [row] = await api.admin`select subject, status from member where email = ${email}`;
    expect(row).toMatchObject({ subject: null, status: "active" });
  });
  test("refuses a person in no studio, and a studio that the person is not in", async () => {
    refused(await me({ token: await api.issuer.sign("nobody@nowhere.example") }), 403, "forbidden");
    const token = await api.issuer.sign(ARTIST);
    refused(await me({ token, headers: { "pegbar-tenant": "orrery" } }), 403, "forbidden");
    expect((await me({ token, headers: { "pegbar-tenant": "lumen" } })).status).toBe(200);
  });
  test("refuses a former member", async () => {
    const token = await api.issuer.sign(SUPERVISOR);
    expect((await me({ token })).status).toBe(200);
    await api.admin`update member set status = 'left' where email = ${SUPERVISOR}`;
    const elsewhere = await api.elsewhere();
    refused(await api.ask("GET", "/v1/me", { token }, elsewhere), 403, "forbidden");
  });
  test("requires the studio from a person in two studios", async () => {
    const email = "freelancer@both.example";
    for (const slug of ["lumen", "orrery"])
      await api.admin`insert into member (id, tenant_id, email, name, role, status)
        select ${Id.create("member")}, id, ${email}, 'Both', 'artist', 'active' from tenant where slug = ${slug}`;
    const token = await api.issuer.sign(email);
    expect(refused(await me({ token }), 400, "tenant_ambiguous").detail).toMatch(/lumen.*orrery|orrery.*lumen/);
    for (const slug of ["lumen", "orrery"])
      expect((await me({ token, headers: { "pegbar-tenant": slug } })).body).toMatchObject({ tenant: { slug } });
  });
});

describe("a refused graph returns the reason, with node, input and remedy", () => {
  const withPrefix = (filename_prefix: unknown, more: Record<string, unknown> = {}) => ({
    "1": { class_type: "EmptyImage", inputs: { width: 64, height: 64, batch_size: 1, color: 0 } },
    "2": { class_type: "SaveImage", inputs: { images: ["1", 0], filename_prefix }, ...more },
  });
  const bodies = (graph: unknown): [path: string, body: Record<string, unknown>][] => [
    ["/v1/jobs", { shot: SHOT, graph }],
    ["/v1/estimates", { shot: SHOT, graph }],
    [
      "/v1/workflows",
      { slug: "refused", name: "Refused", description: "", graph, class: "light", timeLimitSeconds: 60 },
    ],
  ];
  beforeAll(async () => {
    await api.ask("PATCH", "/v1/tenant", { as: "admin@lumen.example", body: { rawGraphs: true } });
  });

  test("an image batch beyond the memory of its class, for jobs, estimates and workflows", async () => {
    const graph = withPrefix("x");
    Object.assign(graph["1"].inputs, { width: "16384", height: 16_384, batch_size: 4 });
    for (const [path, body] of bodies(graph)) {
      const { errors } = refused(
        await api.ask("POST", path, { as: "admin@lumen.example", body }),
        422,
        "graph_invalid",
      );
      expect(errors, path).toMatchObject([
        {
          code: "too_large",
          node: "1",
          classType: "EmptyImage",
          message: "4 images of 16,384 × 16,384 are 1,074 megapixels, and a worker of class light holds 200 megapixels",
        },
      ]);
    }
  });

  test.each([[""], ["../x"], ["C:x"], ["a\\b"], ["%date%"], ["x".repeat(201)], [5], [null], [["1", 0]], [{}]])(
    "accepts the file prefix %j, because the worker sets its own",
    async (prefix) => {
      const body = { shot: SHOT, graph: withPrefix(prefix) };
      const answer = await api.ask("POST", "/v1/estimates", { as: "admin@lumen.example", body });
      expect([answer.status, answer.body]).toMatchObject([200, {}]);
    },
  );

  test.each([[null], [[]], ["Title"], [{ title: null }], [{ title: 7 }]])("accepts _meta %j", async (_meta) => {
    const graph = withPrefix("x", { _meta });
    const answer = await api.ask("POST", "/v1/estimates", { as: "admin@lumen.example", body: { shot: SHOT, graph } });
    expect([answer.status, answer.body]).toMatchObject([200, {}]);
  });

  test.each([
    [{ "1": null }, "1"],
    [{ "1": "node" }, "1"],
    [{ "1": { class_type: 5, inputs: {} } }, "1"],
    [{ "1": { class_type: "SaveImage", inputs: null } }, "1"],
    [{ "1": { class_type: "SaveImage", inputs: [] } }, "1"],
  ])("refuses an invalid node: %j", async (graph, node) => {
    for (const [path, body] of bodies(graph)) {
      const answer = await api.ask("POST", path, { as: "admin@lumen.example", body });
      const { errors } = refused(answer, 422, "graph_invalid");
      expect(errors.length, path).toBeGreaterThan(0);
      expect(errors[0], path).toMatchObject({ node });
    }
  });

  test("refuses a graph without nodes", async () => {
    for (const [path, body] of bodies({}))
      expect(
        refused(await api.ask("POST", path, { as: "admin@lumen.example", body }), 422, "graph_invalid").errors,
      ).toMatchObject([{ code: "no_output_node", pointer: "/graph" }]);
  });
});

describe("no input causes a 5xx", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("\0", "\ud800", "__proto__", "", SHOT, "paint-text", "paint-layout", "lumen", "x".repeat(300)),
  );
  const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(2 ** 53, 1e308, -1, 0, 0.5));
  const anything = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(text, number, fc.boolean(), fc.constant(null)),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(text, tie("value"), { maxKeys: 4 }),
    ),
  })).value;
  const sometimes = <T>(usual: fc.Arbitrary<T>) => fc.oneof({ weight: 12, arbitrary: usual }, anything);
  const place = {
    shot: sometimes(fc.constant(SHOT)),
    lane: sometimes(fc.constantFrom("interactive", "batch")),
    priority: sometimes(fc.integer({ min: -110, max: 110 })),
  };
  const word = fc.string({ unit: "grapheme" });
  const name = fc.constantFrom("prompt", "seed", "steps", "width", "height", "x");
  const run = fc.record(
    {
      ...place,
      workflow: sometimes(fc.constantFrom("paint-text", "paint-layout", "scale")),
      parameters: sometimes(fc.dictionary(name, fc.oneof(word, fc.integer(), fc.double()), { maxKeys: 3 })),
      inputs: sometimes(fc.constant({})),
    },
    { requiredKeys: ["shot", "workflow"] },
  );
  const node = fc.record({
    class_type: fc.constantFrom("LoadImage", "SaveImage", "KSampler", "CLIPTextEncode", "nope", "constructor"),
    inputs: fc.dictionary(fc.constantFrom("image", "images", "seed", "text", "filename_prefix"), sometimes(word)),
  });
  const rawRun = fc.record(
    {
      ...place,
      graph: sometimes(fc.dictionary(fc.constantFrom("1", "2", "constructor", "a/b~c"), sometimes(node))),
      inputs: sometimes(fc.constant([])),
      class: sometimes(fc.constantFrom("light", "heavy", "xl")),
    },
    { requiredKeys: ["shot", "graph"] },
  );
  const job = fc.oneof(run, rawRun);
  const file = fc.record(
    {
      sha256: sometimes(fc.stringMatching(/^[0-9a-f]{64}$/)),
      bytes: sometimes(fc.integer({ min: 1, max: 2 ** 27 })),
      contentType: sometimes(fc.constant("image/png")),
      filename: sometimes(text),
      extra: anything,
    },
    { requiredKeys: ["sha256", "bytes", "contentType", "filename"] },
  );
  const cases = (path: string, arbitrary: fc.Arbitrary<unknown>, runs: number) => async () => {
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(arbitrary, async (body) => {
        const answer = await api.ask("POST", path, { as: ARTIST, body: JSON.stringify(body) ?? "null" });
        seen.add(answer.status);
        expect([answer.status < 500, answer.body]).toEqual([true, answer.body]);
        if (answer.status >= 400) Problem.parse(answer.body);
      }),
      { numRuns: runs },
    );
    return seen;
  };
  test("POST /v1/jobs", async () => {
    const seen = await cases("/v1/jobs", fc.oneof({ weight: 3, arbitrary: job }, anything), 200)();
    expect(seen).toContain(400);
    expect(seen).toContain(422);
  });
  test("POST /v1/inputs", async () => {
    const seen = await cases("/v1/inputs", fc.oneof({ weight: 3, arbitrary: file }, anything), 120)();
    expect(seen).toContain(400);
  });
});

test("no test of this file caused a 5xx", () => {
  expect(api.studios.logged.filter(({ level }) => level === "error")).toEqual([]);
});
