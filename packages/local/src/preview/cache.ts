import { createHash, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Graph, isLink, getOwn } from "@pegbar/comfyui";
import { resolveAnnotatedPath, type Folders } from "./files.ts";
import type { NodeResult } from "./nodes/node.ts";

const hash = (data: string | Uint8Array) => createHash("sha256").update(data).digest("hex");

/** Hashes a loader's file, so that the cache key changes with its bytes. */
const hashInputFile = async (folders: Folders, name: unknown): Promise<string> => {
  if (typeof name !== "string") return randomUUID();
  // An unreadable file never matches the cache, so that the loader runs and reports the error.
  return readFile(resolveAnnotatedPath(folders, name)).then(hash, () => randomUUID());
};

/**
 * Results of the last prompt's nodes, keyed by class, values, and the same of all upstream nodes. Node ids and prompt ids
 * are not part of the key, so that a SaveImage also matches, with the file it wrote for another job, as in ComfyUI.
 */
export class NodeCache {
  readonly #results = new Map<string, NodeResult>();
  #signatures = new Map<string, string>();

  clear(): void {
    this.#results.clear();
  }

  /** Starts a prompt: computes its nodes' keys and drops results that none of them can use. */
  async begin(graph: Graph, folders: Folders): Promise<void> {
    this.#signatures = new Map();
    const path = new Set<string>();
    for (const id of Object.keys(graph)) await this.#sign(graph, folders, id, path);
    const known = new Set(this.#signatures.values());
    for (const signature of this.#results.keys()) if (!known.has(signature)) this.#results.delete(signature);
  }

  async #sign(graph: Graph, folders: Folders, id: string, path: Set<string>): Promise<string> {
    const known = this.#signatures.get(id);
    if (known) return known;
    const node = getOwn(graph, id);
    if (!node || path.has(id)) return randomUUID();
    path.add(id);
    const parts: unknown[] = [node.class_type];
    if (node.class_type.startsWith("LoadImage")) parts.push(await hashInputFile(folders, node.inputs["image"]));
    for (const [name, value] of Object.entries(node.inputs).sort(([a], [b]) => (a < b ? -1 : 1)))
      parts.push([
        name,
        isLink(value) ? ["link", await this.#sign(graph, folders, value[0], path), value[1]] : ["value", value],
      ]);
    path.delete(id);
    const signature = hash(JSON.stringify(parts));
    this.#signatures.set(id, signature);
    return signature;
  }

  get(id: string): NodeResult | undefined {
    return this.#results.get(this.#signatures.get(id) ?? "");
  }

  set(id: string, result: NodeResult): void {
    const signature = this.#signatures.get(id);
    if (signature) this.#results.set(signature, result);
  }
}
