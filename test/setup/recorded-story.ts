import { setTimeout as sleep } from "node:timers/promises";
import { isRecord } from "@pegbar/comfyui";
import { type Line, readRecording } from "@pegbar/comfyui/contract";
import { WebSocket } from "ws";

/** What one side has told: messages without those that repeat, and the fields of each kind. */
export class Story {
  readonly events: string[] = [];
  readonly fields = new Map<string, unknown>();
  readonly kinds = new Set<string>();
  started = 0;
  ended = 0;
  steps = 0;

  hear(type: string, data: Line): void {
    this.kinds.add(type);
    this.fields.set(type, data);
    if (type === "execution_start") this.started++;
    if (type === "executing" && data["node"] === null) this.ended++;
    if (type === "progress") this.steps++;
    if (["status", "progress_state", "progress"].includes(type)) return;
    this.events.push("node" in data ? `${type} ${String(data["node"])}` : type);
  }
}

/** The requests of a recording with their answers, and the frames of its sockets. */
export function readScenario(name: string) {
  const lines = readRecording(name);
  const requests = lines.flatMap((line, index) => {
    const answer = lines.slice(index + 1).find((one) => one["dir"] === "<");
    return line["dir"] === ">" && answer ? [{ line, status: answer["status"], body: answer["body"] }] : [];
  });
  return { lines, requests };
}

export const readBody = async (answer: Response): Promise<unknown> =>
  (answer.headers.get("content-type") ?? "").includes("json") ? answer.json() : answer.text();

/** A recorded graph without these nodes. */
export const withoutNodes = (body: string, ids: readonly string[]): string => {
  const request = JSON.parse(body) as { prompt: Record<string, unknown> };
  const prompt = Object.fromEntries(Object.entries(request.prompt).filter(([id]) => !ids.includes(id)));
  return JSON.stringify({ ...request, prompt });
};

/** Folder, type and name without its number of each file of an `executed` message. */
export function listPlaces(data: unknown): string[] {
  const output = isRecord(data) && isRecord(data["output"]) ? data["output"] : {};
  return Object.entries(output).flatMap(([key, items]) =>
    (items as Record<string, string>[]).map(
      ({ subfolder, type, filename = "" }) =>
        `${key} ${type}/${subfolder}/${filename.replace(/^ComfyUI_temp_[^_]+/, "ComfyUI_temp").replace(/\d{5}/, "N")}`,
    ),
  );
}

/** Opens a socket, and collects what it hears. */
export async function listen(url: string, clientId: string) {
  const story = new Story();
  const socket = new WebSocket(`${url.replace("http", "ws")}/ws?clientId=${clientId}`);
  socket.on("message", (data: Buffer, isBinary) => {
    if (isBinary) return void story.kinds.add(`binary ${data.readUInt32BE()}`);
    const { type, data: content } = JSON.parse(data.toString()) as { type: string; data: Line };
    return story.hear(type, content);
  });
  await new Promise((resolve) => socket.once("open", resolve));
  return { socket, story };
}

/** Waits for progress: interrupts and reads of the queue come while a prompt runs. */
export const waitForArrival = async (done: () => boolean, what: string): Promise<void> => {
  const end = Date.now() + 30_000;
  while (!done()) {
    if (Date.now() > end) throw new Error(`${what}: the proxy has not reached the recorded point`);
    await sleep(5);
  }
};
