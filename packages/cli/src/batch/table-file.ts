import { readFile } from "node:fs/promises";
import { CliError } from "../exit.ts";
import { describeReadError } from "../file-error.ts";

/** A value of each frame, as it is written. */
export type FrameTable = [frame: number, value: string][];

const EXAMPLE = 'Write one frame per line, such as 12,0.5, or JSON such as {"12": 0.5}.';

/** Reads a table of frames and values from a file: CSV with two columns, or a JSON object. */
export async function readFrameTable(file: string): Promise<FrameTable> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw describeReadError(error, file);
  });
  const content = text.replace(/^\uFEFF/, "");
  return /^\s*[{[]/.test(content) ? parseJsonTable(content, file) : parseCsvTable(content, file);
}

function parseJsonTable(text: string, file: string): FrameTable {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new CliError(
      "usage",
      `${file} is not JSON: ${error instanceof Error ? error.message : String(error)}.`,
      EXAMPLE,
    );
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new CliError("usage", `${file} is not an object of frames and values.`, EXAMPLE);
  return Object.entries(value).map(([name, one]: [string, unknown]) => {
    if (typeof one === "object") throw new CliError("usage", `${file}: frame ${name} has no single value.`, EXAMPLE);
    return [readFrame(name, `${file}: ${JSON.stringify(name)}`), String(one)];
  });
}

/** A first line without a frame number is a header. Quoted values may contain commas and line breaks. */
export function parseCsvTable(text: string, file: string): FrameTable {
  const rows = [
    ...text.matchAll(/^[ \t]*([^,;\t\r\n"]*)[,;\t][ \t]*("(?:[^"]|"")*"|[^\r\n]*)[ \t]*(?:\r?\n|$)|^(.*\S.*)$/gm),
  ];
  const table = rows.flatMap(([line, frame, value = "", other], index): FrameTable => {
    if (other !== undefined || frame === undefined)
      throw new CliError("usage", `${file}: ${JSON.stringify(line.trim().slice(0, 60))} is not FRAME,VALUE.`, EXAMPLE);
    if (index === 0 && !/^-?\d+$/.test(frame.trim())) return [];
    const plain = value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value.trim();
    return [[readFrame(frame.trim(), `${file}: ${JSON.stringify(frame.trim())}`), plain]];
  });
  if (table.length === 0) throw new CliError("usage", `${file} has no frames.`, EXAMPLE);
  return table;
}

/** Reads a frame number; `what` names it in the error. */
export function readFrame(text: string, what: string): number {
  const frame = Number(text);
  if (/^-?\d{1,9}$/.test(text)) return frame;
  throw new CliError("usage", `${what} is not a frame number.`, "Write a whole number, such as 12.");
}
