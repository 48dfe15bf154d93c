import { readFlac, readMp3, readOgg } from "./audio.ts";
import { readExr } from "./exr.ts";
import { parseWorkflowJson } from "./json.ts";
import { readMatroska } from "./matroska.ts";
import { readMp4 } from "./mp4.ts";
import { readPng } from "./png.ts";
import { readSafetensors } from "./safetensors.ts";
import { decodeLatin, decodeText, type FileSource, fileLimits, FoundTexts, MalformedFileError } from "./source.ts";
import { readWebp } from "./webp.ts";

export { createBlobSource, MalformedFileError } from "./source.ts";
export type { FileSource } from "./source.ts";
export { parseWorkflowJson } from "./json.ts";

/** What a file says about how it was made. */
export interface WorkflowFile {
  /** `json`, or the container, such as `png`. */
  readonly format: string;
  /** The graph that ran, in API format. */
  readonly prompt?: Record<string, unknown>;
  /** The workflow that the editor opens. */
  readonly workflow?: Record<string, unknown>;
}

type Reader = (source: FileSource, found: FoundTexts) => Promise<void>;

/** Containers by their first bytes. */
const containers: readonly { format: string; matches: (head: string) => boolean; read: Reader }[] = [
  { format: "png", matches: (head) => head.startsWith("\x89PNG\r\n\x1a\n"), read: readPng },
  { format: "webp", matches: (head) => head.startsWith("RIFF") && head.slice(8, 12) === "WEBP", read: readWebp },
  { format: "mp4", matches: (head) => ["ftyp", "moov", "wide"].includes(head.slice(4, 8)), read: readMp4 },
  { format: "matroska", matches: (head) => head.startsWith("\x1aE\xdf\xa3"), read: readMatroska },
  { format: "flac", matches: (head) => head.startsWith("fLaC"), read: readFlac },
  { format: "ogg", matches: (head) => head.startsWith("OggS"), read: readOgg },
  { format: "mp3", matches: (head) => head.startsWith("ID3"), read: readMp3 },
  { format: "exr", matches: (head) => head.startsWith("v/1\x01"), read: readExr },
  { format: "safetensors", matches: (head) => head[8] === "{" && head.slice(6, 8) === "\0\0", read: readSafetensors },
];

const asRecord = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;

function parseText(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
  try {
    return asRecord(parseWorkflowJson(text));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function readJson(source: FileSource): Promise<WorkflowFile> {
  if (source.size > fileLimits.text) throw new MalformedFileError(`The file has ${source.size} bytes.`);
  const value = asRecord(parseWorkflowJson(decodeText(await source.read(0, source.size))));
  if (!value) throw new MalformedFileError("The file is JSON, but not an object.");
  return { format: "json", ...(Array.isArray(value["nodes"]) ? { workflow: value } : { prompt: value }) };
}

/**
 * Reads the graph that ran (`prompt`) and the editor's `workflow` from a JSON file, or from a picture, video or sound that
 * ComfyUI saved: PNG, WebP, EXR, MP4, MOV, WebM, MKV, FLAC, Ogg, MP3, safetensors. Reads only the parts that it needs.
 *
 * @returns undefined if the file is of no known type; without `prompt` and `workflow` if it contains neither
 * @throws MalformedFileError if the file is damaged, SyntaxError if a JSON file is not JSON
 * @example
 * const file = await readWorkflowFile(createBlobSource(input.files[0]));
 * const graph = file?.prompt ?? file?.workflow;
 */
export async function readWorkflowFile(source: FileSource): Promise<WorkflowFile | undefined> {
  const bytes = await source.read(0, 64);
  const head = decodeLatin(bytes);
  const container = containers.find(({ matches }) => matches(head));
  if (!container) return /^(\xef\xbb\xbf)?\s*[[{"]/.test(head) ? readJson(source) : undefined;
  const found = new FoundTexts();
  await container.read(source, found);
  const prompt = parseText(found.prompt);
  const workflow = parseText(found.workflow);
  return { format: container.format, ...(prompt ? { prompt } : {}), ...(workflow ? { workflow } : {}) };
}
