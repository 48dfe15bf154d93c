import { isRecord } from "./graph.ts";

/** A failure for users, without server paths and names of other files. */
export interface Failure {
  kind: "invalid" | "out_of_memory" | "node_error";
  message: string;
  node?: { id: string; classType: string };
  traceback: string[];
}

const MAX_MESSAGE = 2000;
const TRACEBACK_LINES = 12;

/** Describes an `execution_error`. Out of memory is recognised by the exception's type or its message. */
export function describeError(data: Record<string, unknown>): Failure {
  const type = typeof data["exception_type"] === "string" ? data["exception_type"] : "";
  const message = typeof data["exception_message"] === "string" ? data["exception_message"].trim() : "";
  const outOfMemory = isOutOfMemory(type, message);
  const lines = Array.isArray(data["traceback"]) ? data["traceback"].filter((line) => typeof line === "string") : [];
  const node = readNode(data);
  return {
    kind: outOfMemory ? "out_of_memory" : "node_error",
    message: hidePaths(message || type || "The node failed without a message").slice(0, MAX_MESSAGE),
    ...(node ? { node } : {}),
    traceback: lines
      .flatMap((line) => line.split("\n"))
      .filter((line) => line.trim() !== "")
      .slice(-TRACEBACK_LINES)
      .map((line) => hidePaths(line).slice(0, MAX_MESSAGE)),
  };
}

/**
 * Messages of what runs out of memory: CUDA, PyTorch's CPU allocator (Linux and Windows), dynamic VRAM of ComfyUI, cuDNN,
 * cuBLAS, numpy. Some of them raise a RuntimeError.
 */
const OUT_OF_MEMORY =
  /out of memory|allocation on device|not enough memory|can't allocate memory|cannot allocate memory|VRAM Allocation failed|CUDNN_STATUS_ALLOC_FAILED|CUBLAS_STATUS_ALLOC_FAILED|Unable to allocate .* for an array|failed to allocate/i;

const isOutOfMemory = (type: string, message: string): boolean =>
  /(^|\.)(\w*OutOfMemoryError|\w*ArrayMemoryError|MemoryError)$/.test(type) || OUT_OF_MEMORY.test(message);

function readNode(data: Record<string, unknown>) {
  const { node_id: id, node_type: classType } = data;
  if ((typeof id !== "string" && typeof id !== "number") || typeof classType !== "string") return undefined;
  return { id: String(id), classType };
}

/** Describes a rejected `POST /prompt`, without its lists of files and models. */
export function describeRefusal(body: unknown): Failure {
  const json = isRecord(body) ? body : {};
  const [[nodeId, entry] = []] = Object.entries(isRecord(json["node_errors"]) ? json["node_errors"] : {});
  const error = isRecord(json["error"]) ? json["error"] : {};
  if (nodeId === undefined || !isRecord(entry)) {
    const blamed = readNode({
      node_id: isRecord(error["extra_info"]) ? error["extra_info"]["node_id"] : undefined,
      node_type: isRecord(error["extra_info"]) ? error["extra_info"]["class_type"] : undefined,
    });
    return {
      kind: "invalid",
      message: formatRefusal([hidePaths(toText(error["message"]) ?? "no reason given")]),
      ...(blamed ? { node: blamed } : {}),
      traceback: [],
    };
  }
  const errors = Array.isArray(entry["errors"]) ? entry["errors"].filter(isRecord) : [];
  const told = errors.map((one) => {
    const info = isRecord(one["extra_info"]) ? one["extra_info"] : {};
    const input = typeof info["input_name"] === "string" ? ` (${info["input_name"]})` : "";
    return `${hidePaths(toText(one["message"]) ?? toText(one["type"]) ?? "invalid")}${input}`;
  });
  const classType = typeof entry["class_type"] === "string" ? entry["class_type"] : "unknown";
  return {
    kind: "invalid",
    message: formatRefusal(told),
    node: { id: nodeId, classType },
    traceback: [],
  };
}

const toText = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

const formatRefusal = (reasons: string[]): string =>
  `ComfyUI rejected the graph: ${reasons.join("; ") || "no reason given"}`.slice(0, MAX_MESSAGE);

/** Keeps the last part of a path, which is enough to find the code and reveals nothing about the machine. */
export const hidePaths = (line: string): string =>
  line.replaceAll(/(?:[A-Za-z]:)?(?:[\\/][^\s"'\\/:,)]+){2,}/g, (path) => `…/${path.split(/[\\/]/).at(-1) ?? ""}`);
