import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { access } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { MIGRATIONS } from "@pegbar/core/platform/database/migrate.ts";
import * as Id from "@pegbar/core/platform/id.ts";
import { startApi, type Ask, type TestApi } from "../setup/api.ts";
import { createSafetensors } from "../setup/safetensors.ts";

/** What admins and operators do, through the API only. Every response is checked against the OpenAPI document. */
let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const [admin, artist, supervisor] = ["admin@lumen.example", "artist@lumen.example", "supervisor@lumen.example"];
const operator = "operator@pegbar.example";
const foreign = "admin@orrery.example";

/** Body of the response. Fails the test for another status. */
async function ask<T = Record<string, unknown>>(method: string, url: string, options: Ask, status = 200): Promise<T> {
  const answer = await api.ask(method, url, options);
  expect(answer.status, JSON.stringify(answer.body)).toBe(status);
  return answer.body as T;
}
interface Items<T> {
  items: T[];
}
type Row = Record<string, unknown> & { id: string };
const list = async (url: string, as = admin) => (await ask<Items<Row>>("GET", url, { as })).items;
const harbor = async () => (await list("/v1/shows")).find(({ code }) => code === "HARBOR")?.id ?? "";
const audit = async (action: string, as = admin) =>
  list(`/v1/${as === operator ? "fleet/" : ""}audit?action=${action}`, as);

describe("members", () => {
  test("can be invited, accept, be promoted and be removed; their names stay", async () => {
    const invitation = { email: "Nova@Lumen.example", name: "Nova", role: "artist" };
    const invited = await ask<Row>("POST", "/v1/members", { as: admin, body: invitation }, 201);
    expect(invited).toMatchObject({ email: "nova@lumen.example", status: "invited" });
    await ask("POST", "/v1/members", { as: admin, body: invitation }, 409);
    await ask("POST", `/v1/invitations/${invited.id}/accept`, { as: "nova@lumen.example" });
    expect(await ask("GET", "/v1/me", { as: "nova@lumen.example" })).toMatchObject({ member: { id: invited.id } });
    expect((await list("/v1/members?status=active")).map(({ id }) => id)).toContain(invited.id);
    await ask("PATCH", `/v1/members/${invited.id}`, { as: admin, body: { role: "supervisor" } });
    const left = await ask("DELETE", `/v1/members/${invited.id}`, { as: admin });
    expect(left).toMatchObject({ status: "left", name: "Nova" });
    expect((await audit("member.invite"))[0]).toMatchObject({
      actor: { type: "member", name: "Ifeoma Adeyemi" },
      subject: { type: "member", id: invited.id },
      before: null,
      after: { email: "nova@lumen.example", role: "artist", status: "invited" },
    });
    expect((await audit("member.update"))[0]).toMatchObject({
      before: { role: "artist" },
      after: { role: "supervisor" },
    });
    expect((await audit("member.leave"))[0]?.["requestId"]).toMatch(/^req_/);
    const again = await ask<Row>("POST", "/v1/members", { as: admin, body: invitation }, 201);
    expect(again).toMatchObject({ id: invited.id, status: "invited" });
  });

  test("are refused with an unknown role, an invalid e-mail or an unknown id", async () => {
    const body = { email: "x@lumen.example", name: "X", role: "boss" };
    const problem = await ask<{ errors: { pointer: string }[] }>("POST", "/v1/members", { as: admin, body }, 400);
    expect(problem.errors[0]?.pointer).toBe("/role");
    await ask("POST", "/v1/members", { as: admin, body: { ...body, role: "artist", email: "nobody" } }, 400);
    const stranger = (await list("/v1/members", foreign))[0]?.id;
    await ask("PATCH", `/v1/members/${stranger}`, { as: admin, body: { role: "admin" } }, 404);
  });

  test("include at least one admin, who cannot leave or change role", async () => {
    const me = (await list("/v1/members?status=active")).find(({ email }) => email === admin)?.id;
    for (const [method, body] of [
      ["DELETE", undefined],
      ["PATCH", { role: "artist" }],
    ] as const) {
      const problem = await ask(method, `/v1/members/${me}`, { as: admin, ...(body ? { body } : {}) }, 409);
      expect(problem).toMatchObject({ code: "last_admin" });
    }
  });

  test.each([1, 2, 3])("include one admin after two demote each other concurrently (studio %i)", async (round) => {
    const slug = `rivals${round}`;
    const first = { email: `first@${slug}.example`, name: "First" };
    await ask("POST", "/v1/tenants", { as: operator, body: { slug, name: slug, timeZone: "UTC", admin: first } }, 201);
    await ask("POST", `/v1/invitations/${slug}/accept`, { as: first.email });
    const me = (await list("/v1/members", first.email)).find(({ email }) => email === first.email);
    const invitation = { email: `second@${slug}.example`, name: "Second", role: "admin" };
    const second = await ask<Row>("POST", "/v1/members", { as: first.email, body: invitation }, 201);
    await ask("POST", `/v1/invitations/${second.id}/accept`, { as: invitation.email });
    const answers = await Promise.all([
      api.ask("PATCH", `/v1/members/${second.id}`, { as: first.email, body: { role: "artist" } }),
      api.ask("PATCH", `/v1/members/${me?.id}`, { as: invitation.email, body: { role: "artist" } }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403]);
    const admins = await api.admin`
      select email from member where tenant_id = (select id from tenant where slug = ${slug})
      and role = 'admin' and status = 'active'`;
    expect(admins).toHaveLength(1);
  });

  test("the same person, model or show is created once by concurrent requests", async () => {
    const at = async (method: string, url: string, body: unknown) =>
      (await Promise.all(Array.from({ length: 6 }, () => api.ask(method, url, { as: admin, body }))))
        .map(({ status }) => status)
        .toSorted();
    expect(await at("POST", "/v1/members", { email: "once@lumen.example", name: "Once", role: "artist" })).toEqual([
      201, 409, 409, 409, 409, 409,
    ]);
    expect(await at("POST", "/v1/shows", { code: "ONCE", name: "Once" })).toEqual([201, 409, 409, 409, 409, 409]);
    const announced = await at("POST", "/v1/models", announcement(createSafetensors()));
    expect(announced[0]).toBe(201);
    expect(announced.every((status) => status === 201 || status === 409)).toBe(true);
  });

  test("shows can be created, filled, joined and left; artists see only their own", async () => {
    const body = {
      code: "FJORD",
      name: "Fjord",
      sequences: [{ code: "sq010", shots: [{ code: "sh010", frameIn: 1001, frameOut: 1010 }] }],
    };
    const made = await ask<Row>("POST", "/v1/shows", { as: admin, body }, 201);
    await ask("POST", "/v1/shows", { as: admin, body }, 409);
    await ask("POST", `/v1/shows/${made.id}/shots`, { as: supervisor, body: { sequences: [] } }, 404);
    const more = { sequences: [{ code: "sq010", shots: [{ code: "sh010" }, { code: "sh020" }] }] };
    expect(await ask("POST", `/v1/shows/${made.id}/shots`, { as: admin, body: more })).toMatchObject({ shots: 1 });
    const reversed = { sequences: [{ code: "a", shots: [{ code: "b", frameIn: 2, frameOut: 1 }] }] };
    await ask("POST", `/v1/shows/${made.id}/shots`, { as: admin, body: reversed }, 400);
    const me = (await ask<{ member: Row }>("GET", "/v1/me", { as: artist })).member.id;
    expect((await list("/v1/shows", artist)).map(({ code }) => code)).toEqual(["HARBOR"]);
    await ask("PUT", `/v1/shows/${made.id}/members/${me}`, { as: admin }, 204);
    expect((await list("/v1/shows", artist)).map(({ code }) => code)).toEqual(["FJORD", "HARBOR"]);
    const job = { shot: "FJORD/sq010/sh010", workflow: "paint-text", parameters: { prompt: "x" } };
    await ask("POST", "/v1/jobs", { as: artist, body: job }, 422);
    await ask("DELETE", `/v1/shows/${made.id}/members/${me}`, { as: admin }, 204);
    await ask("POST", "/v1/jobs", { as: artist, body: job }, 404);
    expect((await audit("show.join"))[0]).toMatchObject({ after: { memberId: me } });
  });

  test("the audit trail cannot be changed", async () => {
    const trail = () =>
      api.admin`select md5(string_agg(audit::text, '' order by id)) as hash, count(*) as n from audit`;
    const before = await trail();
    for (const role of ["app", "dispatch", "operator", "owner"] as const) {
      const client = api.studios.database.raw(role);
      // The owner sees no row to change, others have no permission, and a trigger would refuse a role with both.
      for (const change of ["update audit set action = 'nothing'", "delete from audit", "truncate audit"])
        await client
          .unsafe(change)
          .catch((error: unknown) => expect(String(error)).toMatch(/permission denied|written once/));
    }
    expect(await trail()).toEqual(before);
    await expect(api.admin`update audit set action = 'nothing'`).rejects.toThrow(/written once/);
    expect((await list("/v1/audit", foreign)).every(({ actor }) => (actor as Row)["name"] !== "Ifeoma Adeyemi")).toBe(
      true,
    );
  });
});

const announcement = (bytes: Buffer, over: Record<string, unknown> = {}) => ({
  fileName: `${Id.create("model")}.safetensors`,
  kind: "lora",
  name: "Our characters",
  sha256: createHash("sha256").update(bytes).digest("hex"),
  bytes: bytes.length,
  family: "sd15",
  licence: "own work",
  ...over,
});
const Upload = z.object({
  id: z.string(),
  upload: z.object({ url: z.string(), headers: z.record(z.string(), z.string()) }),
});
async function send(bytes: Buffer, over: Record<string, unknown> = {}, sent = bytes) {
  const body = announcement(bytes, over);
  const { id, upload } = Upload.parse(await ask("POST", "/v1/models", { as: admin, body }, 201));
  // The storage accepts only the signed bytes; the test writes others directly.
  const key = decodeURIComponent(new URL(upload.url).pathname.split("/").slice(2).join("/"));
  if (sent !== bytes) await api.studios.storage.put({ key, body: sent, contentType: "application/octet-stream" });
  else await fetch(upload.url, { method: "PUT", headers: upload.headers, body: new Uint8Array(sent) });
  return { id, body };
}

/** Text to image with a LoRA. */
const withLora = (fileName: string) => ({
  "1": { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: "preview.safetensors" } },
  "2": {
    class_type: "LoraLoader",
    inputs: { model: ["1", 0], clip: ["1", 1], lora_name: fileName, strength_model: 1, strength_clip: 1 },
  },
  "3": { class_type: "CLIPTextEncode", inputs: { text: "x", clip: ["2", 1] } },
  "4": { class_type: "EmptyLatentImage", inputs: { width: 512, height: 512, batch_size: 1 } },
  "5": {
    class_type: "KSampler",
    inputs: {
      model: ["2", 0],
      positive: ["3", 0],
      negative: ["3", 0],
      latent_image: ["4", 0],
      seed: 1,
      steps: 4,
      cfg: 7,
      sampler_name: "euler",
      scheduler: "normal",
      denoise: 1,
    },
  },
  "6": { class_type: "VAEDecode", inputs: { samples: ["5", 0], vae: ["1", 2] } },
  "7": { class_type: "SaveImage", inputs: { images: ["6", 0], filename_prefix: "x" } },
});

describe("models of a studio", () => {
  test("can be uploaded, verified, imported, cleared, used, traced and revoked, and are hidden from other studios", async () => {
    const bytes = createSafetensors();
    const { id, body } = await send(bytes);
    expect(await ask("POST", `/v1/models/${id}/complete`, { as: admin })).toMatchObject({ status: "active" });
    const tenantId = (await ask<{ tenant: Row }>("GET", "/v1/me", { as: admin })).tenant.id;
    await access(path.join(api.studios.modelFolder, "loras", tenantId, body.fileName));
    expect(await ask("POST", "/v1/models", { as: admin, body })).toMatchObject({ id, status: "active" });

    const job = { shot: "HARBOR/sq010/sh010", graph: withLora(body.fileName) };
    const refused = await ask<{ errors: Row[] }>("POST", "/v1/jobs", { as: artist, body: job }, 422);
    expect(refused.errors).toMatchObject([{ code: "model_not_cleared", node: "2", input: "lora_name" }]);
    await ask("PUT", `/v1/models/${id}/shows`, { as: admin, body: { showIds: [await harbor()] } });
    const made = await ask<Row>("POST", "/v1/jobs", { as: artist, body: job }, 201);
    const [row] = await api.admin`select graph from job where id = ${made.id}`;
    const graph = z.record(z.string(), z.object({ inputs: z.record(z.string(), z.unknown()) })).parse(row?.["graph"]);
    expect(graph["2"]?.inputs["lora_name"]).toBe(`${tenantId}/${body.fileName}`);
    expect(await list(`/v1/models/${id}/users`, supervisor)).toMatchObject([
      { show: "HARBOR", member: "Noa Lindqvist", jobs: 1 },
    ]);

    await ask("PATCH", "/v1/tenant", { as: foreign, body: { rawGraphs: true } });
    for (const name of [body.fileName, `${tenantId}/${body.fileName}`]) {
      const stolen = structuredClone(job);
      stolen.shot = "COMET/sq010/sh010";
      stolen.graph["2"].inputs.lora_name = name;
      const problem = await ask<{ errors: Row[] }>("POST", "/v1/jobs", { as: foreign, body: stolen }, 422);
      expect(problem.errors).toMatchObject([{ code: "model_not_registered", node: "2" }]);
    }
    await ask("GET", `/v1/models/${id}`, { as: foreign }, 404);

    expect(await ask("POST", `/v1/models/${id}/revoke`, { as: admin })).toMatchObject({
      jobsHeld: 1,
      model: { status: "revoked" },
    });
    expect(await ask("GET", `/v1/jobs/${made.id}`, { as: artist })).toMatchObject({
      state: "held",
      reason: `held: the model ${body.fileName} has been revoked`,
    });
    const again = await ask<{ errors: Row[] }>("POST", "/v1/jobs", { as: artist, body: job }, 422);
    expect(again.errors).toMatchObject([{ code: "model_revoked" }]);
    expect((await audit("model.revoke"))[0]).toMatchObject({ subject: { id }, before: { status: "active" } });
  });

  test("cannot have the name of a shared model, and existing ones with such a name do not hide it", async () => {
    const fileName = "house-style.safetensors";
    const shared = await ask<Row>(
      "POST",
      "/v1/fleet/models",
      {
        as: operator,
        body: { fileName, kind: "lora", name: "House", sha256: "b".repeat(64), family: "sd15", licence: "MIT" },
      },
      201,
    );
    const announced = announcement(createSafetensors(), { fileName });
    const refused = await ask<{ code: string; errors: Row[] }>(
      "POST",
      "/v1/models",
      { as: admin, body: announced },
      409,
    );
    expect(refused).toMatchObject({
      code: "already_exists",
      errors: [{ code: "model_name_taken", pointer: "/fileName" }],
    });
    // Models of another kind are loaded from another folder.
    await ask("POST", "/v1/models", { as: admin, body: { ...announced, kind: "vae" } }, 201);

    await ask("PUT", `/v1/models/${shared.id}/shows`, { as: admin, body: { showIds: [await harbor()] } });
    const job = { shot: "HARBOR/sq010/sh010", graph: withLora(fileName) };
    const modelOf = async () => {
      const made = await ask<Row>("POST", "/v1/jobs", { as: artist, body: job }, 201);
      const [row] = await api.admin`
        select model_id from job_model join model on model.id = model_id where job_id = ${made.id} and file_name = ${fileName}`;
      await ask("POST", `/v1/jobs/${made.id}/cancel`, { as: artist });
      return row?.["model_id"] as unknown;
    };
    const own = Id.create("model");
    for (const status of ["announced", "checking", "refused", "revoked"]) {
      await api.admin`
        insert into model (id, tenant_id, file_name, kind, name, sha256, family, licence, status)
        select ${own}, id, ${fileName}, 'lora', 'Own', ${"c".repeat(64)}, 'sd15', 'MIT', ${status}::model_status
        from tenant where slug = 'lumen' on conflict (id) do update set status = excluded.status`;
      expect(await modelOf(), status).toBe(shared.id);
    }
    const migration = readFileSync(path.join(MIGRATIONS, "0034_model_names.sql"), "utf8");
    const statuses = async () =>
      (await api.admin`select status from model where id = ${own}`).map((row) => String(row["status"]));
    await api.admin.unsafe(migration);
    expect(await statuses()).toEqual(["revoked"]);
    await api.admin`update model set status = 'refused' where id = ${own}`;
    await api.admin.unsafe(migration);
    expect(await statuses()).toEqual([]);
  });

  test("can be chosen in a form, among those that are cleared", async () => {
    const { id, body } = await send(createSafetensors());
    await ask("POST", `/v1/models/${id}/complete`, { as: admin });
    const draft = {
      slug: "with-lora",
      name: "With a LoRA",
      graph: withLora("preview-lora.safetensors"),
      class: "light",
    };
    const proposal = z
      .object({
        form: z.object({ fields: z.array(z.unknown()) }).loose(),
        more: z.array(z.looseObject({ type: z.string() })),
      })
      .parse(await ask("POST", "/v1/workflows/proposals", { as: admin, body: { graph: draft.graph } }));
    const found = proposal.more.find(({ type, node }) => type === "model" && node === "2");
    expect(found).toMatchObject({ kind: "lora", input: "lora_name", default: "preview-lora.safetensors" });
    const field = { ...found, name: "lora", label: "LoRA" };
    const form = { ...proposal.form, fields: [...proposal.form.fields, field] };
    await ask("POST", "/v1/workflows", { as: admin, body: { ...draft, form } }, 201);

    const job = (lora?: string) => ({
      shot: "HARBOR/sq010/sh010",
      workflow: "with-lora",
      parameters: lora === undefined ? {} : { lora },
    });
    const standard = await ask<Row>("POST", "/v1/jobs", { as: artist, body: job() }, 201);
    expect(standard["parameters"]).toMatchObject({ lora: "preview-lora.safetensors" });
    const refused = await ask<{ errors: Row[] }>(
      "POST",
      "/v1/estimates",
      { as: artist, body: job(body.fileName) },
      422,
    );
    expect(refused.errors).toMatchObject([{ code: "model_not_cleared", node: "2", input: "lora_name" }]);
    const unknown = await ask<{ errors: Row[] }>(
      "POST",
      "/v1/jobs",
      { as: artist, body: job("../x.safetensors") },
      422,
    );
    expect(unknown.errors).toMatchObject([{ code: "model_not_registered", node: "2" }]);
    await ask("PUT", `/v1/models/${id}/shows`, { as: admin, body: { showIds: [await harbor()] } });
    const made = await ask<Row>("POST", "/v1/jobs", { as: artist, body: job(body.fileName) }, 201);
    expect(await list(`/v1/models/${id}/users`, supervisor)).toMatchObject([{ show: "HARBOR", jobs: 1 }]);

    const narrow = { ...form, fields: [...proposal.form.fields, { ...field, choices: ["preview-lora.safetensors"] }] };
    await ask("POST", "/v1/workflows", { as: admin, body: { ...draft, form: narrow } }, 201);
    const outside = await ask<{ errors: Row[] }>("POST", "/v1/jobs", { as: artist, body: job(body.fileName) }, 422);
    expect(outside.errors).toMatchObject([{ code: "parameter_invalid", pointer: "/parameters/lora" }]);
    for (const one of [standard, made]) await ask("POST", `/v1/jobs/${one.id}/cancel`, { as: artist });
  });

  const pickle = Buffer.concat([Buffer.from("80025d7100", "hex"), randomBytes(200)]);
  const gap = (() => {
    const header = Buffer.from(JSON.stringify({ a: { dtype: "F32", shape: [4], data_offsets: [0, 16] } }));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    return Buffer.concat([length, header, randomBytes(16), Buffer.from("#!/bin/sh")]);
  })();
  test.each<[string, Buffer, Buffer | undefined, string]>([
    ["a pickle under another name", pickle, undefined, "model_not_safetensors"],
    ["a file with something behind its tensors", gap, undefined, "model_not_safetensors"],
    ["another file than announced", createSafetensors(), createSafetensors(), "model_hash_mismatch"],
  ])("are refused as %s, and leave nothing", async (_what, bytes, sent, code) => {
    const before = await ask<{ used: { storageBytes: number } }>(
      "GET",
      `/v1/quotas/${(await list("/v1/quotas"))[0]?.["subjectId"]}`,
      { as: admin },
    );
    const { id, body } = await send(bytes, {}, sent ?? bytes);
    const problem = await ask<{ errors: Row[] }>("POST", `/v1/models/${id}/complete`, { as: admin }, 422);
    expect(problem.errors[0]?.["code"]).toBe(code);
    expect((await api.footprint()).objects.filter((key) => key.includes(body.sha256))).toEqual([]);
    const after = await ask<{ used: { storageBytes: number } }>(
      "GET",
      `/v1/quotas/${(await list("/v1/quotas"))[0]?.["subjectId"]}`,
      { as: admin },
    );
    expect(after.used.storageBytes).toBe(before.used.storageBytes);
  });

  test.each([["../escape.safetensors"], ["model.ckpt"], ["a/b.safetensors"], [".safetensors"]])(
    "cannot be named %s",
    async (fileName) => {
      await ask("POST", "/v1/models", { as: admin, body: announcement(createSafetensors(), { fileName }) }, 400);
    },
  );
});

/** An uploaded and verified picture of the artist's. */
async function drawing(): Promise<{ id: string }> {
  const bytes = await sharp({ create: { width: 64, height: 48, channels: 3, background: "#a07050" } })
    .png()
    .toBuffer();
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const body = { sha256, bytes: bytes.length, contentType: "image/png", filename: "drawing.png" };
  const { id, upload } = Upload.parse(await ask("POST", "/v1/inputs", { as: artist, body }, 201));
  await fetch(upload.url, { method: "PUT", headers: upload.headers, body: new Uint8Array(bytes) });
  return ask("POST", `/v1/inputs/${id}/complete`, { as: artist });
}

describe("workflows", () => {
  const graph = {
    "1": { class_type: "LoadImage", inputs: { image: "whatever.png" }, _meta: { title: "Drawing" } },
    "2": {
      class_type: "ImageScale",
      inputs: { image: ["1", 0], upscale_method: "lanczos", width: 640, height: 360, crop: "center" },
    },
    "3": { class_type: "SaveImage", inputs: { images: ["2", 0], filename_prefix: "small" }, _meta: { title: "Small" } },
  };
  const Proposal = z.looseObject({
    form: z.looseObject({
      fields: z.array(z.looseObject({ name: z.string() })),
      inputs: z.array(z.looseObject({ name: z.string() })),
    }),
    problems: z.array(z.unknown()),
  });

  test("an export proposes a form; workflows are published, run, changed and retired; versions stay", async () => {
    const proposal = Proposal.parse(await ask("POST", "/v1/workflows/proposals", { as: admin, body: { graph } }));
    expect(proposal.problems).toEqual([]);
    expect(proposal.form.fields.map(({ name }) => name)).toEqual(["width", "height"]);
    expect(proposal.form.inputs.map(({ name }) => name)).toEqual(["drawing"]);
    const draft = { slug: "small", name: "Small", graph, class: "light" };
    const first = await ask<Row>("POST", "/v1/workflows", { as: admin, body: draft }, 201);
    expect(first).toMatchObject({ version: 1, slug: "small" });
    const input = await drawing();
    const job = { shot: "HARBOR/sq010/sh010", workflow: "small", inputs: { drawing: input.id } };
    await ask("POST", "/v1/jobs", { as: artist, body: job }, 201);
    const [width] = proposal.form.fields;
    const adjusted = { ...proposal.form, fields: [{ ...width, label: "Breite", maximum: 2000 }] };
    const second = await ask<Row>("POST", "/v1/workflows", { as: admin, body: { ...draft, form: adjusted } }, 201);
    expect(second["version"]).toBe(2);
    expect((await list("/v1/workflows/small/versions", artist)).map(({ version }) => version)).toEqual([2, 1]);
    await ask("POST", "/v1/workflows/small/retire", { as: admin });
    const problem = await ask("POST", "/v1/jobs", { as: artist, body: job }, 409);
    expect(problem).toMatchObject({ code: "workflow_retired" });
    expect((await list("/v1/workflows", artist)).map(({ slug }) => slug)).not.toContain("small");
    await ask("POST", "/v1/workflows/small/restore", { as: admin });
    await ask("POST", "/v1/jobs", { as: artist, body: job }, 201);
    expect(
      (await audit(`workflow.publish&subjectId=${first.id}`)).map(({ after }) => (after as Row)["version"]),
    ).toEqual([2, 1]);
  });

  test("a form that does not fit, a graph that cannot run and one that saves nothing are refused", async () => {
    const draft = { slug: "bad", name: "Bad", graph, class: "light" };
    const proposal = Proposal.parse(await ask("POST", "/v1/workflows/proposals", { as: admin, body: { graph } }));
    const [width] = proposal.form.fields;
    const form = { ...proposal.form, fields: [{ ...width, node: "9" }] };
    const misfit = await ask<{ errors: Row[] }>("POST", "/v1/workflows", { as: admin, body: { ...draft, form } }, 422);
    expect(misfit).toMatchObject({
      code: "form_invalid",
      errors: [{ code: "field_misplaced", pointer: "/form/fields/0/input" }],
    });
    const broken = structuredClone(graph);
    broken["2"].inputs.upscale_method = "unheard";
    const invalid = await ask("POST", "/v1/workflows", { as: admin, body: { ...draft, graph: broken } }, 422);
    expect(invalid).toMatchObject({ code: "graph_invalid", errors: [{ node: "2", input: "upscale_method" }] });
    const { "3": _save, ...rest } = graph;
    const nothing = await ask("POST", "/v1/workflows", { as: admin, body: { ...draft, graph: rest } }, 422);
    expect(nothing).toMatchObject({ code: "graph_invalid" });
    expect((await list("/v1/workflows")).map(({ slug }) => slug)).not.toContain("bad");
  });

  test("raw graphs run only if the studio allows them", async () => {
    const body = { shot: "HARBOR/sq010/sh010", graph: { "3": graph["3"] } };
    await ask("PATCH", "/v1/tenant", { as: admin, body: { rawGraphs: false } });
    expect(await ask("POST", "/v1/jobs", { as: artist, body }, 403)).toMatchObject({ code: "raw_graphs_not_allowed" });
    expect(await ask("POST", "/v1/estimates", { as: artist, body }, 403)).toMatchObject({
      code: "raw_graphs_not_allowed",
    });
    await ask("PATCH", "/v1/tenant", { as: admin, body: { rawGraphs: true } });
    expect(await ask("POST", "/v1/jobs", { as: artist, body }, 422)).toMatchObject({ code: "graph_invalid" });
  });
});

describe("quotas, usage, estimates", () => {
  test("admins set limits of shows and members; the operator sets the studio's", async () => {
    const showId = await harbor();
    const body = { runningJobs: 3, dollarsPerMonth: 12.5 };
    expect(await ask("PATCH", `/v1/quotas/${showId}`, { as: admin, body })).toMatchObject({
      limits: { runningJobs: 3, dollarsPerMonth: 12.5, waitingJobs: null },
      effects: [],
    });
    expect((await audit("quota.update"))[0]).toMatchObject({
      before: { runningJobs: null },
      after: { runningJobs: 3, dollarsPerMonth: 12.5 },
    });
    await ask("PATCH", `/v1/quotas/${showId}`, { as: admin, body: { weight: 200 } }, 400);
    const person = (await list("/v1/quotas?scope=member"))[0]?.["subjectId"];
    const weighed = { as: admin, body: { weight: 200 } };
    expect(await ask("PATCH", `/v1/quotas/${String(person)}`, weighed)).toMatchObject({ weight: 200, effects: [] });
    await ask("PATCH", `/v1/quotas/${String(person)}`, { as: admin, body: { weight: 0 } }, 400);
    const [studio] = await list("/v1/quotas?scope=tenant");
    await ask("PATCH", `/v1/quotas/${String(studio?.["subjectId"])}`, { as: admin, body }, 403);
    const foreignShow = (await list("/v1/shows", foreign))[0]?.id;
    await ask("PATCH", `/v1/quotas/${foreignShow}`, { as: admin, body }, 404);
    await ask("PATCH", "/v1/quotas/nobody", { as: admin, body }, 400);
    await ask("PATCH", `/v1/quotas/${showId}`, { as: admin, body: { runningJobs: null, dollarsPerMonth: null } });
  });

  test("a dry run returns the effects of a change without changing anything", async () => {
    const path = `/v1/quotas/${await harbor()}`;
    const before = await ask<{ limits: Row }>("GET", path, { as: admin });
    const trail = (await audit("quota.update")).length;
    const body = { storageBytes: 0, dollarsPerMonth: 0.5 };
    const { effects: foreseen, limits } = await ask<{ effects: string[]; limits: Row }>(
      "PATCH",
      `${path}?dryRun=true`,
      { as: admin, body },
    );
    expect(limits).toEqual({ ...before.limits, ...body });
    expect(await ask("GET", path, { as: admin })).toEqual(before);
    expect(await audit("quota.update")).toHaveLength(trail);
    const { effects } = await ask<{ effects: string[] }>("PATCH", path, { as: admin, body });
    expect(foreseen).toEqual(effects);
    await ask("PATCH", path, { as: admin, body: { storageBytes: null, dollarsPerMonth: null } });
    await ask("PATCH", `${path}?dryRun=true`, { as: artist, body }, 403);
    await ask("PATCH", `${path}?dryRun=perhaps`, { as: admin, body }, 400);
  });

  test.each<[Record<string, unknown>, string]>([
    [{ runningJobs: -1 }, "/runningJobs"],
    [{ storageGb: 5 }, "/storageGb"],
    [{ dollarsPerMonth: "100€" }, "/dollarsPerMonth"],
    [{ waitingJobs: 0.5 }, "/waitingJobs"],
  ])("%j is refused with its location", async (body, pointer) => {
    const before = await ask("GET", `/v1/quotas/${await harbor()}`, { as: admin });
    const problem = await ask<{ errors: { pointer: string }[] }>(
      "PATCH",
      `/v1/quotas/${await harbor()}`,
      { as: admin, body },
      400,
    );
    expect(problem.errors.map((one) => one.pointer)).toContain(pointer);
    expect(await ask("GET", `/v1/quotas/${await harbor()}`, { as: admin })).toEqual(before);
  });

  test("a refused submit has the limit, its use and the required amount; artists see what is left", async () => {
    const me = (await ask<{ member: Row }>("GET", "/v1/me", { as: artist })).member.id;
    const body = { shot: "HARBOR/sq010/sh010", workflow: "paint-text", parameters: { prompt: "x" } };
    const estimate = await ask<{ seconds: { high: number }; remaining: Row[] }>("POST", "/v1/estimates", {
      as: artist,
      body,
    });
    expect(estimate.remaining.map(({ scope }) => scope)).toEqual(["tenant", "show", "member"]);
    await ask("PATCH", `/v1/quotas/${me}`, { as: admin, body: { gpuSecondsPerMonth: 1 } });
    const problem = await ask("POST", "/v1/jobs", { as: artist, body }, 409);
    expect(problem).toMatchObject({
      code: "quota_exceeded",
      quota: [
        {
          scope: "member",
          subjectId: me,
          meter: "gpuSecondsPerMonth",
          limit: 1,
          used: 0,
          needed: estimate.seconds.high,
        },
      ],
    });
    expect((await list("/v1/notices")).map(({ meter, threshold }) => [meter, threshold])).toContainEqual([
      "gpuSecondsPerMonth",
      100,
    ]);
    await ask("PATCH", `/v1/quotas/${me}`, { as: admin, body: { gpuSecondsPerMonth: null } });
  });

  test("estimates of invalid requests are refused like submits", async () => {
    const ask4 = (body: unknown, status: number) => ask("POST", "/v1/estimates", { as: artist, body }, status);
    await ask4({ shot: "COMET/sq010/sh010", workflow: "paint-text" }, 404);
    await ask4({ shot: "HARBOR/sq010/sh010", workflow: "unheard" }, 404);
    await ask4({ shot: "HARBOR/sq010/sh010", workflow: "paint-text", parameters: { steps: 0 } }, 422);
    await ask4({ shot: "HARBOR/sq010/sh010", graph: { "1": { class_type: "Unheard", inputs: {} } } }, 422);
  });

  test("usage is returned as JSON and CSV without formulas; unknown groups are refused", async () => {
    const [row] = await api.admin`
      select j.id, j.tenant_id, j.show_id, j.sequence_id, j.shot_id from job j join tenant t on t.id = j.tenant_id
      where t.slug = 'lumen' limit 1`;
    const me = (await ask<{ member: Row }>("GET", "/v1/me", { as: artist })).member.id;
    const attemptId = Id.create("attempt");
    await api.admin`update member set name = '=HYPERLINK("x")' where id = ${me}`;
    await api.admin`
      insert into attempt (id, tenant_id, job_id, fence, state, worker_id, nonce, lease_expires_at, runtime, started_at)
      values (${attemptId}, ${row?.["tenant_id"]}, ${row?.["id"]}, 9, 'succeeded', 'w', ${attemptId}, now(), '{}', now())`;
    await api.admin`
      insert into usage (id, tenant_id, attempt_id, job_id, member_id, show_id, sequence_id, shot_id, class, instance, outcome,
        pixels, steps, micros_per_hour, gpu_ms, micros, platform_gpu_ms, platform_micros, month, day, ended_at)
      values (${Id.create("usage")}, ${row?.["tenant_id"]}, ${attemptId}, ${row?.["id"]}, ${me}, ${row?.["show_id"]},
        ${row?.["sequence_id"]}, ${row?.["shot_id"]}, 'light', 'g6.xlarge', 'succeeded', 1, 1, 1, 1500, 333333, 0, 0,
        '2026-01', '2026-01-31', now())`;
    const { items } = await ask<Items<Row>>("GET", "/v1/usage?groupBy=member,shot&month=2026-01", { as: admin });
    expect(items).toMatchObject([
      { gpuSeconds: 1.5, dollars: 0.333333, jobs: 1, key: { shot: { name: "HARBOR/sq010/sh010" } } },
    ]);
    const csv = (await api.ask("GET", "/v1/usage?groupBy=member&month=2026-01&format=csv", { as: admin })).body;
    expect(csv).toBe(
      `member,member_name,jobs,attempts,gpu_seconds,dollars,platform_gpu_seconds,platform_dollars\n${me},"'=HYPERLINK(""x"")",1,1,1.5,0.333333,0,0\n`,
    );
    await ask("GET", "/v1/usage?groupBy=colour", { as: admin }, 400);
    expect((await ask<Items<Row>>("GET", "/v1/usage?month=2026-01", { as: foreign })).items).toEqual([]);
  });
});

describe("the operator", () => {
  test("creates a studio with its first admin, who signs in; sets limits, weight and prices; all with audit entries", async () => {
    const draft = {
      slug: "atlas",
      name: "Atlas",
      timeZone: "Asia/Tokyo",
      admin: { email: "boss@atlas.example", name: "Boss" },
    };
    const made = await ask<Row>("POST", "/v1/tenants", { as: operator, body: draft }, 201);
    await ask("POST", "/v1/tenants", { as: operator, body: draft }, 409);
    await ask(
      "POST",
      "/v1/tenants",
      { as: operator, body: { ...draft, slug: "other", timeZone: "Middle/Earth" } },
      400,
    );
    expect(made).toMatchObject({ limits: { runningJobs: 8, dollarsPerMonth: 500 } });
    await ask("POST", "/v1/invitations/atlas/accept", { as: "boss@atlas.example" });
    expect(await ask("GET", "/v1/me", { as: "boss@atlas.example" })).toMatchObject({
      member: { role: "admin" },
      tenant: { slug: "atlas" },
    });
    await ask("PATCH", `/v1/tenants/${made.id}/quota`, { as: operator, body: { runningJobs: 2, dollarsPerMonth: 10 } });
    await ask("PATCH", `/v1/tenants/${made.id}`, { as: operator, body: { weight: 300, rawGraphs: true } });
    expect(await ask("GET", `/v1/tenants/${made.id}`, { as: operator })).toMatchObject({
      weight: 300,
      rawGraphs: true,
      limits: { runningJobs: 2, dollarsPerMonth: 10 },
    });
    expect((await audit("quota.update", "boss@atlas.example"))[0]).toMatchObject({
      actor: { type: "operator", name: "Platform operator" },
      after: { runningJobs: 2 },
    });
    expect(
      await ask("PATCH", "/v1/fleet/classes/xl", { as: operator, body: { dollarsPerHour: 7.5, runningLimit: 4 } }),
    ).toMatchObject({
      dollarsPerHour: 7.5,
      runningLimit: 4,
    });
    expect((await audit("fleet.update", operator))[0]).toMatchObject({
      subject: { id: "xl" },
      after: { dollarsPerHour: 7.5 },
    });
    await ask("PATCH", "/v1/fleet/classes/huge", { as: operator, body: {} }, 400);
    const classes = await ask<{ classes: Row[]; repairs: Row[] }>("GET", "/v1/fleet", { as: operator });
    expect(classes.classes.map((one) => one["class"])).toEqual(["heavy", "light", "xl"]);
  });

  test("reads a studio's quota, its use, and the effects of limits before they are set", async () => {
    const orrery = (await list("/v1/tenants?slug=orrery", operator))[0]?.["id"];
    const path = `/v1/tenants/${String(orrery)}/quota`;
    const [own] = await list("/v1/quotas?scope=tenant", foreign);
    const before = await ask<{ limits: Row; used: Row }>("GET", path, { as: operator });
    expect(before).toEqual(own);
    const body = { storageBytes: 0, runningJobs: 1 };
    const trail = (await audit("quota.update", "admin@orrery.example")).length;
    const foreseen = await ask<{ limits: Row }>("PATCH", `${path}?dryRun=true`, { as: operator, body });
    expect(foreseen.limits).toEqual({ ...before.limits, ...body });
    expect(await ask("GET", path, { as: operator })).toEqual(before);
    expect(await audit("quota.update", "admin@orrery.example")).toHaveLength(trail);
    expect(await ask("PATCH", path, { as: operator, body })).toEqual(foreseen);
    await ask("PATCH", path, { as: operator, body: before.limits });
    for (const somebody of [admin, "admin@orrery.example"]) await ask("GET", path, { as: somebody }, 403);
    await ask("GET", "/v1/tenants/ten_01ARZ3NDEKTSV4RRFFQ69G5FAV/quota", { as: operator }, 404);
  });

  test("sees numbers and no work, neither in the API nor in the database", async () => {
    for (const url of ["/v1/jobs", "/v1/assets", "/v1/shows", "/v1/members", "/v1/audit"])
      await ask("GET", url, { as: operator }, 403);
    for (const table of ["job", "asset", "input", "member", "show", "workflow_version", "usage"])
      await expect(api.studios.database.raw("operator").unsafe(`select * from ${table}`)).rejects.toThrow(
        /permission denied/,
      );
    const seen = await list("/v1/fleet/audit?limit=200", operator);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every(({ actor }) => (actor as Row)["type"] === "operator")).toBe(true);
  });

  test("revokes a shared model for all studios", async () => {
    const body = {
      fileName: "shared.safetensors",
      kind: "vae",
      name: "Shared",
      sha256: "a".repeat(64),
      family: "sd15",
      licence: "MIT",
    };
    const { id } = await ask<Row>("POST", "/v1/fleet/models", { as: operator, body }, 201);
    expect((await list("/v1/models", foreign)).map((one) => one.id)).toContain(id);
    expect((await audit("model.share", operator))[0]).toMatchObject({ subject: { id }, after: { licence: "MIT" } });
    await ask("POST", `/v1/fleet/models/${id}/revoke`, { as: operator });
    expect(await ask("GET", `/v1/models/${id}`, { as: foreign })).toMatchObject({ status: "revoked" });
    await ask("POST", `/v1/models/${id}/revoke`, { as: foreign }, 404);
  });
});
