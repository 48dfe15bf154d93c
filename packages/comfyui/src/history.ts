import { isRecord } from "./graph.ts";

/** An output file of a prompt, as ComfyUI names it. */
export interface OutputRef {
  /** The node of the graph, also for a file of a node that another node, such as a loop, added while it ran. */
  nodeId: string;
  /** ComfyUI's output key: images, gifs, audio, 3d … */
  kind: string;
  filename: string;
  subfolder: string;
  type: string;
}

/** Text that a node returned without saving it as a file. */
export interface OutputText {
  nodeId: string;
  text: string;
}

/** How a prompt ended. */
export type Ending =
  | { result: "success"; outputs: OutputRef[]; texts: OutputText[]; executionMs: number }
  | { result: "error"; data: Record<string, unknown> }
  | { result: "interrupted" };

/**
 * Reads `/history/{id}`. Undefined without an entry for the prompt. The last terminal message decides, because
 * `status_str` is "error" for an interruption too, and may be missing.
 */
export function parseHistory(json: unknown, promptId: string): Ending | undefined {
  const entry = isRecord(json) && Object.hasOwn(json, promptId) ? json[promptId] : undefined;
  if (!isRecord(entry)) return undefined;
  const messages = readMessages(entry["status"]);
  const outputs = readOutputs(entry);
  for (const { name, data } of messages.toReversed()) {
    if (name === "execution_success") return toSuccess(outputs, messages);
    if (name === "execution_interrupted") return { result: "interrupted" };
    if (name === "execution_error" && !isBlocked(data)) return { result: "error", data };
  }
  const status = isRecord(entry["status"]) ? entry["status"] : {};
  if (status["completed"] === true) return toSuccess(outputs, messages);
  return { result: "error", data: { exception_message: "ComfyUI ended the prompt without saying why" } };
}

const toSuccess = (outputs: readonly NodeOutput[], messages: Entry[]): Ending => ({
  result: "success",
  outputs: listOutputFiles(outputs),
  texts: listOutputTexts(outputs),
  executionMs: computeDuration(messages),
});

/** Not a failure of the prompt: a branch of the graph was disabled. */
export const isBlocked = (data: Record<string, unknown>): boolean => data["exception_type"] === "ExecutionBlocked";

interface Entry {
  name: string;
  data: Record<string, unknown>;
}

function readMessages(status: unknown): Entry[] {
  if (!isRecord(status) || !Array.isArray(status["messages"])) return [];
  return status["messages"].flatMap((message: unknown): Entry[] => {
    if (!Array.isArray(message) || typeof message[0] !== "string") return [];
    const data: unknown = message[1];
    return [{ name: message[0], data: isRecord(data) ? data : {} }];
  });
}

function computeDuration(messages: Entry[]): number {
  const findTime = (name: string) => {
    const timestamp = messages.find((message) => message.name === name)?.data["timestamp"];
    return typeof timestamp === "number" ? timestamp : undefined;
  };
  const [start, end] = [findTime("execution_start"), findTime("execution_success")];
  return start === undefined || end === undefined ? 0 : Math.max(0, end - start);
}

/** What one execution of a node returned. */
interface NodeOutput {
  nodeId: string;
  byKind: Record<string, unknown>;
}

/**
 * The outputs of a history entry. A node that another node added has an id that is not in the graph, such as
 * `5.0.0.9`; only `meta` tells which node of the graph it belongs to, because a loop gives its nodes other prefixes.
 */
function readOutputs(entry: Record<string, unknown>): NodeOutput[] {
  const outputs = isRecord(entry["outputs"]) ? entry["outputs"] : {};
  const meta = isRecord(entry["meta"]) ? entry["meta"] : {};
  return Object.entries(outputs).map(([id, byKind]) => {
    const about = Object.hasOwn(meta, id) ? meta[id] : undefined;
    const displayNode = isRecord(about) ? about["display_node"] : undefined;
    return {
      nodeId: typeof displayNode === "string" ? displayNode : id,
      byKind: isRecord(byKind) ? byKind : {},
    };
  });
}

/** Lists all output files of all nodes, of any type, except previews in the temp folder and inputs. */
function listOutputFiles(outputs: readonly NodeOutput[]): OutputRef[] {
  return outputs.flatMap(({ nodeId, byKind }) =>
    Object.entries(byKind).flatMap(([kind, items]) =>
      (Array.isArray(items) ? items : []).flatMap((item: unknown): OutputRef[] => {
        if (!isRecord(item) || typeof item["filename"] !== "string" || item["filename"] === "") return [];
        const type = typeof item["type"] === "string" ? item["type"] : "output";
        if (type === "temp" || type === "input") return [];
        const subfolder = typeof item["subfolder"] === "string" ? item["subfolder"] : "";
        return [{ nodeId, kind, filename: item["filename"], subfolder, type }];
      }),
    ),
  );
}

/**
 * The text of nodes that return only text, several strings joined by line breaks. A node that saved a file is left out:
 * ComfyUI 0.33's SaveText returns its text next to the file that contains it.
 */
function listOutputTexts(outputs: readonly NodeOutput[]): OutputText[] {
  return outputs.flatMap((output) => {
    if (listOutputFiles([output]).length > 0) return [];
    const returned = output.byKind["text"];
    const lines = (Array.isArray(returned) ? returned : [returned]).filter((line) => typeof line === "string");
    const text = lines.join("\n");
    return text === "" ? [] : [{ nodeId: output.nodeId, text }];
  });
}
