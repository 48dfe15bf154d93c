import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { isRecord } from "@pegbar/comfyui";
import { makeFolder } from "@pegbar/sdk/node";
import { readJsonFile, writePrivateFile } from "./json-file.ts";
import { getKey, type Prompt } from "./prompt.ts";

/** Ended prompts that are kept. */
const MAX_ENDED = 500;
/** Size of all prompts together, in bytes: graphs have up to two megabytes. */
const MAX_BYTES = 128 * 1024 * 1024;

/**
 * The prompts of this proxy, each in a file of its own, so that queue and history are still there after a restart. Drops
 * the oldest ended ones.
 */
export class PromptStore {
  readonly #folder: string;
  /** In the order in which they were submitted. */
  readonly #prompts = new Map<string, { prompt: Prompt; file: string; bytes: number }>();
  /** Writes of a file, one after the other. */
  readonly #writes = new Map<string, Promise<void>>();
  #count = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string): Promise<PromptStore> {
    await makeFolder(folder, 0o700);
    const store = new PromptStore(folder);
    const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
    for (const name of names) {
      const file = path.join(folder, name);
      const prompt = await readJsonFile(file);
      if (!isPrompt(prompt)) continue;
      const { size } = await stat(file);
      store.#prompts.set(getKey(prompt), { prompt, file, bytes: size });
      store.#count = Math.max(store.#count, Number.parseInt(name, 10) + 1);
    }
    return store;
  }

  get all(): readonly Prompt[] {
    return [...this.#prompts.values()].map(({ prompt }) => prompt);
  }

  /** How many prompts had this id. */
  countRuns(promptId: string): number {
    return this.all.filter((prompt) => prompt.promptId === promptId).length;
  }

  /** Stores a prompt, or what has changed of it. */
  async save(prompt: Prompt): Promise<void> {
    const key = getKey(prompt);
    const content = JSON.stringify(prompt);
    const file =
      this.#prompts.get(key)?.file ??
      path.join(this.#folder, `${String(this.#count++).padStart(8, "0")}-${key.replaceAll(/[^\w.-]/g, "_")}.json`);
    this.#prompts.set(key, { prompt, file, bytes: content.length });
    await this.#write(file, () => writePrivateFile(file, content));
    await this.#dropOldest();
  }

  async remove(prompt: Prompt): Promise<void> {
    const found = this.#prompts.get(getKey(prompt));
    if (!found) return;
    this.#prompts.delete(getKey(prompt));
    await this.#write(found.file, () => rm(found.file, { force: true }));
    this.#writes.delete(found.file);
  }

  async #write(file: string, work: () => Promise<void>): Promise<void> {
    const before = this.#writes.get(file) ?? Promise.resolve();
    // An earlier write that failed has thrown where it was requested.
    const write = before.catch(() => undefined).then(work);
    this.#writes.set(file, write);
    await write;
  }

  async #dropOldest(): Promise<void> {
    const ended = [...this.#prompts.values()].filter(({ prompt }) => prompt.end);
    let total = [...this.#prompts.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    for (let index = 0; index < ended.length; index++) {
      const one = ended[index];
      if (!one || (ended.length - index <= MAX_ENDED && total <= MAX_BYTES)) return;
      total -= one.bytes;
      await this.remove(one.prompt);
    }
  }
}

const isPrompt = (value: unknown): value is Prompt =>
  isRecord(value) &&
  typeof value["promptId"] === "string" &&
  typeof value["run"] === "number" &&
  typeof value["number"] === "number" &&
  isRecord(value["graph"]) &&
  isRecord(value["pegbar"]) &&
  Array.isArray(value["files"]);
