import { rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { isRecord } from "@pegbar/comfyui";
import { ignoreMissing, makeFolder } from "@pegbar/sdk/node";
import { Hono } from "hono";
import { readJsonFile, writePrivateFile } from "./json-file.ts";
import type { UserFiles } from "./user-files.ts";

/** Size of one file, in bytes. */
const MAX_FILE_BYTES = 32 * 1024 * 1024;

const PLACE_CODES: ReadonlySet<string> = new Set(["EISDIR", "ENOTDIR", "EEXIST", "ENOTEMPTY", "ERR_FS_EISDIR"]);

const respond = (status: number) => new Response(null, { status });

/** Settings and small files of tools. They stay on this machine. */
export function createUserDataRoutes(folder: string, files: UserFiles): Hono {
  const app = new Hono();
  const settingsFile = path.join(folder, "settings.json");
  const readSettings = async (): Promise<Record<string, unknown>> => {
    const settings = await readJsonFile(settingsFile);
    return isRecord(settings) ? settings : {};
  };
  const writeSettings = async (change: Record<string, unknown>) => {
    await makeFolder(folder, 0o700);
    await writePrivateFile(settingsFile, JSON.stringify({ ...(await readSettings()), ...change }));
  };

  app.get("/users", (c) => c.json({ storage: "server", migrated: true }));
  app.get("/settings", async (c) => c.json(await readSettings()));
  app.get("/settings/:id", async (c) => c.json((await readSettings())[c.req.param("id")] ?? null));
  app.post("/settings", async (c) => {
    const change: unknown = await c.req.json();
    if (!isRecord(change)) return respond(400);
    await writeSettings(change);
    return respond(200);
  });
  app.post("/settings/:id", async (c) => {
    await writeSettings({ [c.req.param("id")]: await c.req.json() });
    return respond(200);
  });

  app.get("/userdata", async (c) => {
    const { dir = "", recurse, full_info: full, split } = c.req.query();
    if (dir === "") return c.text("Directory not provided", 400);
    const place = files.resolve(dir);
    if (place === undefined) return respond(403);
    const found = await files.list(dir, recurse === "true");
    if (!found) return c.text("Requested directory not found", 404);
    const toRelative = (file: string) => path.relative(place, file).split(path.sep).join("/");
    if (full === "true")
      return c.json(
        await Promise.all(found.map(async (file) => ({ path: toRelative(file), ...(await describeFile(file)) }))),
      );
    if (split === "true") return c.json(found.map((file) => [toRelative(file), ...toRelative(file).split("/")]));
    return c.json(found.map(toRelative));
  });
  app.get("/userdata/:file", async (c) => {
    const name = c.req.param("file");
    if (files.resolve(name) === undefined) return respond(403);
    const bytes = await files.read(name);
    return bytes ? c.body(bytes) : respond(404);
  });
  app.post("/userdata/:file", async (c) => {
    const file = files.resolve(c.req.param("file"));
    if (file === undefined) return respond(403);
    const { overwrite, full_info: full } = c.req.query();
    if (overwrite === "false" && (await ignoreMissing(stat(file)))) return c.text("File already exists", 409);
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    if (bytes.length > MAX_FILE_BYTES) return c.text("File is too large", 413);
    await makeFolder(path.dirname(file), 0o700);
    await writePrivateFile(file, bytes);
    const relative = files.toName(file);
    return c.json(full === "true" ? { path: relative, ...(await describeFile(file)) } : relative);
  });
  app.delete("/userdata/:file", async (c) => {
    const file = files.resolve(c.req.param("file"));
    if (file === undefined) return respond(403);
    if (!(await ignoreMissing(stat(file)))) return respond(404);
    await rm(file);
    return respond(204);
  });
  app.post("/userdata/:file/move/:to", async (c) => {
    const [from, to] = [files.resolve(c.req.param("file")), files.resolve(c.req.param("to"))];
    if (from === undefined || to === undefined) return respond(403);
    if (!(await ignoreMissing(stat(from)))) return respond(404);
    if (c.req.query("overwrite") === "false" && (await ignoreMissing(stat(to))))
      return c.text("File already exists", 409);
    await makeFolder(path.dirname(to), 0o700);
    await rename(from, to);
    return c.json(files.toName(to));
  });
  app.onError((error, c) => {
    if (error instanceof SyntaxError) return c.text(`The body is not JSON: ${error.message}.`, 400);
    // A folder in the place of a file, or a file in the place of a folder.
    if ("code" in error && typeof error.code === "string" && PLACE_CODES.has(error.code))
      return c.text("There is a folder in the place of this file, or a file in the place of its folder.", 409);
    throw error;
  });
  return app;
}

const describeFile = async (file: string) => {
  const { size, mtimeMs } = await stat(file);
  return { size, modified: mtimeMs / 1000 };
};
