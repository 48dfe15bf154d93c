import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as Id from "@pegbar/core/platform/id.ts";
import { startApi, type TestApi } from "../setup/api.ts";
import { createPeople } from "../setup/people.ts";

const ADMIN = "admin@lumen.example";
const OPERATOR = "operator@pegbar.example";
/** Minimum number of items of each list in this studio. */
const ROWS = 7;

let api: TestApi;
let showId: string;
let workflowId: string;
let webhookId: string;
let versionId = "";
let assetId: string;
let sequenceId: string;
let playlistId: string;

beforeAll(async () => {
  api = await startApi();
  const world = await createPeople(api);
  const artist = await world.actor("artist");
  showId = world.show("shared").id;
  workflowId = await world.workflow("own");
  webhookId = await world.webhook("own");
  for (let n = 0; n < ROWS; n++) {
    const memberId = await world.memberIn("shared", artist);
    const asset = await world.asset("shared", artist);
    if (n === 0) assetId = asset;
    await world.model("own");
    await world.workflow("own");
    await world.input("own");
    sequenceId = await world.imageSequence("own");
    await world.erasure("own");
    await world.batch("shared", artist);
    const version = await world.version("shared", artist);
    versionId ||= version;
    await api.ask("POST", `/v1/versions/${versionId}/notes`, { as: ADMIN, body: { text: `note ${n}` } });
    await world.webhook("own");
    playlistId = await world.playlist("shared", artist);
    await world.shareLink("shared");
    await api.admin`
      insert into webhook_delivery (tenant_id, webhook_id, event_id, type, payload)
      select tenant_id, id, ${Id.create("event")}, 'notice', '{}' from webhook where id = ${webhookId}`;
    await world.token("own", { memberId, email: "" });
    const body = { code: `P${n}`, name: `same name` };
    await api.ask("POST", "/v1/shows", { as: ADMIN, body });
    await api.admin`insert into notice (id, tenant_id, type, subject_id, meter, threshold, period, "limit", data)
      select ${Id.create("notice")}, id, 'quota.threshold', id, ${`m${n}`}, 50, '2026-01', 1, '{}' from tenant where slug = 'lumen'`;
    await api.admin`
      insert into workflow_version (id, tenant_id, workflow_id, number, graph, form, sha256, class, time_limit_seconds)
      select ${Id.create("workflowVersion")}, tenant_id, workflow_id, number + 1 + ${n}, graph, form, sha256, class, 60
      from workflow_version where workflow_id = ${workflowId} and number = 1`;
    const slug = `page${n}`;
    const admin = { email: `a${n}@page.example`, name: "A" };
    const made = await api.ask("POST", "/v1/tenants", { as: OPERATOR, body: { slug, name: "same name", admin } });
    expect(made.status).toBe(201);
    await api.ask("PATCH", "/v1/fleet/classes/light", { as: OPERATOR, body: { dollarsPerHour: n + 1 } });
    await api.admin`
      insert into asset select (jsonb_populate_record(asset, jsonb_build_object(
        'id', ${Id.create("asset")}::text, 'key', key || ${`-${n}`}::text, 'version', 100 + ${n}::int))).*
      from asset where id = ${assetId}`;
  }
  await api.admin`
    insert into playlist_entry (tenant_id, playlist_id, position, version_id)
    select v.tenant_id, p.id, row_number() over (order by v.id desc), v.id
    from playlist p join version v on v.show_id = p.show_id where p.id = ${playlistId}`;
});
afterAll(() => api.stop());

interface Listed {
  items: Record<string, unknown>[];
  next: string | null;
}

const lists = [
  "/v1/batches",
  "/v1/jobs",
  "/v1/versions",
  "/v1/versions/{version}/notes",
  "/v1/playlists",
  "/v1/playlists/{playlist}/versions",
  "/v1/share-links",
  "/v1/assets",
  "/v1/assets/{asset}/versions",
  "/v1/inputs",
  "/v1/image-sequences",
  "/v1/image-sequences/{sequence}/files",
  "/v1/members",
  "/v1/tokens",
  "/v1/shows",
  "/v1/shows/{show}/members",
  "/v1/models",
  "/v1/workflows",
  "/v1/workflows/{workflow}/versions",
  "/v1/quotas",
  "/v1/audit",
  "/v1/erasures",
  "/v1/notices",
  "/v1/webhooks",
  "/v1/webhooks/{webhook}/deliveries",
  "/v1/tenants",
  "/v1/fleet/audit",
];
const as = (path: string) => (/tenants|fleet/.test(path) ? OPERATOR : ADMIN);
const at = (path: string) =>
  path
    .replace("{asset}", assetId)
    .replace("{sequence}", sequenceId)
    .replace("{version}", versionId)
    .replace("{playlist}", playlistId)
    .replace("{show}", showId)
    .replace("{workflow}", workflowId)
    .replace("{webhook}", webhookId);
const ask = async (path: string, query: Record<string, string>): Promise<Listed> => {
  const answer = await api.ask("GET", `${at(path)}?${new URLSearchParams(query).toString()}`, { as: as(path) });
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
  return answer.body as Listed;
};
const keyOf = (row: Record<string, unknown>) =>
  "drawing" in row ? String(row["id"]) : String(row["versionId"] ?? row["id"] ?? row["subjectId"] ?? row["frame"]);

test("every list of the document has a test", () => {
  const listed = api.document.operations.filter(({ sorts }) => sorts).map(({ path }) => path);
  expect(listed.toSorted()).toEqual(lists.map((path) => path.replace(/\{\w+\}/, "{id}")).toSorted());
});

describe.each(lists)("%s", (path) => {
  const sorts = () =>
    api.document.operations.find((op) => op.method === "GET" && op.path === path.replace(/\{\w+\}/, "{id}"))?.sorts ??
    [];

  test("pages contain each row once in every order, and descending is the reverse of ascending", async () => {
    const orders = new Map<string, string[]>();
    for (const sort of sorts()) {
      const whole = await ask(path, { sort, limit: "200" });
      expect(whole.items.length).toBeGreaterThanOrEqual(ROWS);
      const paged: string[] = [];
      let cursor: string | null = null;
      do {
        const page: Listed = await ask(path, { sort, limit: "3", ...(cursor === null ? {} : { cursor }) });
        paged.push(...page.items.map(keyOf));
        cursor = page.next;
      } while (cursor !== null);
      expect(paged, sort).toEqual(whole.items.map(keyOf));
      orders.set(sort, paged);
    }
    for (const [sort, keys] of orders)
      if (!sort.startsWith("-")) expect(orders.get(`-${sort}`), sort).toEqual(keys.toReversed());
  });

  test("refuses a cursor of another list or another sort, and an invalid one", async () => {
    const foreign = Buffer.from(JSON.stringify(["elsewhere", sorts()[0], "x", "x"])).toString("base64url");
    const nul = Buffer.from(JSON.stringify(["jobs", "-created", "\0", "\0"])).toString("base64url");
    for (const cursor of [foreign, nul, "x", "%00", "💥", Buffer.from("[]").toString("base64url")]) {
      const answer = await api.ask("GET", `${at(path)}?cursor=${encodeURIComponent(cursor)}`, { as: as(path) });
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: "/query/cursor" }] } });
      expect(answer.body).toMatchObject({ code: "cursor_invalid" });
    }
    for (const query of ["limit=0", "limit=201", "sort=nothing", "befor=x", "limit=-1"]) {
      const answer = await api.ask("GET", `${at(path)}?${query}`, { as: as(path) });
      expect(answer, query).toMatchObject({ status: 400, body: { code: "invalid_request" } });
    }
  });
});

test("rows that are added or removed between two pages are neither repeated nor skipped", async () => {
  const first = await ask("/v1/shows", { sort: "-created", limit: "3" });
  await api.ask("POST", "/v1/shows", { as: ADMIN, body: { code: "LATE", name: "Late" } });
  const last = first.items.at(-1);
  await api.admin`delete from quota where subject_id = ${String(last?.["id"])}`;
  await api.admin`delete from show where id = ${String(last?.["id"])}`;
  const second = await ask("/v1/shows", { sort: "-created", limit: "3", cursor: first.next ?? "" });
  expect(second.items.map(({ code }) => code)).toEqual(["P3", "P2", "P1"]);
});

test("filters apply to all pages", async () => {
  const { items } = await ask("/v1/jobs", { state: "failed", showId, limit: "2" });
  expect(items).toHaveLength(2);
  const [one] = items;
  const mine = await ask("/v1/jobs", { memberId: String(one?.["memberId"]) });
  expect(mine.items.every(({ memberId }) => memberId === one?.["memberId"])).toBe(true);
  expect((await ask("/v1/jobs", { createdAfter: new Date(Date.now() + 60_000).toISOString() })).items).toEqual([]);
  expect((await ask("/v1/shows", { code: "P1" })).items).toMatchObject([{ code: "P1" }]);
  expect((await ask("/v1/jobs", { state: "running" })).items).toEqual([]);
});
