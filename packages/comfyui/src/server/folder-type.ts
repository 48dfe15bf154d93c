/** ComfyUI's folders of files. */
export type FolderType = "input" | "output" | "temp";
export const isFolderType = (value: unknown): value is FolderType =>
  value === "input" || value === "output" || value === "temp";

/** Splits ComfyUI's suffix for a folder from a name: `a.png [output]`. */
export function splitAnnotation(name: string): { name: string; type: FolderType | undefined } {
  const [, plain, type] = /^(.*?) ?\[(input|output|temp)\]$/s.exec(name) ?? [];
  return plain !== undefined && isFolderType(type) ? { name: plain, type } : { name, type: undefined };
}
