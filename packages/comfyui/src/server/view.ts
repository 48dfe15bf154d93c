import { type FileName, normalizeSubfolder } from "./file-name.ts";
import { isFolderType, splitAnnotation } from "./folder-type.ts";

/** Types by extension, as Python's mimetypes guesses them. */
const types: Readonly<Record<string, string>> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".webp": "image/webp",
  ".gif": "image/gif",
  ".avif": "image/avif",
  ".tif": "image/tiff",
  ".tiff": "image/tiff",
  ".mp4": "video/mp4",
  ".webm": "video/webm",
  ".mov": "video/quicktime",
  ".mkv": "video/x-matroska",
  ".wav": "audio/x-wav",
  ".mp3": "audio/mpeg",
  ".flac": "audio/flac",
  ".ogg": "audio/ogg",
  ".opus": "audio/ogg",
  ".glb": "model/gltf-binary",
  ".json": "application/json",
  ".txt": "text/plain",
};

/** Types that a browser would run as a page; they are always downloaded. */
const ACTIVE = /^\.(html?|xhtml|svgz?|xml|m?js|css)$/;

/** Headers of an answer of `/view` with this file. */
export function buildFileHeaders(filename: string): Record<string, string> {
  const [extension = ""] = /(?<=[^/])\.[^./]*$/.exec(filename.toLowerCase()) ?? [];
  const isActive = ACTIVE.test(extension);
  const quoted = `filename="${filename.replaceAll(/[\\"]/g, "\\$&").replaceAll(/[^\x20-\x7E]/g, "_")}"`;
  return {
    "content-disposition": isActive ? `attachment; ${quoted}` : quoted,
    "content-type": isActive ? "application/octet-stream" : (types[extension] ?? "application/octet-stream"),
    "x-content-type-options": "nosniff",
  };
}

/** The file that a query of `/view` names, or the status of ComfyUI's answer to a name that it refuses. */
export function readViewQuery(query: Readonly<Record<string, string>>): FileName | 400 | 403 | 404 {
  if (query["filename"] === undefined) return 404;
  const { name, type = query["type"] ?? "output" } = splitAnnotation(query["filename"]);
  if (name === "" || name.startsWith("/") || name.includes("..") || !isFolderType(type)) return 400;
  const subfolder = normalizeSubfolder(query["subfolder"] ?? "");
  if (subfolder === undefined) return 403;
  return { type, subfolder, filename: name.slice(name.lastIndexOf("/") + 1) };
}
