import { open, stat } from "node:fs/promises";
import path from "node:path";
import { buildFileHeaders, parseByteRange, readViewQuery } from "@pegbar/comfyui";
import type { Folders } from "./files.ts";

/** `GET /view`: the file, or a range of it; 404 if it does not exist, 400 or 403 if it is outside the folders. */
export async function serveFile(
  folders: Folders,
  query: Readonly<Record<string, string>>,
  rangeHeader: string | undefined,
): Promise<Response> {
  const respondEmpty = (status: number) => new Response(null, { status });
  const name = readViewQuery(query);
  if (typeof name === "number") return respondEmpty(name);
  const file = path.join(folders[name.type], name.subfolder, name.filename);
  // Like ComfyUI, 404 for anything but a readable file.
  const info = await stat(file).catch(() => undefined);
  if (!info?.isFile()) return respondEmpty(404);
  const headers = {
    ...buildFileHeaders(name.filename),
    etag: `"${BigInt(Math.round(info.mtimeMs * 1e6)).toString(16)}-${info.size.toString(16)}"`,
  };
  const range = parseByteRange(rangeHeader, info.size);
  if (range.result === "unsatisfiable")
    return new Response(null, { status: 416, headers: { ...headers, "content-range": range.contentRange } });
  const [start, end] = range.result === "part" ? [range.start, range.end] : [0, info.size];
  return new Response(await readPart(file, start, end), {
    status: range.result === "part" ? 206 : 200,
    headers: {
      ...headers,
      "accept-ranges": "bytes",
      ...(range.result === "part" ? { "content-range": range.contentRange } : {}),
    },
  });
}

/** Reads a range of a file; `end` is exclusive. */
async function readPart(file: string, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  const opened = await open(file);
  try {
    const bytes = new Uint8Array(end - start);
    const { bytesRead } = await opened.read(bytes, 0, bytes.length, start);
    return bytes.subarray(0, bytesRead);
  } finally {
    await opened.close();
  }
}
