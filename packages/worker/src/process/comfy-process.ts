import type { RunningJob } from "../output/output-log.ts";
import type { MachineFacts } from "../software/machine-facts.ts";

/** An unexpected exit of a process. */
export interface Exit {
  code: number | null;
  signal: string | null;
}

/**
 * A ComfyUI process that can be started and stopped. Adapters: a child of this process (one machine), one that a
 * supervisor runs in ComfyUI's own container (over a unix socket), and one that is attached by its URL.
 */
export interface ComfyProcess {
  /** Its URL while it runs. */
  readonly url: string;
  /** Whether this worker may start and stop it. */
  readonly canRestart: boolean;
  /** Starts it unless it runs. Resolves when the process exists, not when it answers. */
  start(): Promise<void>;
  /**
   * Stops the running process with its children, and starts a new one.
   * @throws CannotRestart if it is only attached
   */
  restart(): Promise<void>;
  /** Stops it: SIGTERM, then SIGKILL. No effect if it is only attached. */
  stop(): Promise<void>;
  /** Reads its memory in bytes; undefined if unknown. */
  readMemory(): Promise<number | undefined>;
  /** Reads what its machine knows about its software, which takes at most some seconds. It need not answer yet. */
  readMachineFacts(): Promise<MachineFacts>;
  /**
   * Says whose prompt it runs from now on, for the log of its output; undefined for one without a job. Never throws: the log
   * lacks the job's ids then. No effect if it is only attached, because its output goes elsewhere.
   */
  markStart(job: RunningJob | undefined): void;
  /** Called when it exits unexpectedly; never if it is only attached. */
  onExit(listener: (exit: Exit) => void): void;
  /** Detaches from it without stopping it. */
  close(): Promise<void>;
}

/** This ComfyUI was not started by Pegbar. */
export class CannotRestart extends Error {
  constructor(url: string) {
    super(`the ComfyUI at ${url} was not started by Pegbar, so Pegbar cannot restart it`);
    this.name = "CannotRestart";
  }
}

/** The process could not be started, or its supervisor does not answer. */
export class ProcessUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ProcessUnavailable";
  }
}
