import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { type Folders, isFolderType, isWithin } from "./files.ts";

const types: Readonly<Record<string, string>> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".webp": "image/webp",
  ".gif": "image/gif",
  ".json": "application/json",
  ".txt": "text/plain",
};

/** `GET /view`: the file; 404 if it does not exist, 400 or 403 if it is outside the folders. */
export async function serveFile(folders: Folders, query: Readonly<Record<string, string>>): Promise<Response> {
  const respondEmpty = (status: number) => new Response(null, { status });
  const annotated = /^(.*?) ?\[(input|output|temp)\]$/s.exec(query["filename"] ?? "");
  const filename = annotated?.[1] ?? query["filename"] ?? "";
  const type = annotated?.[2] ?? query["type"] ?? "output";
  if (filename === "") return respondEmpty(query["filename"] === undefined ? 404 : 400);
  if (filename.startsWith("/") || filename.includes("..")) return respondEmpty(400);
  if (!isFolderType(type)) return respondEmpty(400);
  const folder = path.resolve(folders[type], query["subfolder"] ?? "");
  if (!isWithin(folders[type], folder)) return respondEmpty(403);
  const name = path.basename(filename);
  const file = path.join(folder, name);
  // Like ComfyUI, 404 for anything but a readable file.
  const info = await stat(file).catch(() => undefined);
  if (!info?.isFile()) return respondEmpty(404);
  const headers = {
    "content-disposition": `filename="${name.replaceAll('"', "")}"`,
    "content-type": types[path.extname(name).toLowerCase()] ?? "application/octet-stream",
    etag: `"${BigInt(Math.round(info.mtimeMs * 1e6)).toString(16)}-${info.size.toString(16)}"`,
  };
  return new Response(await readFile(file), { headers });
}
