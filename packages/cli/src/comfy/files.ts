import { readFile } from "node:fs/promises";
import { findAssets } from "@pegbar/sdk";
import { type FileName, parseFileName, toKey } from "@pegbar/comfyui";
import type { Inputs } from "./inputs.ts";
import type { Connection } from "./persist.ts";
import type { ResultFile } from "./prompt.ts";
import type { Upload, UploadStore } from "./upload-store.ts";

/** The files that tools can name: those that they uploaded, and results of earlier prompts. */
export class Files {
  readonly #uploads: UploadStore;
  readonly #inputs: Inputs;
  readonly #connection: Connection;
  readonly #results = new Map<string, ResultFile>();

  constructor(uploads: UploadStore, inputs: Inputs, connection: Connection) {
    this.#uploads = uploads;
    this.#inputs = inputs;
    this.#connection = connection;
  }

  addResult(file: ResultFile): void {
    this.#results.set(toKey(file), file);
  }

  findUpload(name: FileName): Upload | undefined {
    return this.#uploads.find(name);
  }

  async read(upload: Upload): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await readFile(this.getPath(upload)));
  }

  getPath(upload: Upload): string {
    return this.#uploads.getPath(upload);
  }

  findResult(name: FileName): ResultFile | undefined {
    return this.#results.get(toKey(name));
  }

  /** Whether a graph may name this file. */
  exists(text: string): boolean {
    const name = parseFileName(text);
    return name !== undefined && (this.findUpload(name) ?? this.findResult(name)) !== undefined;
  }

  /** The id of the input for a file that a graph names. Uploads it unless Pegbar has it. */
  async getInputId(text: string): Promise<string | undefined> {
    const name = parseFileName(text);
    const upload = name && this.findUpload(name);
    if (upload) return this.#inputs.getId(upload);
    const result = name && this.findResult(name);
    if (!result) return undefined;
    const { client, signal } = this.#connection;
    const [asset] = await findAssets(client, [result.assetId], signal);
    return asset && this.#inputs.getIdOfAsset(asset.id, asset.sha256, result.filename);
  }
}
