import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import * as Lineage from "@pegbar/core/result/asset/lineage.ts";
import * as Id from "@pegbar/core/platform/id.ts";
import { createStudios, type Studios } from "../setup/studio.ts";
import { createActions } from "../setup/work.ts";

/** A drawing becomes a picture, which becomes an input of two more, one of which becomes an input again. */
let studios: Studios;
let artist: Actor;
let drawing: string;
const made: Record<string, string> = {};

beforeAll(async () => {
  studios = await createStudios();
  artist = await studios.member("lumen", "artist");
  const { submit, claim, complete } = createActions(studios);
  const admin = studios.database.admin();
  const paint = async (name: string, layout: string) => {
    const jobId = await submit(artist, { workflow: "paint-layout", inputs: { layout }, parameters: { prompt: name } });
    const lease = await claim();
    if (!lease) throw new Error("nothing to claim");
    await complete(lease, 1000);
    const [row] = await admin`select id, sha256 from asset where job_id = ${jobId}`;
    made[name] = String(row?.["id"]);
    return String(row?.["sha256"]);
  };
  /** Uploads a result as an input: the same file, with the same hash. */
  const bring = async (sha256: string) => {
    const id = Id.create("input");
    await admin`insert into input (id, tenant_id, sha256, bytes, content_type, filename, key, status, width, height)
      select ${id}, tenant_id, ${sha256}, 10, 'image/png', 'result.png', ${`x/${id}`}, 'verified', 64, 48 from input limit 1`;
    return id;
  };
  drawing = (await studios.input(artist)).id;
  const other = (await studios.input(artist, "#101010")).id;
  const first = await bring(await paint("first", drawing));
  const second = await bring(await paint("second", first));
  await paint("third", first);
  await paint("fourth", second);
  await paint("apart", other);
}, 60_000);
afterAll(() => studios.drop());

const names = (items: readonly { id: string; steps: number }[]) =>
  items.map(({ id, steps }) => [Object.keys(made).find((name) => made[name] === id), steps]);

describe("lineage", () => {
  test("from an input: all results that it contributed to, nearest first", async () => {
    const { items, truncated } = await studios.as(artist, () => Lineage.listFromInput(drawing));
    expect(names(items)).toEqual([
      ["first", 0],
      ["second", 1],
      ["third", 1],
      ["fourth", 2],
    ]);
    expect(truncated).toBe(false);
  });

  test("from a model: all results", async () => {
    const [row] = await studios.database.admin()`select id from model where file_name = 'preview.safetensors'`;
    const { items } = await studios.as(artist, () => Lineage.listFromModel(String(row?.["id"])));
    expect(names(items).map(([name]) => name)).toEqual(["first", "second", "third", "fourth", "apart"]);
  });

  test("of a result: results, inputs, models and workflows, with their edges", async () => {
    const found = await studios.as(artist, () => Lineage.fromAsset(made["fourth"] ?? ""));
    expect(names(found.assets)).toEqual([
      ["fourth", 0],
      ["second", 1],
      ["first", 2],
    ]);
    expect(found.models.map(({ fileName }) => fileName)).toEqual(["preview.safetensors"]);
    expect(found.workflows).toMatchObject([{ slug: "paint-layout", version: 1 }]);
    expect(found.inputs).toHaveLength(3);
    expect(found.edges).toContainEqual({ from: drawing, to: made["first"] });
    // The path from the drawing to the result, through results that became inputs.
    const reached = new Set([drawing]);
    for (let before = 0; before !== reached.size;) {
      before = reached.size;
      for (const { from, to } of found.edges) if (reached.has(from)) reached.add(to);
    }
    expect(reached).toContain(made["fourth"]);
    expect(reached).not.toContain(made["third"]);
  });

  test("is hidden from other studios, and from members without the show", async () => {
    const stranger = await studios.member("orrery", "admin");
    const asStranger = (ask: () => Promise<unknown>) => studios.as(stranger, ask);
    await expect(asStranger(() => Lineage.fromAsset(made["first"] ?? ""))).rejects.toMatchObject({ code: "not_found" });
    await expect(asStranger(() => Lineage.listFromInput(drawing))).rejects.toMatchObject({ code: "not_found" });
    const [row] = await studios.database.admin()`
      insert into member (id, tenant_id, email, name, role, status)
      select ${Id.create("member")}, id, 'new@lumen.example', 'New', 'artist', 'active' from tenant where slug = 'lumen'
      returning id, tenant_id`;
    const outsider: Actor = {
      type: "member",
      tenantId: String(row?.["tenant_id"]),
      memberId: String(row?.["id"]),
      role: "artist",
      email: "new@lumen.example",
      name: "New",
    };
    expect((await studios.as(outsider, () => Lineage.listFromInput(drawing))).items).toEqual([]);
  });
});
