import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isRecord } from "@pegbar/comfyui";
import {
  encodePng,
  hasRecordings,
  isAnswerToBrokenBody,
  type Line,
  readFrame,
  readRecording,
  sendBrokenBody,
  sendRecorded,
} from "@pegbar/comfyui/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type Preview, startPreview } from "./index.ts";

/**
 * Replays requests recorded with a real server, and compares answers and events by value. Ignores times, tracebacks and
 * tooltips, and replaces the checkpoint's name.
 */
const present = hasRecordings();

/** In the order of recording, because counters, cache and queue carry over from one file to the next. */
const files = [
  { name: "01-image-run", exact: true },
  { name: "02-cached-run", exact: true },
  { name: "03-sampler-with-previews", exact: true },
  { name: "04-sampler-without-feature-flags", exact: true },
  { name: "05-sampler-preview-none", exact: true },
  { name: "06-validation-errors", exact: false },
  { name: "07-partly-valid", exact: true },
  { name: "08-node-error", exact: true },
  // Where a sampler is interrupted depends on timing.
  { name: "09-interrupt", exact: false },
  { name: "10-cancel-through-jobs-api", exact: false },
  { name: "11-duplicate-prompt-id", exact: false },
  // 12 (two sockets of one client) is a test of the contract suite; 13 needs classes that the renderer does not have.
];

const times = new Set(["timestamp", "create_time", "execution_start_time", "execution_end_time"]);
const raised = new Set(["traceback", "exception_message", "exception_type", "details"]);
const unordered = new Set(["executed", "current_outputs"]);

/** Keeps the comparable part of a body. */
function plain(value: unknown): unknown {
  // A declaration whose only option is a tooltip equals one without options.
  if (Array.isArray(value)) return value.map(plain).filter((v) => !isRecord(v) || Object.keys(v).length > 0);
  if (typeof value === "string") return value.replaceAll("random-sd15.safetensors", "preview.safetensors");
  if (!isRecord(value)) return value;
  const isRaised = "traceback" in value || value["type"] === "exception_during_validation";
  const entries = Object.entries(value).flatMap(([key, v]): [string, unknown][] => {
    if (key === "tooltip") return [];
    if (times.has(key)) return [[key, "time"]];
    if (raised.has(key) && isRaised) return [[key, typeof v]];
    return [[key, unordered.has(key) && Array.isArray(v) ? v.map(String).sort() : plain(v)]];
  });
  return Object.fromEntries(entries);
}

/** Summarises a frame; undefined if it is not compared. */
function told(type: string, data: Line, exact: boolean): string | undefined {
  if (type === "feature_flags") return type;
  if (!exact && ["status", "progress", "progress_state"].includes(type)) return undefined;
  if (type === "progress_state" && isRecord(data["nodes"])) {
    const nodes = Object.entries(data["nodes"]).map(([id, n]) => [
      id,
      isRecord(n) ? [n["value"], n["max"], n["state"]] : n,
    ]);
    return `progress_state ${JSON.stringify(Object.fromEntries(nodes))}`;
  }
  return `${type} ${JSON.stringify(sorted(plain(data)))}`;
}

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
};

/** Progress of a conversation: prompts ended, steps done. */
interface Heard {
  readonly story: string[];
  ended: number;
  steps: number;
}

function hear(heard: Heard, type: string, data: Line, exact: boolean): void {
  if (type === "executing" && data["node"] === null) heard.ended++;
  if (type === "progress") heard.steps++;
  const words = told(type, data, exact);
  if (words !== undefined) heard.story.push(words);
}

const renameModel = (body: string) => body.replaceAll("random-sd15", "preview");

async function replay(url: string, name: string, exact: boolean): Promise<void> {
  const lines = readRecording(name);
  const client = `client-${name}`;
  const recorded: Heard = { story: [], ended: 0, steps: 0 };
  const ours: Heard = { story: [], ended: 0, steps: 0 };
  const socket = new WebSocket(`${url.replace("http", "ws")}/ws?clientId=${client}`);
  socket.on("message", (data: Buffer, isBinary) => {
    if (isBinary) return exact ? void ours.story.push(`binary ${data.readUInt32BE()}`) : undefined;
    const { type, data: content } = JSON.parse(data.toString()) as { type: string; data: Line };
    return hear(ours, type, content, exact);
  });
  await new Promise((resolve) => socket.once("open", resolve));
  let answer: Response | undefined;
  for (const line of lines) {
    if (isRecord(line["sent"])) socket.send(JSON.stringify(line["sent"]));
    const frame = readFrame(line);
    if (frame) hear(recorded, frame.type, frame.data, exact);
    if (typeof line["binary_base64"] === "string" && exact)
      recorded.story.push(`binary ${Buffer.from(line["binary_base64"], "base64").readUInt32BE()}`);
    if (line["dir"] === ">") {
      await arrived(() => ours.ended >= recorded.ended && ours.steps >= recorded.steps, name);
      answer = await sendRecorded(url, line, renameModel);
    }
    if (line["dir"] !== "<") continue;
    if (isAnswerToBrokenBody(line)) answer = await sendBrokenBody(url);
    if (!answer) throw new Error("an answer without a request");
    const told = { status: answer.status, body: await bodyOf(answer) };
    expect(told, `${name} at ${String(line["ms"])}`).toEqual({
      status: line["status"],
      body: recordedBody(line["body"]),
    });
  }
  await arrived(() => ours.ended >= recorded.ended, name);
  await arrived(async () => (await (await fetch(`${url}/prompt`)).text()).includes(":0"), name);
  socket.terminate();
  const last = recorded.story.length;
  expect(ours.story.slice(0, last)).toEqual(recorded.story);
}

const recordedBody = (body: unknown): unknown =>
  isRecord(body) && "content_type" in body ? body["content_type"] : plain(body);

/** Reads a body; the recording stores only the type of a body that is not JSON. */
const bodyOf = async (answer: Response): Promise<unknown> => {
  const type = answer.headers.get("content-type") ?? "";
  const text = await answer.text();
  if (type.includes("json")) return plain(JSON.parse(text));
  if (type.startsWith("text/plain")) return text;
  return type;
};

async function arrived(done: () => boolean | Promise<boolean>, name: string): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await done())) {
    if (Date.now() > end) throw new Error(`${name}: the renderer has not reached the recorded point`);
    await sleep(2);
  }
}

describe.skipIf(!present)("replays recorded traffic", () => {
  let preview: Preview;
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "pegbar-replay-"));
    // Slow enough that requests arrive while a prompt runs.
    preview = await startPreview({ dir, previews: true, paceMs: 400 });
    const form = new FormData();
    form.set("image", new File([encodePng(160, 120, 1).slice(0, 60)], "broken.png"));
    await fetch(`${preview.url}/upload/image`, { method: "POST", body: form });
  });
  afterAll(async () => {
    await preview.stop();
    await rm(dir, { recursive: true });
  });

  test.each(files)("$name", async ({ name, exact }) => {
    await replay(preview.url, name, exact);
  });
});
