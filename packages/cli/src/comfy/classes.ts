import path from "node:path";
import {
  isRecord,
  type ModelKind,
  modelFolders,
  type ObjectInfo,
  parseObjectInfo,
  replaceChoices,
} from "@pegbar/comfyui";
import { readJsonFile, writePrivateFile } from "./json-file.ts";
import type { Connection } from "./persist.ts";
import { ownClasses } from "./own-classes.ts";
import type { UploadStore } from "./upload-store.ts";

/** How long classes and models are used without asking Pegbar again, in milliseconds. */
const FRESH_MS = 30_000;

interface Image {
  readonly etag: string;
  readonly comfyuiVersion: string;
  readonly objectInfo: Record<string, unknown>;
}

interface Model {
  readonly kind: string;
  readonly fileName: string;
}

/** The node classes of the fleet's image, with the models that the artist may use and the files that tools uploaded. */
export class Classes {
  readonly #connection: Connection;
  readonly #uploads: UploadStore;
  readonly #file: string;
  readonly #showId: string | undefined;
  #image: Image | undefined;
  #models: readonly Model[] = [];
  #readAt = -Infinity;
  #reading: Promise<void> | undefined;
  #filled: { of: string; raw: Record<string, unknown>; parsed: ObjectInfo } | undefined;

  /** @param showId show whose cleared models are listed; all models without it */
  constructor(connection: Connection, uploads: UploadStore, folder: string, showId: string | undefined) {
    this.#connection = connection;
    this.#uploads = uploads;
    this.#file = path.join(folder, "object-info.json");
    this.#showId = showId;
  }

  get comfyuiVersion(): string {
    return this.#image?.comfyuiVersion ?? "";
  }

  /** ComfyUI's `/object_info`. */
  async readRaw(): Promise<Record<string, unknown>> {
    return (await this.#read()).raw;
  }

  async readParsed(): Promise<ObjectInfo> {
    return (await this.#read()).parsed;
  }

  /** Folder of models → names of the files. */
  async readModels(): Promise<Record<string, string[]>> {
    await this.#refresh();
    return Object.fromEntries(
      Object.entries(modelFolders).map(([kind, folder]) => [folder, [...this.#listModels(kind as ModelKind)]]),
    );
  }

  #listModels(kind: ModelKind): readonly string[] {
    // Inputs of an unknown kind may name a model of any kind.
    const models = kind === "other" ? this.#models : this.#models.filter((model) => model.kind === kind);
    return [...new Set(models.map(({ fileName }) => fileName))].sort();
  }

  async #read() {
    await this.#refresh();
    const image = this.#image;
    if (!image) throw new Error("the image's classes are missing");
    const of = `${image.etag} ${this.#uploads.version} ${JSON.stringify(this.#models)}`;
    if (this.#filled?.of === of) return this.#filled;
    const models = new Map<ModelKind, readonly string[]>();
    const listModels = (kind: ModelKind) => {
      const listed = models.get(kind) ?? this.#listModels(kind);
      models.set(kind, listed);
      return listed;
    };
    const raw = replaceChoices(
      { ...ownClasses, ...image.objectInfo },
      { models: listModels, files: this.#uploads.listInputs() },
    );
    this.#filled = { of, raw, parsed: parseObjectInfo(raw) };
    return this.#filled;
  }

  /** @throws PegbarError if Pegbar cannot be reached and nothing is known from before */
  async #refresh(): Promise<void> {
    if (performance.now() - this.#readAt < FRESH_MS) return;
    this.#reading ??= this.#fetch().finally(() => (this.#reading = undefined));
    try {
      await this.#reading;
    } catch (error) {
      this.#image ??= await this.#readKept();
      if (!this.#image) throw error;
    }
    this.#readAt = performance.now();
  }

  async #readKept(): Promise<Image | undefined> {
    const kept = await readJsonFile(this.#file);
    const isImage = isRecord(kept) && typeof kept["etag"] === "string" && isRecord(kept["objectInfo"]);
    return isImage ? (kept as unknown as Image) : undefined;
  }

  async #fetch(): Promise<void> {
    const { client, signal } = this.#connection;
    this.#image ??= await this.#readKept();
    const etag = this.#image?.etag;
    const headers = etag === undefined ? {} : { "if-none-match": etag };
    const answer = await client.raw.GET("/v1/object-info", { params: { header: headers }, signal });
    if (answer.response.status !== 304) {
      // Throws the error of a response that is none.
      const { comfyuiVersion, objectInfo } = answer.data ?? (await client.get("/v1/object-info", { signal }));
      this.#image = { etag: answer.response.headers.get("etag") ?? "", comfyuiVersion, objectInfo };
      await writePrivateFile(this.#file, JSON.stringify(this.#image));
    }
    const query = { status: "active", limit: 200, ...(this.#showId === undefined ? {} : { showId: this.#showId }) };
    const models: Model[] = [];
    for await (const { kind, fileName } of client.pages("/v1/models", query, { signal }))
      models.push({ kind, fileName });
    this.#models = models;
  }
}
