import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { isRecord } from "@pegbar/comfyui";

export interface Frame {
  type: string;
  data: Record<string, unknown>;
}

/** A step of a conversation between a client and a ComfyUI, in the order on the wire. */
export type Step =
  | { step: "asks"; method: string; path: string; body: unknown }
  | { step: "answers"; status: number; body: unknown }
  /** `second` is another socket that took the client's id. */
  | { step: "frame"; to: "client" | "second"; frame: Frame }
  | { step: "picture"; to: "client" | "second"; bytes: Buffer }
  /** The client's socket closes. */
  | { step: "drops" };

/** Recorded conversations with a real ComfyUI, in a folder next to the repository that may be missing. */
const folder = path.join(import.meta.dirname, "../../../../shared/comfyui-traffic");
export const hasRecordings = existsSync(folder);

/** Names of all of them. */
export const recordings = (): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .map((name) => path.basename(name, ".jsonl"))
    .toSorted();

/** A recording stores only the beginning of binary frames after this number. */
const WHOLE_PICTURES = 2;

/** A recorded conversation. A truncated preview is replaced by the last complete one. */
export function recorded(name: string): Step[] {
  const lines = readFileSync(path.join(folder, `${name}.jsonl`), "utf8")
    .trim()
    .split("\n");
  const steps: Step[] = [];
  const pictures: Buffer[] = [];
  for (const line of lines) {
    const entry: unknown = JSON.parse(line);
    if (!isRecord(entry)) continue;
    const step = stepOf(entry, pictures);
    if (step?.step === "answers" && steps.findLast(isSaid)?.step !== "asks")
      steps.push({ step: "asks", method: "POST", path: "/prompt", body: undefined });
    if (step) steps.push(step);
  }
  return steps;
}

export const recordedObjectInfo = (): Buffer => readFileSync(path.join(folder, "object_info.json.gz"));

const isSaid = ({ step }: Step) => step === "asks" || step === "answers";

function stepOf(line: Record<string, unknown>, pictures: Buffer[]): Step | undefined {
  const to = line["ws"] === "second" ? "second" : "client";
  const { text, status, body } = line;
  if (isRecord(text) && typeof text["type"] === "string")
    return { step: "frame", to, frame: { type: text["type"], data: isRecord(text["data"]) ? text["data"] : {} } };
  if (typeof line["binary_base64"] === "string") {
    if (pictures.length < WHOLE_PICTURES) pictures.push(Buffer.from(line["binary_base64"], "base64"));
    return { step: "picture", to, bytes: pictures.at(-1) ?? Buffer.alloc(0) };
  }
  if (line["dir"] === ">") {
    const [method = "", place = ""] = String(line["http"]).split(" ");
    return { step: "asks", method, path: place, body };
  }
  if (line["dir"] === "<") return { step: "answers", status: Number(status), body };
  return String(line["note"]).endsWith("closes") ? { step: "drops" } : undefined;
}
