import { encodePreview, encodePreviewWithMetadata, ProgressState, type FramePicture } from "@pegbar/comfyui";
import { asSharp, type Picture } from "./picture.ts";
import type { Sockets } from "./sockets.ts";

/** Longest side of a preview in pixels. */
const previewSize = 512;

/** Sends a prompt's progress to its client: `progress_state`, `progress`, and previews in both binary formats. */
export class Progress {
  readonly #state: ProgressState;
  readonly #sockets: Sockets;
  readonly #promptId: string;
  readonly #client: string | null;

  constructor(sockets: Sockets, promptId: string, client: string | null) {
    this.#state = new ProgressState(promptId);
    this.#sockets = sockets;
    this.#promptId = promptId;
    this.#client = client;
  }

  set(id: string, value: number, max: number, state: "running" | "finished"): void {
    this.#state.set(id, value, max, state);
    this.#send();
  }

  finish(id: string): void {
    this.#state.finish(id);
    this.#send();
  }

  #send(): void {
    this.#sockets.send("progress_state", this.#state.describe(), this.#client);
  }

  /** Reports a sampler's step, with a preview if the client wants one. */
  async sendStep(id: string, value: number, max: number, picture: (() => Promise<Picture>) | undefined): Promise<void> {
    this.set(id, value, max, "running");
    const preview = picture && (await encode(await picture()));
    const progress = { value, max, prompt_id: this.#promptId, node: id };
    const withMetadata = this.#sockets.wantsMetadata(this.#client);
    if (preview && withMetadata)
      this.#sockets.sendBinary(encodePreviewWithMetadata(preview, id, this.#promptId), this.#client);
    this.#sockets.send("progress", progress, this.#client);
    if (preview && !withMetadata) this.#sockets.sendBinary(encodePreview(preview), this.#client);
  }
}

const encode = async (picture: Picture): Promise<FramePicture> => ({
  type: "image/jpeg",
  bytes: await asSharp(picture)
    .resize({ width: previewSize, height: previewSize, fit: "inside", withoutEnlargement: true })
    .jpeg({ quality: 80 })
    .toBuffer(),
});
