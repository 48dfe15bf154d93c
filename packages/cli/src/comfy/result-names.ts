import { type FileName, fillPrefix, type Graph, isRecord, normalizeSubfolder, toKey } from "@pegbar/comfyui";
import type { Delivery } from "./prompt.ts";

/** The prefix under which ComfyUI would save a node's files. */
export function getPrefix(graph: Graph, nodeId: string, delivery: Delivery): string {
  if (delivery !== "output") return "ComfyUI_temp_pegbar";
  const prefix = graph[nodeId]?.inputs["filename_prefix"];
  return typeof prefix === "string" && prefix !== "" ? prefix : "ComfyUI";
}

interface Wanted {
  readonly prefix: string;
  readonly type: "output" | "temp";
  readonly extension: string;
  readonly width: number | null;
  readonly height: number | null;
}

/** Names results as ComfyUI does, `folder/name_00001_.png`, with numbers that no earlier result of this proxy has. */
export class ResultNames {
  /** Name without number → last number. */
  readonly #last = new Map<string, number>();

  /** Takes a name of an earlier result into account. */
  markUsed(name: FileName): void {
    const [, stem, number] = /^(.*)_(\d+)_?\.[^.]*$/s.exec(name.filename) ?? [];
    if (stem === undefined) return;
    const key = toKey({ ...name, filename: stem });
    this.#last.set(key, Math.max(this.#last.get(key) ?? 0, Number(number)));
  }

  /** Names the files of a node, which are numbered one after the other. */
  choose(files: readonly Wanted[], now = new Date()): FileName[] {
    return files.map(({ prefix, type, extension, width, height }) => {
      const path = normalizeSubfolder(fillPrefix(prefix, { width, height }, now)) || "ComfyUI";
      const at = path.lastIndexOf("/");
      const place = { type, subfolder: at < 0 ? "" : path.slice(0, at), filename: path.slice(at + 1) };
      const number = (this.#last.get(toKey(place)) ?? 0) + 1;
      this.#last.set(toKey(place), number);
      return { ...place, filename: `${place.filename}_${String(number).padStart(5, "0")}_.${extension}` };
    });
  }
}

/** The key of a node's outputs under which ComfyUI lists a file, by its type and the node's class. */
export function getOutputKey(
  classType: string,
  contentType: string,
): "images" | "gifs" | "audio" | "3d" | "text" | "latents" {
  if (/^VHS_/.test(classType)) return "gifs";
  if (contentType.startsWith("audio/")) return "audio";
  if (contentType.startsWith("model/")) return "3d";
  if (contentType.startsWith("text/")) return "text";
  if (/latent/i.test(classType)) return "latents";
  return "images";
}

/** Whether ComfyUI marks a node's pictures as animated. */
export const isAnimated = (classType: string, contentType: string): boolean =>
  contentType.startsWith("video/") || /Animated/.test(classType);

/** Reads an item of a node's output: a file. */
export const readFileItem = (item: unknown): FileName | undefined => {
  if (!isRecord(item) || typeof item["filename"] !== "string") return undefined;
  const { filename, subfolder, type } = item;
  return {
    filename,
    subfolder: typeof subfolder === "string" ? subfolder : "",
    type: type === "temp" || type === "input" ? type : "output",
  };
};
