import { afterAll, beforeAll, expect, test } from "vitest";
import type { Graph } from "@pegbar/comfyui";
import * as Model from "@pegbar/core/catalog/model";
import * as Clearance from "@pegbar/core/catalog/model/clearance.ts";
import * as Own from "@pegbar/core/catalog/model/own.ts";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import { createStudios, type Studios } from "../setup/studio.ts";

/** Names of models as exports have them, and the paths that ComfyUI gets. */
let studios: Studios;
let artist: Actor;
let tenantId: string;

const SHARED = [
  ["checkpoint", "SDXL/base.safetensors"],
  ["checkpoint", "plain.safetensors"],
  ["embedding", "style.safetensors"],
] as const;

beforeAll(async () => {
  studios = await createStudios();
  artist = await studios.member("lumen", "artist");
  const admin = studios.database.admin();
  const [tenant] = await admin`select id from tenant where slug = 'lumen'`;
  tenantId = String(tenant?.["id"]);
  const facts = { family: "x", licence: "x", vramMib: 0 };
  const ids = await studios.runAsPlatform("dispatch", () =>
    Promise.all(
      SHARED.map(async ([kind, fileName], index) => {
        const { id } = await Own.registerShared({
          ...facts,
          kind,
          fileName,
          name: fileName,
          sha256: `${index}`.repeat(64),
        });
        return id;
      }),
    ),
  );
  // An embedding of the studio's own, as it is after its upload.
  ids.push("mod_own");
  await admin`insert into model (id, tenant_id, kind, file_name, name, sha256, family, licence, status)
    values ('mod_own', ${tenantId}, 'embedding', 'ink.safetensors', 'Ink', ${"a".repeat(64)}, 'x', 'x', 'active')`;
  const [show] = await admin`select id from show where tenant_id = ${tenantId}`;
  await studios.as(artist, async () => {
    for (const id of ids) await Clearance.clear(id, String(show?.["id"]));
  });
}, 60_000);
afterAll(() => studios.drop());

const resolve = async (graph: Graph, mentions: readonly Model.Mention[]) => {
  const admin = studios.database.admin();
  const [show] = await admin`select id from show where tenant_id = ${tenantId}`;
  const found = await studios.as(artist, () => Model.resolve(mentions, String(show?.["id"])));
  return { problems: found.problems.map(({ code }) => code), graph: Model.rename(graph, mentions, found.models) };
};

const loader = (ckpt_name: string): Graph => ({ "4": { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name } } });
const checkpoint = (name: string) =>
  resolve(loader(name), [{ nodeId: "4", input: "ckpt_name", name, kind: "checkpoint" }]);

test.each([
  ["as it is registered", "SDXL/base.safetensors", "SDXL/base.safetensors"],
  ["with the backslash of Windows", "SDXL\\base.safetensors", "SDXL/base.safetensors"],
  ["in a folder that only the artist's machine has", "mine\\old\\plain.safetensors", "plain.safetensors"],
])("finds a checkpoint %s", async (_how, written, path) => {
  expect(await checkpoint(written)).toEqual({ problems: [], graph: loader(path) });
});

test("does not find a checkpoint whose folder is missing from the name", async () => {
  expect(await checkpoint("base.safetensors")).toEqual({
    problems: ["model_not_registered"],
    graph: loader("base.safetensors"),
  });
});

test("finds embeddings without their ending; one of the studio's own gets its folder, in the text too", async () => {
  const text = (words: string): Graph => ({ "5": { class_type: "CLIPTextEncode", inputs: { text: words } } });
  const mention = (name: string) => ({ nodeId: "5", input: "text", name, kind: "embedding" });
  const graph = text("a fox, (embedding:style:1.2), embedding:ink, ink");
  expect(await resolve(graph, [mention("style"), mention("ink")])).toEqual({
    problems: [],
    graph: text(`a fox, (embedding:style:1.2), embedding:${tenantId}/ink, ink`),
  });
  expect(graph).toEqual(text("a fox, (embedding:style:1.2), embedding:ink, ink"));
});
