import { existsSync, readFileSync } from "node:fs";
import { isRecord } from "../graph.ts";
import { encodePng } from "./png.ts";

/**
 * Traffic recorded with a real ComfyUI 0.18.1, one file a scenario. It lies next to this repository, which does not contain
 * it.
 */
const folder = new URL("../../../../../shared/comfyui-traffic/", import.meta.url);

/** Whether there are recordings. Prints why not. */
export function hasRecordings(): boolean {
  const isPresent = existsSync(folder);
  if (!isPresent) console.log("skipped: no recorded traffic next to this repository");
  return isPresent;
}

/** A line of a recording: a request, an answer, or a frame of the event socket. */
export type Line = Record<string, unknown>;

export const readRecording = (name: string): Line[] =>
  readFileSync(new URL(`${name}.jsonl`, folder), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);

async function upload(url: string, note: string): Promise<Response> {
  const [, name = "", bytes = "", more = ""] = /image=(.*) \((\d+) bytes\)(?:, (.*))?$/.exec(note) ?? [];
  const form = new FormData();
  form.set("image", new File([encodePng(160, 120, Number(bytes) % 255)], name, { type: "image/png" }));
  const [field, value] = more.split("=");
  if (field && value) form.set(field, value);
  return fetch(`${url}/upload/image`, { method: "POST", body: form });
}

/**
 * Sends a recorded request to a server.
 * @param change replaces text in its body, such as the checkpoint's name
 */
export async function sendRecorded(url: string, line: Line, change: (body: string) => string): Promise<Response> {
  const [method = "GET", route = "/"] = String(line["http"]).split(" ");
  if (route === "/upload/image") return upload(url, String(line["note"]));
  const body = line["body"] === undefined ? {} : { body: change(JSON.stringify(line["body"])) };
  return fetch(url + route, { method, ...body });
}

/** The message of a recorded text frame, or undefined. */
export function readFrame(line: Line): { type: string; data: Line } | undefined {
  const frame = line["text"];
  if (!isRecord(frame)) return undefined;
  return { type: String(frame["type"]), data: isRecord(frame["data"]) ? frame["data"] : {} };
}

/** Whether a recorded answer is to a request with a broken body, which is not recorded itself. */
export const isAnswerToBrokenBody = (line: Line): boolean => String(line["note"]).includes("{broken");
export const sendBrokenBody = (url: string): Promise<Response> =>
  fetch(`${url}/prompt`, { method: "POST", body: "{broken" });
