import { asSharp, type Picture } from "./picture.ts";
import type { Sockets } from "./sockets.ts";

/** Longest side of a preview in pixels. */
const previewSize = 512;

interface NodeProgress {
  value: number;
  max: number;
  state: "running" | "finished";
}

const encodeUint32 = (value: number) => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
};

/** Sends a prompt's progress to its client: `progress_state`, `progress`, and previews in both binary formats. */
export class Progress {
  readonly #nodes = new Map<string, NodeProgress>();
  readonly #sockets: Sockets;
  readonly #promptId: string;
  readonly #client: string | null;

  constructor(sockets: Sockets, promptId: string, client: string | null) {
    this.#sockets = sockets;
    this.#promptId = promptId;
    this.#client = client;
  }

  set(id: string, value: number, max: number, state: NodeProgress["state"]): void {
    this.#nodes.set(id, { value, max, state });
    const common = { prompt_id: this.#promptId, parent_node_id: null };
    const nodes = [...this.#nodes].map(([node, progress]) => [
      node,
      { ...progress, node_id: node, ...common, display_node_id: node, real_node_id: node },
    ]);
    this.#sockets.send("progress_state", { prompt_id: this.#promptId, nodes: Object.fromEntries(nodes) }, this.#client);
  }

  finish(id: string): void {
    const max = this.#nodes.get(id)?.max ?? 1;
    this.set(id, max, max, "finished");
  }

  /** Reports a sampler's step, with a preview if the client wants one. */
  async sendStep(id: string, value: number, max: number, picture: (() => Promise<Picture>) | undefined): Promise<void> {
    this.set(id, value, max, "running");
    const jpeg = picture && (await encode(await picture()));
    const progress = { value, max, prompt_id: this.#promptId, node: id };
    const withMetadata = this.#sockets.wantsMetadata(this.#client);
    if (jpeg && withMetadata) this.#sockets.sendBinary(this.#withMetadata(id, jpeg), this.#client);
    this.#sockets.send("progress", progress, this.#client);
    if (jpeg && !withMetadata)
      this.#sockets.sendBinary(Buffer.concat([encodeUint32(1), encodeUint32(1), jpeg]), this.#client);
  }

  #withMetadata(id: string, jpeg: Buffer): Buffer {
    const about = Buffer.from(
      JSON.stringify({
        node_id: id,
        prompt_id: this.#promptId,
        display_node_id: id,
        parent_node_id: null,
        real_node_id: id,
        image_type: "image/jpeg",
      }),
    );
    return Buffer.concat([encodeUint32(4), encodeUint32(about.length), about, jpeg]);
  }
}

const encode = (picture: Picture): Promise<Buffer> =>
  asSharp(picture)
    .resize({ width: previewSize, height: previewSize, fit: "inside", withoutEnlargement: true })
    .jpeg({ quality: 80 })
    .toBuffer();
