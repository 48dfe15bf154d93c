import { randomUUID } from "node:crypto";
import { ComfyClient, type Message, type ObjectInfo } from "@pegbar/comfyui";

/** One life of a ComfyUI, from its start to its end, and the event socket that all prompts of this worker share. */
export class Session {
  readonly client: ComfyClient;
  readonly objectInfo: ObjectInfo;
  /** Tenant of the prompt that was queued last; undefined before the first, when the cache may hold anybody's files. */
  tenantId: string | undefined;
  readonly #listeners = new Map<string, (message: Message) => void>();
  readonly #ended = new AbortController();
  #clientId: string = randomUUID();
  #socket: Promise<() => void> | undefined;
  /** Submitted prompts whose history entry may still exist. */
  readonly #prompts = new Set<string>();
  /** The prompt whose events carry no id (plain previews, steps of old versions). */
  #current: string | undefined;

  constructor(client: ComfyClient, objectInfo: ObjectInfo) {
    this.client = client;
    this.objectInfo = objectInfo;
  }

  /** Aborted once this ComfyUI is gone; the reason says why. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** Whether events still come for what was submitted under this client id: a later socket would not hear them. */
  receivesEventsFor(clientId: string): boolean {
    return this.#socket !== undefined && this.#clientId === clientId;
  }

  /**
   * The client id to submit with, its socket open. After a loss the next prompt gets a new id and a new socket; prompts
   * of the old one are only polled, because a second socket of one id goes deaf.
   * @throws ComfyUnavailable, or the reason why this ComfyUI is gone
   */
  async open(): Promise<string> {
    this.ended.throwIfAborted();
    if (!this.#socket) {
      const clientId = randomUUID();
      this.#clientId = clientId;
      const socket = this.client.connect(clientId, {
        message: (message) => this.#handleMessage(message),
        close: () => {
          if (this.#clientId === clientId) this.#socket = undefined;
        },
      });
      this.#socket = socket;
      // Whoever waits for the socket below gets the error.
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

  /** Hears a prompt's events until the returned function is called. */
  listen(promptId: string, listener: (message: Message) => void): () => void {
    this.#listeners.set(promptId, listener);
    return () => void this.#listeners.delete(promptId);
  }

  #handleMessage(message: Message): void {
    if (message.type === "execution_start") this.#current = message.promptId;
    const promptId = ("promptId" in message ? message.promptId : undefined) ?? this.#current;
    if (promptId !== undefined) this.#listeners.get(promptId)?.(message);
  }

  /** This ComfyUI is gone: whoever waits for it learns so. */
  async end(reason: string): Promise<void> {
    this.#ended.abort(new Error(reason));
    const socket = this.#socket;
    this.#socket = undefined;
    // A socket that failed to open needs no closing.
    const close = await socket?.catch(() => undefined);
    close?.();
  }
}
