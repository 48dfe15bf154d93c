import { encodePreview, encodePreviewWithMetadata, type FramePicture, ProgressState } from "@pegbar/comfyui";
import type { Prompt } from "./prompt.ts";
import type { Sockets } from "./sockets.ts";

/** Nodes that ran, in order, and nodes that came from the cache. */
export interface Execution {
  readonly executed: readonly string[];
  readonly cached: readonly string[];
}

/** Tells a prompt's tool which nodes run, in the messages and the order of ComfyUI. */
export class NodeReporter {
  readonly #prompt: Prompt;
  readonly #sockets: Sockets;
  readonly #state: ProgressState;
  readonly #started: string[] = [];
  #cached: readonly string[] | undefined;
  #current: string | undefined;

  constructor(prompt: Prompt, sockets: Sockets) {
    this.#prompt = prompt;
    this.#sockets = sockets;
    this.#state = new ProgressState(prompt.promptId);
  }

  /** The node that runs now. */
  get current(): string | undefined {
    return this.#current;
  }

  /** The nodes that have run, without the current one. */
  get executed(): string[] {
    return this.#started.filter((id) => id !== this.#current);
  }

  get cached(): readonly string[] {
    return this.#cached ?? [];
  }

  send(type: string, data: Record<string, unknown>): void {
    this.#sockets.send(type, { ...data, prompt_id: this.#prompt.promptId }, this.#prompt.clientId);
  }

  /** Tells which nodes are cached, once, before the first node. */
  reportCached(nodes: readonly string[]): void {
    if (this.#cached) return;
    this.#cached = nodes;
    this.send("execution_cached", { nodes, timestamp: Date.now() });
  }

  /** Tells all nodes that have started since the last call. The last one is still running. */
  reportNodes({ executed, cached }: Execution): void {
    this.reportCached(cached);
    for (const id of executed) this.start(id);
  }

  /** Tells that a node runs, and that the one before has ended. */
  start(id: string): void {
    if (this.#started.includes(id)) return;
    this.reportCached([]);
    this.finishCurrent();
    this.#started.push(id);
    this.#current = id;
    this.#setState(id, 0, 1, "running");
    this.send("executing", { node: id, display_node: id });
  }

  finishCurrent(): void {
    if (this.#current === undefined) return;
    this.#state.finish(this.#current);
    this.#current = undefined;
    this.#sendState();
  }

  /** Tells a step of the current node, with a picture after it if there is one. */
  reportStep(value: number, max: number, picture?: FramePicture): void {
    const node = this.#current;
    if (node === undefined) return;
    this.#setState(node, value, max, "running");
    if (picture && this.#wantsMetadata) this.sendPicture(picture);
    this.send("progress", { value, max, node });
    if (picture && !this.#wantsMetadata) this.sendPicture(picture);
  }

  get #wantsMetadata(): boolean {
    return this.#sockets.wantsMetadata(this.#prompt.clientId);
  }

  sendPicture(picture: FramePicture): void {
    const frame = this.#wantsMetadata
      ? encodePreviewWithMetadata(picture, this.#current ?? "", this.#prompt.promptId)
      : encodePreview(picture);
    this.#sockets.sendBinary(frame, this.#prompt.clientId);
  }

  #setState(id: string, value: number, max: number, state: "running" | "finished"): void {
    this.#state.set(id, value, max, state);
    this.#sendState();
  }

  #sendState(): void {
    this.#sockets.send("progress_state", this.#state.describe(), this.#prompt.clientId);
  }
}
