import { type FolderType, splitAnnotation } from "./folder-type.ts";

/** A file of ComfyUI's folders. */
export interface FileName {
  readonly type: FolderType;
  readonly subfolder: string;
  readonly filename: string;
}

/** A folder below `input`, `output` or `temp` without `.` and empty parts; undefined if it leads out of it. */
export function normalizeSubfolder(given: string): string | undefined {
  if (/^([/\\]|[A-Za-z]:)|\0/.test(given)) return undefined;
  const parts: string[] = [];
  for (const part of given.split(/[/\\]/)) {
    if (part === "..") {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/** The file that a graph names, such as `folder/a.png [output]`; undefined if the name leads out of its folder. */
export function parseFileName(text: string): FileName | undefined {
  const { name, type = "input" } = splitAnnotation(text);
  const path = name.includes("\0") ? undefined : normalizeSubfolder(name);
  if (path === undefined || path === "" || /[/\\]$/.test(name)) return undefined;
  const at = path.lastIndexOf("/");
  return { type, subfolder: at < 0 ? "" : path.slice(0, at), filename: path.slice(at + 1) };
}

/** The name under which a file is stored. */
export const toKey = ({ type, subfolder, filename }: FileName): string =>
  `${type}/${subfolder === "" ? "" : `${subfolder}/`}${filename}`;
