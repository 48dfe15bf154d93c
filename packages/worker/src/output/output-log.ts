import type { LogFields, LogIds } from "@pegbar/telemetry/log/line.ts";
import { readKnownLine } from "./known-line.ts";

/** The job whose prompt runs, for the log. */
export type RunningJob = Record<"jobId" | "attemptId", string> & Pick<LogIds, "requestId" | "traceId">;

/** A prompt that runs; the worker's test picture has no job. */
interface Prompt {
  job: RunningJob | undefined;
}

/** Receives the lines that can be logged, with the ids of the job whose prompt printed them. */
export type OnLine = (line: string, ids: LogFields) => void;

/** Line that ComfyUI prints for every prompt that it receives. */
const FIRST_PROMPT = "got prompt";
/** Last line of a prompt. ComfyUI prints it before it starts the next one. */
const LAST_LINE = /^Prompt executed in /;
/** Longest time between a prompt's start and the moment that the worker has said so, and the reverse. Milliseconds. */
const LATE_MS = 500;

/**
 * Passes on what one run of ComfyUI prints: everything until the first prompt, then only known lines, each with the job
 * whose prompt runs. The worker learns of a prompt's start from an event, and the next prompt may wait in ComfyUI's queue;
 * so lines after the end of one prompt wait for the start of the next, and a start waits for the end of the prompt before.
 */
export class OutputLog {
  readonly #onLine: OnLine;
  #hasPrompt = false;
  #running: Prompt | undefined;
  #next: Prompt | undefined;
  /** Lines since the last prompt's end. */
  #early: string[] = [];
  #withheld = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(onLine: OnLine) {
    this.#onLine = onLine;
  }

  /** Call with each line, in order. */
  add(line: string): void {
    if (!this.#hasPrompt && !line.includes(FIRST_PROMPT)) return this.#onLine(line, {});
    this.#hasPrompt = true;
    if (this.#running) return this.#pass(line);
    this.#early.push(line);
    return this.#wait();
  }

  /** Call when a prompt starts, with its job. */
  markStart(job: RunningJob | undefined): void {
    if (this.#running) {
      this.#next = { job };
      this.#wait();
    } else this.#start({ job });
  }

  /** Call when ComfyUI has exited: passes on what waits. */
  end(): void {
    this.#settle();
    this.#finish();
  }

  #start(prompt: Prompt | undefined): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running = prompt;
    const early = this.#early.splice(0);
    // The prompt may have ended before its start was known; what follows waits for the next one.
    early.forEach((line) => (this.#running || !prompt ? this.#pass(line) : this.add(line)));
  }

  #pass(line: string): void {
    const known = readKnownLine(line);
    if (known === undefined) this.#withheld++;
    else if (known !== "") this.#onLine(known, { ...this.#running?.job });
    if (LAST_LINE.test(line)) this.#finish();
  }

  /** Ends the running prompt; the next one, if it is known, runs then. */
  #finish(): void {
    if (this.#withheld > 0) this.#onLine("lines withheld", { ...this.#running?.job, lines: this.#withheld });
    this.#withheld = 0;
    const next = this.#next;
    this.#running = this.#next = undefined;
    if (next) this.#start(next);
  }

  #wait(): void {
    this.#timer ??= setTimeout(() => this.#settle(), LATE_MS).unref();
  }

  /** What was waited for did not come: a start was not reported, or the last line of a prompt not printed. */
  #settle(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#next) this.#finish();
    else if (!this.#running) {
      this.#start(undefined);
      this.#finish();
    }
  }
}
