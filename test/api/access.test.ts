import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  rules,
  ruledRoles,
  getRoleScope,
  type RuledRole,
  type Scope,
  type Permission,
} from "@pegbar/core/platform/access";
import * as Id from "@pegbar/core/platform/id.ts";
import { startApi, type TestApi } from "../setup/api.ts";
import { createPeople, type Case, type Person } from "../setup/people.ts";

/**
 * Tests every operation of the OpenAPI document for every role, on the actor's own resources, a colleague's in a shared
 * show, a colleague's in another show, and those of another studio. The expected result follows from the access rules.
 */
let api: TestApi;
let world: Awaited<ReturnType<typeof createPeople>>;

beforeAll(async () => {
  api = await startApi();
  world = await createPeople(api);
});
afterAll(() => api.stop());

const cases = ["own", "shared", "far", "foreign"] as const satisfies readonly Case[];

/** The resource that an operation acts on, which decides how far each scope reaches. */
type Kind = "work" | "show" | "person" | "studio" | "platform" | "nothing";
interface Try {
  kind: Kind;
  /** A second permission that the operation needs for its resource. */
  alsoNeeds?: Permission;
  path?: Record<string, (of: Case, actor: Person) => Promise<string> | string>;
  body?: (of: Case, actor: Person) => unknown;
}

const job = { kind: "work", path: { id: (of, actor) => world.job(of, actor) } } satisfies Try;
const batch = { kind: "work", path: { id: (of, actor) => world.batch(of, actor) } } satisfies Try;
const version = { kind: "work", path: { id: (of, actor) => world.version(of, actor) } } satisfies Try;
const rendition = { kind: "work", path: { id: (of, actor) => world.rendition(of, actor) } } satisfies Try;
const asset = { kind: "work", path: { id: (of, actor) => world.asset(of, actor) } } satisfies Try;
const playlist = { kind: "work", path: { id: (of, actor) => world.playlist(of, actor) } } satisfies Try;
const readablePlaylist = { ...playlist, kind: "show" } satisfies Try;
const shareLink = { kind: "show", path: { id: (of) => world.shareLink(of) } } satisfies Try;
const show = { kind: "show", path: { id: (of) => world.show(of).id } } satisfies Try;
const member = { kind: "person", path: { id: (of, actor) => world.member(of, actor) } } satisfies Try;
const token = { kind: "person", path: { id: (of, actor) => world.token(of, actor) } } satisfies Try;
const model = { kind: "studio", path: { id: (of) => world.model(of) } } satisfies Try;
const webhook = { kind: "studio", path: { id: (of) => world.webhook(of) } } satisfies Try;
const workflow = { kind: "studio", path: { id: (of) => world.workflow(of) } } satisfies Try;
const input = { kind: "studio", path: { id: (of) => world.input(of) } } satisfies Try;
const imageSequence = { kind: "studio", path: { id: (of) => world.imageSequence(of) } } satisfies Try;
const nothing = { kind: "nothing" } satisfies Try;
const studio = { kind: "platform", path: { id: () => world.show("foreign").tenantId } } satisfies Try;
const submit = (of: Case) => ({ shot: world.show(of).shotId, workflow: "paint-text", parameters: { prompt: "x" } });
const hash = () => createHash("sha256").update(Id.create("input")).digest("hex");
const graph = { "1": { class_type: "SaveImage", inputs: {} } };

/** One request for each operation. The suite fails for a missing one. */
const tries: Record<string, Try> = {
  "GET /v1/me": nothing,
  "POST /v1/me/sign-out": nothing,
  "GET /v1/me/memberships": nothing,
  "PUT /v1/me/default-tenant": {
    kind: "nothing",
    body: async (_of, actor) => ({ tenant: await world.studioOf(actor) }),
  },
  "GET /v1/invitations": nothing,
  "POST /v1/invitations/{id}/accept": {
    kind: "nothing",
    path: { id: (_of, actor) => world.invitation(actor) },
  },
  "POST /v1/invitations/{id}/decline": {
    kind: "nothing",
    path: { id: (_of, actor) => world.invitation(actor) },
  },
  "GET /v1/tokens": nothing,
  "POST /v1/tokens": { kind: "nothing", body: () => ({ name: "New" }) },
  "GET /v1/tokens/{id}": token,
  "DELETE /v1/tokens/{id}": token,
  "GET /v1/tenant": nothing,
  "PATCH /v1/tenant": { kind: "nothing", body: () => ({ rawGraphs: true }) },
  "GET /v1/shows": nothing,
  "POST /v1/shows": { kind: "nothing", body: () => ({ code: Id.create("show").slice(-8), name: "New" }) },
  "GET /v1/shows/{id}": show,
  "PATCH /v1/shows/{id}": { ...show, body: () => ({ name: "Renamed" }) },
  "POST /v1/shows/{id}/shots": {
    ...show,
    body: () => ({ sequences: [{ code: "sq900", shots: [{ code: "sh900" }] }] }),
  },
  "GET /v1/shows/{id}/members": show,
  "PUT /v1/shows/{id}/members/{memberId}": {
    ...show,
    path: { ...show.path, memberId: (of, actor) => world.member(of === "own" ? "shared" : of, actor) },
  },
  "DELETE /v1/shows/{id}/members/{memberId}": {
    ...show,
    path: { ...show.path, memberId: (of, actor) => world.memberIn(of, actor) },
  },
  "GET /v1/members": nothing,
  "POST /v1/members": {
    kind: "nothing",
    body: () => ({ email: `${Id.create("member")}@lumen.example`, name: "New", role: "artist" }),
  },
  "GET /v1/members/{id}": member,
  "PATCH /v1/members/{id}": { ...member, body: () => ({ name: "Renamed" }) },
  "DELETE /v1/members/{id}": member,
  "GET /v1/object-info": nothing,
  "GET /v1/workflows": nothing,
  "POST /v1/workflows/conversions": { kind: "nothing", body: () => ({ graph }) },
  "POST /v1/workflows/proposals": { kind: "nothing", body: () => ({ graph }) },
  "POST /v1/workflows": {
    kind: "nothing",
    body: () => ({ slug: "new", name: "New", graph, class: "light" }),
  },
  "GET /v1/workflows/{id}": workflow,
  "GET /v1/workflows/{id}/versions": workflow,
  "POST /v1/workflows/{id}/retire": workflow,
  "POST /v1/workflows/{id}/restore": workflow,
  "GET /v1/models": nothing,
  "POST /v1/models": {
    kind: "nothing",
    body: () => ({
      fileName: `${Id.create("model")}.safetensors`,
      kind: "lora",
      name: "New",
      sha256: hash(),
      bytes: 100,
      family: "sd15",
      licence: "own",
    }),
  },
  "GET /v1/models/{id}": model,
  "POST /v1/models/{id}/complete": model,
  "PUT /v1/models/{id}/shows": { ...model, body: () => ({ showIds: [] }) },
  "POST /v1/models/{id}/revoke": model,
  "GET /v1/models/{id}/users": model,
  "GET /v1/models/{id}/assets": model,
  "POST /v1/inputs": {
    kind: "nothing",
    body: () => ({ sha256: hash(), bytes: 100, contentType: "image/png", filename: "x.png" }),
  },
  "GET /v1/inputs": nothing,
  "GET /v1/inputs/{id}": input,
  "GET /v1/inputs/{id}/download": input,
  "GET /v1/inputs/{id}/assets": input,
  "POST /v1/inputs/{id}/complete": input,
  "POST /v1/inputs/announcements": {
    kind: "nothing",
    body: () => ({ files: [{ sha256: hash(), bytes: 100, contentType: "image/png", filename: "x.png" }] }),
  },
  "POST /v1/inputs/completions": { kind: "studio", body: async (of) => ({ ids: [await world.input(of)] }) },
  "POST /v1/image-sequences": {
    kind: "studio",
    body: async (of) => ({ pattern: "a.####.png", files: { "1": await world.input(of) } }),
  },
  "GET /v1/image-sequences": nothing,
  "GET /v1/image-sequences/{id}": imageSequence,
  "GET /v1/image-sequences/{id}/files": imageSequence,
  "POST /v1/jobs": { kind: "show", body: submit },
  "POST /v1/estimates": { kind: "show", body: submit },
  "POST /v1/batches": { kind: "show", body: (of) => ({ ...submit(of), frames: "1-2" }) },
  "POST /v1/estimates/batch": { kind: "show", body: (of) => ({ ...submit(of), frames: "1-2" }) },
  "GET /v1/batches": nothing,
  "GET /v1/batches/{id}": batch,
  "POST /v1/batches/{id}/retakes": {
    ...batch,
    alsoNeeds: "job.read",
    body: () => ({ frames: "1", parameters: { prompt: "x" } }),
  },
  "POST /v1/batches/{id}/actions": { ...batch, body: () => ({ action: "pause" }) },
  "GET /v1/jobs": nothing,
  "GET /v1/jobs/{id}": job,
  "PATCH /v1/jobs/{id}": { ...job, body: () => ({ priority: -1 }) },
  "POST /v1/jobs/{id}/cancel": job,
  "POST /v1/jobs/{id}/hold": job,
  "POST /v1/jobs/{id}/release": job,
  "POST /v1/jobs/{id}/retry": job,
  "POST /v1/jobs/actions": { kind: "nothing", body: () => ({ action: "cancel", jobIds: [Id.create("job")] }) },
  "GET /v1/jobs/{id}/events": job,
  "GET /v1/jobs/{id}/timeline": job,
  "GET /v1/events": nothing,
  "GET /v1/versions": nothing,
  "GET /v1/versions/{id}": version,
  "GET /v1/versions/{id}/changes": version,
  "POST /v1/versions/{id}/review": { ...version, body: () => ({ decision: "retake" }) },
  "GET /v1/versions/{id}/notes": version,
  "POST /v1/versions/{id}/notes": { ...version, body: () => ({ text: "Warmer." }) },
  "GET /v1/versions/{id}/renditions": version,
  "POST /v1/versions/{id}/renditions": { ...version, body: () => ({ kind: "movie" }) },
  "GET /v1/renditions/{id}": rendition,
  "GET /v1/renditions/{id}/download": rendition,
  "GET /v1/playlists": nothing,
  "POST /v1/playlists": { kind: "show", body: (of) => ({ showId: world.show(of).id, name: "New" }) },
  "GET /v1/playlists/{id}": readablePlaylist,
  "PATCH /v1/playlists/{id}": { ...playlist, body: () => ({ name: "Renamed" }) },
  "DELETE /v1/playlists/{id}": playlist,
  "GET /v1/playlists/{id}/versions": readablePlaylist,
  "POST /v1/playlists/{id}/versions": {
    ...playlist,
    body: async (_of, actor) => ({ versionIds: [await world.version("own", actor)] }),
  },
  "DELETE /v1/playlists/{id}/versions/{versionId}": {
    ...playlist,
    path: { ...playlist.path, versionId: (_of, actor) => world.version("own", actor) },
  },
  "GET /v1/share-links": nothing,
  "POST /v1/share-links": {
    kind: "show",
    body: async (of, actor) => ({ versionId: await world.version(of, actor), recipient: "A client" }),
  },
  "GET /v1/share-links/{id}": shareLink,
  "DELETE /v1/share-links/{id}": shareLink,
  "GET /v1/assets": nothing,
  "GET /v1/assets/groups": nothing,
  "GET /v1/assets/tags": nothing,
  "POST /v1/assets/marks": {
    kind: "work",
    body: async (of, actor) => ({ assetIds: [await world.asset(of, actor)], flag: "favourite" }),
  },
  "GET /v1/assets/{id}": asset,
  "GET /v1/assets/{id}/versions": asset,
  "GET /v1/assets/{id}/origins": asset,
  "GET /v1/shots/{id}/certificate": { kind: "show", path: { id: (of) => world.show(of).shotId } },
  "GET /v1/assets/{id}/download": asset,
  "GET /v1/assets/{id}/certificate": asset,
  "GET /v1/assets/{id}/workflow": asset,
  "GET /v1/quotas": nothing,
  "GET /v1/quotas/{id}": show,
  "PATCH /v1/quotas/{id}": { ...show, body: () => ({ runningJobs: 5 }) },
  "GET /v1/usage": nothing,
  "GET /v1/ledger": nothing,
  "GET /v1/ledger/logs/{log}/tile/entries/{index}": {
    kind: "studio",
    path: { log: (of) => world.log(of), index: () => "000.p/1" },
  },
  "GET /v1/audit": nothing,
  "GET /v1/erasures": nothing,
  "POST /v1/erasures": {
    kind: "studio",
    body: async (of) => ({ inputId: await world.input(of), reason: "asked for" }),
  },
  "GET /v1/erasures/{id}": { kind: "studio", path: { id: (of) => world.erasure(of) } },
  "GET /v1/notices": nothing,
  "GET /v1/webhooks": nothing,
  "POST /v1/webhooks": { kind: "nothing", body: () => ({ url: "http://127.0.0.1:9/", events: ["notice"] }) },
  "GET /v1/webhooks/{id}": webhook,
  "PATCH /v1/webhooks/{id}": { ...webhook, body: () => ({ description: "Changed" }) },
  "DELETE /v1/webhooks/{id}": webhook,
  "POST /v1/webhooks/{id}/secrets": { ...webhook, body: () => ({ overlapHours: 1 }) },
  "POST /v1/webhooks/{id}/test": webhook,
  "GET /v1/webhooks/{id}/deliveries": webhook,
  "POST /v1/webhooks/{id}/deliveries/{deliveryId}/replay": {
    ...webhook,
    path: { ...webhook.path, deliveryId: () => world.deliveryId },
  },
  "GET /v1/tenants": nothing,
  "POST /v1/tenants": {
    kind: "nothing",
    body: () => ({
      slug: `s${Id.create("tenant").slice(-10).toLowerCase()}`,
      name: "New",
      admin: { email: "a@new.example", name: "A" },
    }),
  },
  "GET /v1/tenants/{id}": studio,
  "PATCH /v1/tenants/{id}": { ...studio, body: () => ({ weight: 100 }) },
  "GET /v1/tenants/{id}/quota": studio,
  "PATCH /v1/tenants/{id}/quota": { ...studio, body: () => ({ runningJobs: 8 }) },
  "GET /v1/fleet": nothing,
  "GET /v1/fleet/audit": nothing,
  "GET /v1/fleet/cluster": nothing,
  "GET /v1/fleet/jobs/{id}/log": { kind: "nothing", path: { id: () => Id.create("job") } },
  "GET /v1/fleet/image": nothing,
  "PATCH /v1/fleet/classes/{class}": {
    kind: "platform",
    path: { class: () => "xl" },
    body: () => ({ dollarsPerHour: 5 }),
  },
  "POST /v1/fleet/models": {
    kind: "nothing",
    body: () => ({
      fileName: `${Id.create("model")}.safetensors`,
      kind: "vae",
      name: "New",
      sha256: hash(),
      family: "sd15",
      licence: "MIT",
    }),
  },
  "POST /v1/fleet/models/{id}/revoke": { kind: "platform", path: { id: () => world.sharedModel() } },
  "POST /v1/fleet/models/{id}/restore": { kind: "platform", path: { id: () => world.sharedModel() } },
};

/** Cases in a scope, for each kind of resource. */
const reach: Record<Kind, Partial<Record<Scope, readonly Case[]>>> = {
  work: { own: ["own"], shows: ["own", "shared"], tenant: ["own", "shared", "far"] },
  show: { shows: ["own", "shared"], tenant: ["own", "shared", "far"] },
  person: { own: ["own"], tenant: ["own", "shared", "far"] },
  // A scope of shows limits the contents of the response, not access to the resource.
  studio: { shows: ["own", "shared", "far"], tenant: ["own", "shared", "far"] },
  platform: { platform: cases },
  nothing: { own: cases, shows: cases, tenant: cases, platform: cases },
};

function expected(verb: Permission, role: RuledRole, kind: Kind, of: Case): "done" | 403 | 404 {
  const scope = getRoleScope(verb, role);
  if (!scope) return 403;
  const reached = reach[kind][scope];
  if (!reached) throw new Error(`nobody says how far ${scope} reaches for ${kind}`);
  return reached.includes(of) ? "done" : 404;
}

test("every operation has a rule and a test", () => {
  for (const { method, path, verb } of api.document.operations) {
    if (api.document.publicPaths.includes(path)) continue;
    expect(Object.keys(rules), `${method} ${path} has no verb of the table`).toContain(verb);
    expect(Object.keys(tries), "an operation that nobody tries").toContain(`${method} ${path}`);
  }
  const known = new Set(api.document.operations.map(({ method, path }) => `${method} ${path}`));
  expect(Object.keys(tries).filter((name) => !known.has(name))).toEqual([]);
});

describe.each(Object.keys(tries))("%s", (name) => {
  const [method = "", template = ""] = name.split(" ");
  const one: Try = tries[name] ?? nothing;
  const tried: readonly Case[] = one.kind === "nothing" || one.kind === "platform" ? ["own"] : cases;

  test.each(ruledRoles)("as %s", async (role) => {
    const verb = api.document.operations.find((op) => op.method === method && op.path === template)?.verb as Permission;
    for (const of of tried) {
      const actor = await world.actor(role);
      const filled: Record<string, string> = {};
      for (const [key, value] of Object.entries(one.path ?? {})) filled[key] = await value(of, actor);
      const path = template.replaceAll(/\{(\w+)\}/g, (_whole, key: string) => filled[key] ?? "missing");
      const answer = await api.ask(method, path, {
        as: actor.email,
        ...(one.body ? { body: await one.body(of, actor) } : {}),
      });
      const allowed = expected(verb, role, one.kind, of);
      const wanted = allowed === "done" && one.alsoNeeds ? expected(one.alsoNeeds, role, one.kind, of) : allowed;
      const said = `${of}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`;
      if (wanted !== "done") expect(answer.status, said).toBe(wanted);
      else expect([200, 201, 202, 204, 302, 409, 422], said).toContain(answer.status);
    }
  });
});

describe("lists contain exactly the items that can be read one by one", () => {
  const listed: [string, Kind, Permission, (of: Case, actor: Person) => Promise<string> | string][] = [
    ["/v1/jobs?limit=200&sort=-created", "work", "job.read", (of, actor) => world.job(of, actor)],
    ["/v1/batches?limit=200&sort=-created", "work", "job.read", (of, actor) => world.batch(of, actor)],
    ["/v1/versions?limit=200&sort=-created", "work", "review.read", (of, actor) => world.version(of, actor)],
    ["/v1/assets?limit=200&sort=-created", "work", "asset.read", (of, actor) => world.asset(of, actor)],
    ["/v1/playlists?limit=200&sort=-created", "show", "playlist.read", (of, actor) => world.playlist(of, actor)],
    ["/v1/shows?limit=200&sort=-created", "show", "show.read", (of) => world.show(of).id],
    ["/v1/members?limit=200&sort=-created", "person", "member.read", (of, actor) => world.member(of, actor)],
    ["/v1/tokens?limit=200&sort=-created", "person", "token.read", (of, actor) => world.token(of, actor)],
    ["/v1/models?limit=200&sort=-created", "studio", "model.read", (of) => world.model(of)],
    ["/v1/webhooks?limit=200&sort=-created", "studio", "webhook.read", (of) => world.webhook(of)],
    ["/v1/erasures?limit=200&sort=-created", "studio", "erasure.read", (of) => world.erasure(of)],
    ["/v1/image-sequences?limit=200&sort=-created", "studio", "input.read", (of) => world.imageSequence(of)],
    ["/v1/workflows?limit=200&sort=-created", "studio", "workflow.read", (of) => world.workflow(of)],
  ];
  test.each(listed)("%s", async (path, kind, verb, make) => {
    for (const role of ["artist", "supervisor", "admin"] as const) {
      const actor = await world.actor(role);
      for (const of of cases) {
        const id = await make(of, actor);
        const { body } = await api.ask("GET", path, { as: actor.email });
        const { items = [] } = body as { items?: { id: string }[] };
        const wanted = expected(verb, role, kind, of) === "done";
        expect(
          items.some((item) => item.id === id),
          `${role}, ${of}`,
        ).toBe(wanted);
      }
    }
  });
});
