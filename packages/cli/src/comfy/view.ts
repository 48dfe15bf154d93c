import { openAsBlob } from "node:fs";
import { buildFileHeaders, parseByteRange, readViewQuery } from "@pegbar/comfyui";
import { PegbarError } from "@pegbar/sdk";
import type { Files } from "./files.ts";
import type { Connection } from "./persist.ts";
import { type Channel, selectChannel } from "./picture.ts";
import type { ResultFile } from "./prompt.ts";

const respondEmpty = (status: number, headers: Record<string, string> = {}) => new Response(null, { status, headers });

/** With `preview`, ComfyUI sends a smaller WebP or JPEG; here the file as it is, because the command has no encoder. */
function readChannel({ preview, channel }: Readonly<Record<string, string>>): Channel | undefined {
  return preview === undefined && (channel === "rgb" || channel === "a") ? channel : undefined;
}

/** `GET /view`: a file that a tool uploaded, or a result, which is read from Pegbar's storage. Supports one range. */
export async function serveFile(
  files: Files,
  connection: Connection,
  query: Readonly<Record<string, string>>,
  range: string | undefined,
): Promise<Response> {
  const name = readViewQuery(query);
  if (typeof name === "number") return respondEmpty(name);
  const upload = files.findUpload(name);
  const result = upload ? undefined : files.findResult(name);
  if (!upload && !result) return respondEmpty(404);
  const headers = buildFileHeaders(name.filename);
  const channel = readChannel(query);
  if (channel) {
    const bytes = upload
      ? await files.read(upload)
      : new Uint8Array(await (await request(connection, result as ResultFile, undefined)).arrayBuffer());
    const converted = await selectChannel(bytes, channel);
    return new Response(converted.bytes, { headers: { ...headers, "content-type": converted.type } });
  }
  return upload
    ? serveUpload(await openAsBlob(files.getPath(upload)), upload.sha256, headers, range)
    : serveResult(connection, result as ResultFile, headers, range);
}

function serveUpload(
  blob: Blob,
  sha256: string,
  headers: Record<string, string>,
  header: string | undefined,
): Response {
  const range = parseByteRange(header, blob.size);
  if (range.result === "unsatisfiable") return respondEmpty(416, { ...headers, "content-range": range.contentRange });
  const more = { ...headers, "accept-ranges": "bytes", etag: `"${sha256}"` };
  if (range.result === "whole")
    return new Response(blob, { headers: { ...more, "content-type": headers["content-type"] ?? "" } });
  const part = blob.slice(range.start, range.end);
  return new Response(part.stream(), {
    status: 206,
    headers: { ...more, "content-range": range.contentRange, "content-length": String(part.size) },
  });
}

async function serveResult(
  connection: Connection,
  result: ResultFile,
  headers: Record<string, string>,
  header: string | undefined,
): Promise<Response> {
  const range = parseByteRange(header, result.bytes);
  if (range.result === "unsatisfiable") return respondEmpty(416, { ...headers, "content-range": range.contentRange });
  const wanted = range.result === "part" ? `bytes=${range.start}-${range.end - 1}` : undefined;
  const response = await request(connection, result, wanted);
  const more = { ...headers, "accept-ranges": "bytes", etag: `"${result.assetId}"` };
  if (range.result === "whole")
    return new Response(response.body, { headers: { ...more, "content-length": String(result.bytes) } });
  const partial = {
    ...more,
    "content-range": range.contentRange,
    "content-length": String(range.end - range.start),
  };
  if (response.status === 206) return new Response(response.body, { status: 206, headers: partial });
  // A storage without ranges sends the whole file.
  const bytes = new Uint8Array(await response.arrayBuffer()).subarray(range.start, range.end);
  return new Response(bytes, { status: 206, headers: partial });
}

const request = ({ client, signal }: Connection, { assetId }: ResultFile, range: string | undefined) =>
  client.request(`/v1/assets/${assetId}/download`, { signal, ...(range === undefined ? {} : { headers: { range } }) });

/** The status that a tool gets for an error of Pegbar while it reads a file. */
export const getFileStatus = (error: unknown): 404 | 503 | undefined => {
  if (!(error instanceof PegbarError)) return undefined;
  return [403, 404, 409, 410].includes(error.status) ? 404 : 503;
};
