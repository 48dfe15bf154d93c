import { randomUUID } from "node:crypto";
import { ComfyClient, type Message, type ObjectInfo } from "@pegbar/comfyui";

/** One run of ComfyUI, from start to exit, with the event socket that all prompts of this worker share. */
export class Session {
  readonly client: ComfyClient;
  readonly objectInfo: ObjectInfo;
  /** Tenant of the prompt queued last; undefined before the first, when the cache may contain any tenant's files. */
  tenantId: string | undefined;
  readonly #onIdleClose: (() => void) | undefined;
  readonly #listeners = new Map<string, (message: Message) => void>();
  readonly #ended = new AbortController();
  #clientId: string = randomUUID();
  #socket: Promise<() => void> | undefined;
  /** Submitted prompts whose history entry may still exist. */
  readonly #prompts = new Set<string>();
  /** The prompt to which events without an id belong (plain previews, steps of old versions). */
  #current: string | undefined;

  /** @param onIdleClose called when the socket closes while no prompt is followed */
  constructor(client: ComfyClient, objectInfo: ObjectInfo, onIdleClose?: () => void) {
    this.client = client;
    this.objectInfo = objectInfo;
    this.#onIdleClose = onIdleClose;
  }

  /** Aborted, with the reason, once this ComfyUI has exited. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** Whether events of prompts with this client id still arrive. A later socket has another id and does not receive them. */
  receivesEventsFor(clientId: string): boolean {
    return this.#socket !== undefined && this.#clientId === clientId;
  }

  /**
   * Opens the socket and returns the client id to submit with. After the socket was lost, the next prompt gets a new id and
   * socket; earlier prompts are only polled, because a second socket with the same id stops receiving events.
   * @throws ComfyUnavailable, or the reason why this ComfyUI has exited
   */
  async open(): Promise<string> {
    this.ended.throwIfAborted();
    if (!this.#socket) {
      const clientId = randomUUID();
      this.#clientId = clientId;
      const socket = this.client.connect(clientId, {
        message: (message) => this.#handleMessage(message),
        close: () => {
          if (this.#clientId !== clientId) return;
          this.#socket = undefined;
          if (this.#listeners.size === 0) this.#onIdleClose?.();
        },
      });
      this.#socket = socket;
      // The await below gets the error.
      socket.catch(() => {
        if (this.#clientId === clientId) this.#socket = undefined;
      });
    }
    await this.#socket;
    return this.#clientId;
  }

  /** Call before a submit, so that {@link deleteHistory} knows every prompt. */
  addPrompt(promptId: string): void {
    this.#prompts.add(promptId);
  }

  /** Whether this worker has submitted a prompt. */
  hasSubmitted(promptId: string): boolean {
    return this.#prompts.has(promptId);
  }

  /**
   * Deletes the history entries of prompts that have ended, so that no later prompt can read their graphs.
   * @param promptIds by default all prompts of this session
   * @throws ComfyUnavailable; entries that were not deleted stay listed for the next call
   */
  async deleteHistory(promptIds: readonly string[] = [...this.#prompts]): Promise<void> {
    if (promptIds.length === 0) return;
    await this.client.deleteHistory(promptIds);
    for (const promptId of promptIds) this.#prompts.delete(promptId);
  }

  /** Calls `listener` with a prompt's events until the returned function is called. */
  listen(promptId: string, listener: (message: Message) => void): () => void {
    this.#listeners.set(promptId, listener);
    return () => void this.#listeners.delete(promptId);
  }

  #handleMessage(message: Message): void {
    if (message.type === "execution_start") this.#current = message.promptId;
    const promptId = ("promptId" in message ? message.promptId : undefined) ?? this.#current;
    if (promptId !== undefined) this.#listeners.get(promptId)?.(message);
  }

  /** Ends the session after ComfyUI exited; aborts everything that waits for it. */
  async end(reason: string): Promise<void> {
    this.#ended.abort(new Error(reason));
    const socket = this.#socket;
    this.#socket = undefined;
    // A socket that failed to open needs no close.
    const close = await socket?.catch(() => undefined);
    close?.();
  }
}
