/** What a `Range` header asks for. */
export type ByteRange =
  /** No range: 200 with the whole file. */
  | { readonly result: "whole" }
  /** 206 with these bytes; `end` is exclusive. */
  | { readonly result: "part"; readonly start: number; readonly end: number; readonly contentRange: string }
  /** 416. */
  | { readonly result: "unsatisfiable"; readonly contentRange: string };

/**
 * Reads a `Range` header as ComfyUI's server does (aiohttp 3.14): one range in bytes. Anything else, such as several ranges
 * or another unit, is unsatisfiable, although RFC 9110 lets a server ignore it.
 * @param size size of the file in bytes
 */
export function parseByteRange(header: string | null | undefined, size: number): ByteRange {
  if (header === null || header === undefined) return { result: "whole" };
  const unsatisfiable = { result: "unsatisfiable", contentRange: `bytes */${size}` } as const;
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/i.exec(header) ?? [];
  if (first === "" && last === "") return unsatisfiable;
  const isSuffix = first === "";
  const start = isSuffix ? Math.max(0, Number(last) === 0 ? 0 : size - Number(last)) : Number(first);
  const end = isSuffix || last === "" ? size : Math.min(Number(last) + 1, size);
  if (start >= size || (last !== "" && !isSuffix && Number(last) < Number(first))) return unsatisfiable;
  return { result: "part", start, end, contentRange: `bytes ${start}-${end - 1}/${size}` };
}
