import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { startApi, type TestApi } from "../setup/api.ts";
import { createActions } from "../setup/work.ts";

const ARTIST = "artist@lumen.example";
let api: TestApi;

beforeAll(async () => {
  api = await startApi();
  const { claim, complete } = createActions(api.studios);
  for (const prompt of ["Harbour at dusk, paper lanterns", "harbour at dawn, 100% fog", "a lamp_post, étude"]) {
    const body = { shot: "HARBOR/sq010/sh010", workflow: "paint-text", parameters: { prompt, seed: 1 } };
    expect((await api.ask("POST", "/v1/jobs", { as: ARTIST, body })).status).toBe(201);
    const lease = await claim();
    if (!lease) throw new Error("nothing to do");
    await complete(lease, 10);
  }
});
afterAll(() => api.stop());

const found = async (query: Record<string, string>): Promise<number[]> => {
  const answer = await api.ask("GET", `/v1/assets?${new URLSearchParams(query).toString()}`, { as: ARTIST });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  const { items } = answer.body as { items: { version: number }[] };
  return items.map(({ version }) => version).toSorted((a, b) => a - b);
};

test.each<[string, number[]]>([
  ["harbour", [1, 2]],
  ["HARBOUR fog", [2]],
  ["lanterns fog", []],
  ["100%", [2]],
  ["p_p", [3]],
  ["sh010", [1, 2, 3]],
  ["v003", [3]],
  ["ÉTUDE", [3]],
  ["' or true --", []],
])("finds assets by their settings: %s", async (q, versions) => {
  expect(await found({ q })).toEqual(versions);
});

test("finds assets by model and by time", async () => {
  const models = (await api.ask("GET", "/v1/models", { as: ARTIST })).body as { items: { id: string; kind: string }[] };
  const idOf = (kind: string) => models.items.find((model) => model.kind === kind)?.id ?? "";
  expect(await found({ modelId: idOf("checkpoint") })).toEqual([1, 2, 3]);
  expect(await found({ modelId: idOf("lora") })).toEqual([]);
  const [row] = await api.admin`select created_at from asset where version = 2`;
  const at = z.date().parse(row?.["created_at"]).toISOString();
  expect(await found({ createdAfter: at })).toEqual([3]);
  expect(await found({ createdBefore: at })).toEqual([1]);
});

test("finds no assets of another studio", async () => {
  const answer = await api.ask("GET", "/v1/assets?q=harbour", { as: "artist@orrery.example" });
  expect(answer.body).toEqual({ items: [], next: null });
});
