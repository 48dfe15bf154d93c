/** How a process ended unasked. */
export interface Exit {
  code: number | null;
  signal: string | null;
}

/**
 * ComfyUI as something that can be started and ended. Adapters: a child of this process (one machine), one that a
 * supervisor holds in ComfyUI's own container (reached over a unix socket), and one attached by its URL.
 */
export interface ComfyProcess {
  /** Where it answers while it runs. */
  readonly url: string;
  /** Whether this worker may start and end it. */
  readonly canRestart: boolean;
  /** Starts it unless it runs. Resolves when the process is there, not when it answers. */
  start(): Promise<void>;
  /**
   * Ends whatever runs, children included, and starts anew.
   * @throws CannotRestart where it is only attached
   */
  restart(): Promise<void>;
  /** Ends it: politely, then by force. Nothing happens where it is only attached. */
  stop(): Promise<void>;
  /** Bytes of memory that it holds; undefined where nobody can tell. */
  readMemory(): Promise<number | undefined>;
  /** Told whenever it ends unasked. An attached one never tells. */
  onExit(listener: (exit: Exit) => void): void;
  /** Lets go of it without ending it. */
  close(): Promise<void>;
}

/** This ComfyUI belongs to somebody else. */
export class CannotRestart extends Error {
  constructor(url: string) {
    super(`the ComfyUI at ${url} was not started by Pegbar: it can only be waited for`);
    this.name = "CannotRestart";
  }
}

/** The process could not be started, or whoever holds it does not answer. */
export class ProcessUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ProcessUnavailable";
  }
}
