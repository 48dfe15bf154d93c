import type { Context, Hono } from "hono";
import * as z from "zod";
import * as Access from "@pegbar/core/platform/access";
import * as Asset from "@pegbar/core/result/asset";
import { deleteOwn, findByBlake3, findOwn } from "@pegbar/core/catalog/input/own.ts";
import { renew, type Row } from "@pegbar/core/catalog/input";
import { getPorts } from "@pegbar/core/platform/context.ts";
import * as Database from "@pegbar/core/platform/database";
import { createNotFoundError, VisibleError } from "@pegbar/core/platform/error";
import type { Env } from "../http/problem.ts";
import { toResult, toUploaded } from "./asset-view.ts";
import { ComfyError } from "./errors.ts";
import { readHash } from "./hash.ts";
import { assertFits } from "./lambda-limit.ts";
import { makeInput } from "./references.ts";
import { receiveUpload } from "./upload.ts";

const FromHash = z.strictObject({
  hash: z.string().max(100),
  file_path: z.string().max(4096).optional(),
  tags: z.array(z.string().max(256)).max(100).optional(),
});

/** Adds the routes for assets: uploaded files (`inp_…`) and results of jobs (`ast_…`). */
export function addAssetRoutes(app: Hono<Env>): void {
  app.post("/assets", async (c) => {
    Access.authorize("input.create");
    assertFits(c);
    const { input, isNew } = await receiveUpload(c);
    return c.json(await toUploaded(input, isNew), isNew ? 201 : 200);
  });

  app.get("/assets/by-hash/:hash", async (c) => {
    if (c.req.method !== "HEAD") {
      c.header("allow", "HEAD");
      throw new VisibleError("method_not_allowed", "Method not allowed: use HEAD.");
    }
    Access.authorize("input.read");
    // A miss and the file of another studio look the same.
    return c.body(null, (await findBytes(readHash(c.req.param("hash")))) ? 200 : 404);
  });

  app.post("/assets/from-hash", async (c) => {
    Access.authorize("input.create");
    const { hash } = FromHash.parse(await c.req.json<unknown>());
    const found = await findBytes(readHash(hash));
    if (!found) throw new ComfyError("blob_not_found", "You have no file with this hash. Upload it.");
    const input = "input" in found ? found.input : await makeInput(found.result);
    await Database.tx((tx) => renew(tx, [input]));
    return c.json(await toUploaded(input, false), 200);
  });

  app.get("/assets/:id", async (c) => {
    const found = await findAsset(c);
    return c.json("input" in found ? await toUploaded(found.input) : await toResult(found.result));
  });

  app.delete("/assets/:id", async (c) => {
    const id = c.req.param("id");
    if (id.startsWith("ast_")) {
      await Asset.fromID(id);
      throw new VisibleError("forbidden", "Results are kept, because their certificates name them.");
    }
    Access.authorize("input.create");
    await deleteOwn(id);
    return c.body(null, 204);
  });

  app.get("/assets/:id/content", async (c) => {
    const found = await findAsset(c);
    const { key, filename, contentType } = "input" in found ? found.input : found.result;
    const { storage } = getPorts();
    if (!(await storage.head(key))) throw new ComfyError("output_unavailable", "The file of this asset is not stored.");
    const { url } = await storage.signGet(key, { filename, contentType });
    // The store serves ranges. Clients do not send their key to another origin.
    return c.redirect(url, 302);
  });
}

type Result = Awaited<ReturnType<typeof Asset.fromID>>;
type Found = { input: Row } | { result: Result };

/** @throws not_found, the same for a missing asset and for one of another studio */
async function findAsset(c: Context<Env, "/assets/:id">): Promise<Found> {
  const id = c.req.param("id");
  if (id.startsWith("ast_")) return { result: await Asset.fromID(id) };
  Access.authorize("input.read");
  const [input] = await findOwn([id.slice(0, 64)]);
  if (!input) throw createNotFoundError("asset", id);
  return { input };
}

/** A file with these bytes that the caller may use: an input of the studio, or a result that they may see. */
async function findBytes(blake3: string): Promise<{ input: Row } | { result: BytesOfResult } | undefined> {
  const input = await findByBlake3(blake3);
  if (input) return { input };
  if (!Access.isAllowed("asset.read")) return undefined;
  const result = await Asset.findByBlake3(blake3);
  return result && { result };
}
type BytesOfResult = NonNullable<Awaited<ReturnType<typeof Asset.findByBlake3>>>;
