import { isRecord } from "./graph.ts";
import { parsePythonJson } from "./python-json.ts";

/**
 * The used parts of a frame of ComfyUI's event socket. `displayNode` is the node of the graph that `node` belongs to: they
 * differ for nodes that another node, such as a loop, added while it ran.
 */
export type Message =
  | { type: "status"; remaining: number | undefined; sid: string | undefined }
  | { type: "execution_start" | "execution_success"; promptId: string; timestamp: number | undefined }
  | { type: "execution_cached"; promptId: string; nodes: string[] }
  | { type: "executing"; promptId: string | undefined; node: string | undefined; displayNode: string | undefined }
  | { type: "progress"; promptId: string | undefined; node: string | undefined; value: number; max: number }
  | { type: "executed"; promptId: string; node: string; output: Record<string, unknown> }
  | { type: "execution_error" | "execution_interrupted"; promptId: string; data: Record<string, unknown> }
  | { type: "preview"; format: "image/jpeg" | "image/png"; bytes: Uint8Array; promptId: string | undefined }
  | { type: "other"; name: string };

const toText = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const toNumber = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;

/** Parses a text frame. Undefined if it is not a message; never throws. */
export function parseText(frame: string): Message | undefined {
  let json: unknown;
  try {
    json = parsePythonJson(frame);
  } catch {
    // Custom nodes send other frames, which need not be JSON.
    return undefined;
  }
  if (!isRecord(json) || typeof json["type"] !== "string") return undefined;
  return parseData(json["type"], isRecord(json["data"]) ? json["data"] : {});
}

function parseData(type: string, data: Record<string, unknown>): Message {
  const promptId = toText(data["prompt_id"]);
  const node = toText(data["node"]);
  switch (type) {
    case "status": {
      const status = isRecord(data["status"]) ? data["status"] : {};
      const info = isRecord(status["exec_info"]) ? status["exec_info"] : {};
      return { type, remaining: toNumber(info["queue_remaining"]), sid: toText(data["sid"]) };
    }
    case "executing":
      return { type, promptId, node, displayNode: toText(data["display_node"]) ?? node };
    case "progress":
      return { type, promptId, node, value: toNumber(data["value"]) ?? 0, max: toNumber(data["max"]) ?? 0 };
  }
  if (promptId === undefined) return { type: "other", name: type };
  switch (type) {
    case "execution_start":
    case "execution_success":
      return { type, promptId, timestamp: toNumber(data["timestamp"]) };
    case "execution_cached":
      return {
        type,
        promptId,
        nodes: Array.isArray(data["nodes"]) ? data["nodes"].filter((id) => typeof id === "string") : [],
      };
    case "executed":
      return { type, promptId, node: node ?? "", output: isRecord(data["output"]) ? data["output"] : {} };
    case "execution_error":
    case "execution_interrupted":
      return { type, promptId, data };
    default:
      return { type: "other", name: type };
  }
}

const PREVIEW = 1;
const TEXT = 3;
const PREVIEW_WITH_METADATA = 4;

/** Parses a binary frame: a big-endian event number, then the event's data. Undefined if malformed; never throws. */
export function parseBinary(frame: Uint8Array): Message | undefined {
  if (frame.length < 8) return undefined;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const event = view.getUint32(0);
  if (event === PREVIEW) {
    return {
      type: "preview",
      format: view.getUint32(4) === 2 ? "image/png" : "image/jpeg",
      bytes: frame.subarray(8),
      promptId: undefined,
    };
  }
  if (event === TEXT) return { type: "other", name: "text" };
  if (event !== PREVIEW_WITH_METADATA) return { type: "other", name: `binary ${event}` };
  const length = view.getUint32(4);
  if (8 + length > frame.length) return undefined;
  const metadata = parseMetadata(frame.subarray(8, 8 + length));
  return {
    type: "preview",
    format: metadata["image_type"] === "image/png" ? "image/png" : "image/jpeg",
    bytes: frame.subarray(8 + length),
    promptId: toText(metadata["prompt_id"]),
  };
}

function parseMetadata(bytes: Uint8Array): Record<string, unknown> {
  try {
    const json: unknown = parsePythonJson(new TextDecoder().decode(bytes));
    return isRecord(json) ? json : {};
  } catch {
    // The picture can be shown without its metadata.
    return {};
  }
}
