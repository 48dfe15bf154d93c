import type { NamingField, NamingPart, NamingScheme } from "./scheme.ts";

/** Values of a file name. */
export interface NamedFile {
  show: string;
  sequence: string;
  shot: string;
  name: string;
  version: number;
  /** Null for a file that belongs to no frame: the field is left out with the character between it and its neighbour. */
  frame: number | null;
  /** Without a dot. */
  ext: string;
}

/** Numbers are padded with zeros: `-0012` for frame -12 with four digits. Larger numbers have as many digits as they need. */
export function formatFileName(scheme: NamingScheme, file: NamedFile): string {
  const parts = file.frame === null ? dropFrame(scheme.parts) : scheme.parts;
  return parts.map((part) => ("text" in part ? part.text : formatField(file, part))).join("");
}

function formatField(file: NamedFile, { field, digits }: { field: NamingField; digits: number }): string {
  const value = file[field];
  if (typeof value !== "number") return value ?? "";
  return `${value < 0 ? "-" : ""}${String(Math.abs(value)).padStart(digits, "0")}`;
}

function dropFrame(parts: readonly NamingPart[]): NamingPart[] {
  const at = parts.findIndex((part) => "field" in part && part.field === "frame");
  return parts.flatMap((part, index) => {
    if (index === at) return [];
    if (index === at - 1 && "text" in part) return [{ text: part.text.slice(0, -1) }];
    return index === 1 && at === 0 && "text" in part ? [{ text: part.text.slice(1) }] : [part];
  });
}
