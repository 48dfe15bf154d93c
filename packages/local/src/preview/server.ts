import { randomUUID } from "node:crypto";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import { ignoreMissing, isRecord, noPrompt, parseObjectInfo, validate, type ObjectInfo } from "@pegbar/comfyui";
import { type Engine, Execution } from "./execute.ts";
import { resolveAnnotatedPath, isFile, type Folders } from "./files.ts";
import type { NodeClass } from "./nodes/node.ts";
import { PromptQueue } from "./queue.ts";

/** The state behind ComfyUI's routes: queue, validation, the running prompt. */
export class Server {
  readonly queue: PromptQueue;
  readonly folders: Folders;
  readonly #engine: Engine;
  /** Object info including the models that have been imported since the start. */
  #known: { imported: string; objectInfo: ObjectInfo };
  #number = 0;
  #current: Execution | undefined;
  readonly #loop: Promise<void>;

  constructor(engine: Omit<Engine, "objectInfo">) {
    const info = Object.fromEntries([...engine.classes].map(([name, { info }]) => [name, info]));
    this.#engine = { ...engine, objectInfo: parseObjectInfo(info) };
    this.#known = { imported: "", objectInfo: this.#engine.objectInfo };
    this.folders = engine.folders;
    this.queue = new PromptQueue(() => engine.sockets.broadcastStatus(this.queue.remaining));
    this.#loop = this.#runPrompts();
  }

  /** `/object_info`, with the input folder's files as choices of the loaders. */
  async readObjectInfo(): Promise<Record<string, unknown>> {
    const entries = await readdir(this.folders.input, { withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name)
      .sort();
    const imported = await listImported(this.folders.models);
    return Object.fromEntries(
      [...this.#engine.classes].map(([name, nodeClass]) => [name, withFiles(name, nodeClass, files, imported)]),
    );
  }

  /** Reads the object info that prompts are validated against. */
  async #readOffered(): Promise<ObjectInfo> {
    const imported = JSON.stringify(await listImported(this.folders.models));
    if (this.#known.imported !== imported)
      this.#known = { imported, objectInfo: parseObjectInfo(await this.readObjectInfo()) };
    return this.#known.objectInfo;
  }

  /** `POST /prompt`. Throws where ComfyUI raises an exception. */
  async submit(body: unknown): Promise<{ status: 200 | 400; body: Record<string, unknown> }> {
    if (typeof body !== "object" || body === null) throw new TypeError("argument is not iterable");
    const request = isRecord(body) ? body : {};
    // Rejected requests count too.
    const counted = this.#number++;
    const number = "number" in request ? Number(request["number"]) : request["front"] ? -counted : counted;
    if (!("prompt" in request)) return { status: 400, body: noPrompt };
    const prompt = request["prompt"];
    const missing = await this.#findMissingFiles(prompt);
    const validation = validate(prompt, await this.#readOffered(), {
      fileExists: (name) => !missing.has(name),
      namesCycles: false,
    });
    if (validation.result === "raised") throw new TypeError("the graph cannot be read");
    if (validation.result === "refused") return { status: 400, body: validation.body };
    const targets = request["partial_execution_targets"];
    const outputs = Array.isArray(targets)
      ? validation.outputs.filter((id) => targets.includes(id))
      : validation.outputs;
    const promptId = request["prompt_id"] === undefined ? randomUUID() : String(request["prompt_id"]);
    const extraData = {
      ...(isRecord(request["extra_data"]) ? request["extra_data"] : {}),
      ...("client_id" in request ? { client_id: request["client_id"] } : {}),
      create_time: Date.now(),
    };
    this.#engine.print("got prompt");
    this.queue.put({ number, promptId, graph: validation.graph, extraData, outputs });
    return { status: 200, body: { prompt_id: promptId, number, node_errors: validation.nodeErrors } };
  }

  /** Finds file names of loaders that do not exist. */
  async #findMissingFiles(prompt: unknown): Promise<Set<string>> {
    const names = Object.values(isRecord(prompt) ? prompt : {}).flatMap((node) => {
      const inputs = isRecord(node) ? node["inputs"] : undefined;
      return isRecord(inputs) && typeof inputs["image"] !== "object" ? [String(inputs["image"])] : [];
    });
    const missing = await Promise.all(
      [...new Set(names)].map(async (name) => ((await isFile(resolveAnnotatedPath(this.folders, name))) ? [] : [name])),
    );
    return new Set(missing.flat());
  }

  /** Interrupts the running prompt; with an id, only if it is that prompt. */
  interrupt(promptId: string | undefined): void {
    if (promptId === undefined || this.#current?.item.promptId === promptId) this.#current?.interrupt();
  }

  async #runPrompts(): Promise<void> {
    // Let the constructor finish before anything runs.
    await breathe();
    while (!this.queue.closed) {
      const item = await this.queue.take();
      if (item) await this.#run(new Execution(this.#engine, item));
      if (this.queue.takeFlags().free_memory) this.#engine.cache.clear();
    }
  }

  async #run(execution: Execution): Promise<void> {
    const { sockets } = this.#engine;
    this.#current = execution;
    const began = performance.now();
    const entry = await execution.run();
    this.#current = undefined;
    // Like ComfyUI, the history is written only after the success event was sent.
    await breathe();
    this.queue.finish(entry);
    const client = sockets.clientId;
    if (client !== null) sockets.send("executing", { node: null, prompt_id: execution.item.promptId }, client);
    this.#engine.print(`Prompt executed in ${((performance.now() - began) / 1000).toFixed(2)} seconds`);
  }

  async stop(): Promise<void> {
    this.queue.close();
    this.#current?.interrupt();
    await this.#loop;
  }
}

/** A class as `/object_info` lists it now: loaders list the files in their folders. */
function withFiles(
  name: string,
  { info }: NodeClass,
  files: readonly string[],
  imported: Readonly<Record<string, readonly string[]>>,
): Record<string, unknown> {
  const input = info["input"];
  const required = isRecord(input) ? input["required"] : undefined;
  if (!isRecord(input) || !isRecord(required)) return info;
  const filled = Object.entries(required).map(([key, spec]) => {
    const [choices, options]: unknown[] = Array.isArray(spec) ? spec : [];
    if (isRecord(options) && options["image_upload"] === true) return [key, [files, options]];
    const folder = Object.entries(modelInputs).find(([, place]) => place === `${name}.${key}`)?.[0];
    const added = imported[folder ?? ""] ?? [];
    return Array.isArray(choices) && added.length > 0 ? [key, [[...(choices as unknown[]), ...added]]] : [key, spec];
  });
  return { ...info, input: { ...input, required: Object.fromEntries(filled) } };
}

/** Inputs that choose a model, by the folder of its file. */
const modelInputs = { checkpoints: "CheckpointLoaderSimple.ckpt_name", loras: "LoraLoader.lora_name" };

/** Lists the imported models of each folder as graphs name them: `<folder>/<file>`. */
async function listImported(models: string): Promise<Record<string, string[]>> {
  const folders = Object.keys(modelInputs);
  const lists = await Promise.all(folders.map((folder) => listModelFiles(path.join(models, folder))));
  return Object.fromEntries(folders.map((folder, index) => [folder, lists[index] ?? []]));
}

async function listModelFiles(folder: string): Promise<string[]> {
  const entries = await ignoreMissing(readdir(folder, { recursive: true, withFileTypes: true }), []);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".safetensors"))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((name) => name.split(path.sep).join("/"))
    .sort();
}
