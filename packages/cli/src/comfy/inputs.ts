import { openAsBlob } from "node:fs";
import { isRecord } from "@pegbar/comfyui";
import path from "node:path";
import { uploadPath } from "@pegbar/sdk/node";
import { readJsonFile, writePrivateFile } from "./json-file.ts";
import type { Connection } from "./persist.ts";
import type { Upload, UploadStore } from "./upload-store.ts";

/** Most ids that are remembered. */
const MAX_IDS = 5000;

/**
 * Turns files into inputs of Pegbar, each once: `inp_…` by SHA-256. An upload begins as soon as a tool has sent the file,
 * so that it is usually done when the prompt comes.
 */
export class Inputs {
  readonly #connection: Connection;
  readonly #uploads: UploadStore;
  readonly #file: string;
  #ids: Map<string, string>;
  readonly #pending = new Map<string, Promise<string>>();

  private constructor(connection: Connection, uploads: UploadStore, file: string, ids: Map<string, string>) {
    this.#connection = connection;
    this.#uploads = uploads;
    this.#file = file;
    this.#ids = ids;
  }

  static async open(connection: Connection, uploads: UploadStore, folder: string): Promise<Inputs> {
    const file = path.join(folder, "inputs.json");
    const known = await readJsonFile(file);
    const entries = Object.entries(isRecord(known) ? known : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    );
    return new Inputs(connection, uploads, file, new Map(entries));
  }

  /** Begins to send a file. A failure is reported when a prompt needs the file. */
  prepare(upload: Upload): void {
    // The prompt that names the file sends it again, and reports why that fails.
    this.getId(upload).catch(() => undefined);
  }

  /** The id of an uploaded file's input. @throws PegbarError if Pegbar refuses the file or cannot be reached */
  getId(upload: Upload): Promise<string> {
    const { client, signal } = this.#connection;
    return this.#once(upload.sha256, async () => {
      const { filename, sha256 } = upload;
      const file = this.#uploads.getPath(upload);
      const { size } = await openAsBlob(file);
      // A large file is hashed in parts, too.
      const known = size > 64 * 1024 * 1024 ? {} : { sha256 };
      return (await uploadPath(client, file, { filename, signal, ...known })).id;
    });
  }

  /** The id of an input with the bytes of a result. */
  getIdOfAsset(assetId: string, sha256: string, filename: string): Promise<string> {
    const { client, signal } = this.#connection;
    return this.#once(sha256, async () => {
      const response = await client.request(`/v1/assets/${assetId}/download`, { signal });
      const bytes = new Uint8Array(await response.arrayBuffer());
      return (await client.uploadFile(bytes, { filename, signal })).id;
    });
  }

  /** Forgets an id, because the input no longer exists in Pegbar. */
  forget(id: string): void {
    for (const [sha256, known] of this.#ids) if (known === id) this.#ids.delete(sha256);
  }

  #once(sha256: string, send: () => Promise<string>): Promise<string> {
    const known = this.#ids.get(sha256);
    if (known !== undefined) return Promise.resolve(known);
    const pending =
      this.#pending.get(sha256) ??
      send()
        .then(async (id) => {
          this.#ids.set(sha256, id);
          this.#ids = new Map([...this.#ids].slice(-MAX_IDS));
          await writePrivateFile(this.#file, JSON.stringify(Object.fromEntries(this.#ids)));
          return id;
        })
        .finally(() => this.#pending.delete(sha256));
    this.#pending.set(sha256, pending);
    return pending;
  }
}
