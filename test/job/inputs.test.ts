import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startApi, type TestApi } from "../setup/api.ts";

const ARTIST = "artist@lumen.example";
let api: TestApi;

beforeAll(async () => {
  api = await startApi();
  for (const filename of ["Harbour_layout.png", "harbour 100%.png", "ÉTUDE.png"]) {
    const sha256 = createHash("sha256").update(filename).digest("hex");
    const body = { sha256, bytes: 100, contentType: "image/png", filename };
    expect((await api.ask("POST", "/v1/inputs", { as: ARTIST, body })).status).toBe(201);
  }
});
afterAll(() => api.stop());

const found = async (q: string, as = ARTIST): Promise<string[]> => {
  const answer = await api.ask("GET", `/v1/inputs?${new URLSearchParams({ q, sort: "filename" }).toString()}`, { as });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return (answer.body as { items: { filename: string }[] }).items.map(({ filename }) => filename).toSorted();
};

test.each<[string, string[]]>([
  ["harbour", ["Harbour_layout.png", "harbour 100%.png"]],
  ["HARBOUR_", ["Harbour_layout.png"]],
  ["100%", ["harbour 100%.png"]],
  ["%", ["harbour 100%.png"]],
  ["_", ["Harbour_layout.png"]],
  ["étude", ["ÉTUDE.png"]],
  ["' or true --", []],
])("finds inputs by a part of their file name: %s", async (q, names) => {
  expect(await found(q)).toEqual(names);
});

test("finds no inputs of another studio", async () => {
  expect(await found("harbour", "artist@orrery.example")).toEqual([]);
});
