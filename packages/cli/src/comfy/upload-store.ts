import { createHash } from "node:crypto";
import { rm, stat } from "node:fs/promises";
import path from "node:path";
import { type FileName, type FolderType, isRecord, listUploadNames, toKey } from "@pegbar/comfyui";
import { ignoreMissing, makeFolder } from "@pegbar/sdk/node";
import { readJsonFile, writePrivateFile } from "./json-file.ts";

/** A file that a tool uploaded. */
export interface Upload {
  readonly type: FolderType;
  readonly subfolder: string;
  readonly filename: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Most files, and their size together in bytes. The oldest are dropped. */
const MAX_FILES = 2000;
const MAX_BYTES = 4 * 1024 * 1024 * 1024;

/** The files that tools uploaded, by name; their bytes by hash. They are still there after a restart. */
export class UploadStore {
  readonly #folder: string;
  #files = new Map<string, Upload>();
  #saving: Promise<void> = Promise.resolve();
  /** Changes with the list of files. */
  version = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string): Promise<UploadStore> {
    await makeFolder(path.join(folder, "bytes"), 0o700);
    const store = new UploadStore(folder);
    const listed = await readJsonFile(store.#index);
    for (const upload of Array.isArray(listed) ? listed.filter(isUpload) : []) store.#files.set(toKey(upload), upload);
    return store;
  }

  get #index(): string {
    return path.join(this.#folder, "uploads.json");
  }

  find(name: FileName): Upload | undefined {
    return this.#files.get(toKey(name));
  }

  /** Names of the files in the input folder, as graphs write them. */
  listInputs(): string[] {
    return [...this.#files.values()]
      .filter(({ type }) => type === "input")
      .map(({ subfolder, filename }) => (subfolder === "" ? filename : `${subfolder}/${filename}`))
      .sort();
  }

  getPath({ sha256 }: Upload): string {
    return path.join(this.#folder, "bytes", sha256);
  }

  /** Stores a file. Without `overwrite`, a file whose name is taken by other bytes is renamed as ComfyUI does. */
  async add(wanted: FileName, bytes: Uint8Array, overwrite: boolean): Promise<Upload> {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const filename = overwrite ? wanted.filename : this.#chooseName(wanted, sha256);
    const upload: Upload = { ...wanted, filename, sha256, bytes: bytes.length, at: Date.now() };
    const key = toKey(upload);
    // The latest one is last.
    this.#files.delete(key);
    this.#files.set(key, upload);
    this.version++;
    if (!(await ignoreMissing(stat(this.getPath(upload))))) await writePrivateFile(this.getPath(upload), bytes);
    await this.#dropOldest();
    return upload;
  }

  #chooseName(wanted: FileName, sha256: string): string {
    for (const filename of listUploadNames(wanted.filename)) {
      const taken = this.#files.get(toKey({ ...wanted, filename }));
      if (!taken || taken.sha256 === sha256) return filename;
    }
    throw new Error("unreachable: there is always another name");
  }

  async #dropOldest(): Promise<void> {
    let total = [...this.#files.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    const dropped: Upload[] = [];
    for (const [key, upload] of this.#files) {
      if ((this.#files.size <= MAX_FILES && total <= MAX_BYTES) || this.#files.size === 1) break;
      this.#files.delete(key);
      total -= upload.bytes;
      dropped.push(upload);
    }
    await this.#save();
    const kept = new Set([...this.#files.values()].map(({ sha256 }) => sha256));
    for (const upload of dropped) if (!kept.has(upload.sha256)) await rm(this.getPath(upload), { force: true });
  }

  async #save(): Promise<void> {
    const write = this.#saving
      // An earlier write that failed has thrown where it was requested.
      .catch(() => undefined)
      .then(() => writePrivateFile(this.#index, JSON.stringify([...this.#files.values()])));
    this.#saving = write;
    await write;
  }
}

const isUpload = (value: unknown): value is Upload =>
  isRecord(value) &&
  typeof value["type"] === "string" &&
  typeof value["subfolder"] === "string" &&
  typeof value["filename"] === "string" &&
  typeof value["sha256"] === "string" &&
  /^[0-9a-f]{64}$/.test(value["sha256"]) &&
  typeof value["bytes"] === "number";
