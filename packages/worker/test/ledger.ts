import { isRecord } from "@pegbar/comfyui";
import type { Frame, Step } from "./story.ts";

type Asked = Extract<Step, { step: "asks" }>;
type Answered = Extract<Step, { step: "answers" }>;

interface Run {
  id: string;
  outputs: Record<string, unknown>;
  messages: [string, Record<string, unknown>][];
}

/** State of a replayed ComfyUI at each point of the conversation: queue, history, and the client's ids. */
export class Ledger {
  /** Id in the conversation → id that the client chose. */
  readonly #ids = new Map<string, string>();
  readonly #pending: string[] = [];
  readonly #history = new Map<string, unknown>();
  readonly #runs: Run[] = [];
  #running: Run | undefined;
  /** History entry of each prompt at the end of the conversation, and how often it runs. */
  readonly #last: ReadonlyMap<string, unknown>;
  readonly #toRun = new Map<string, number>();
  /** Differences between the conversation's responses and this state. */
  readonly contradictions: string[] = [];

  constructor(steps: readonly Step[]) {
    this.#last = new Map(steps.flatMap((_, at) => (at > 0 ? historyAt(steps, at) : [])));
    for (const step of steps) {
      if (step.step !== "frame" || step.frame.type !== "execution_start") continue;
      const id = String(step.frame.data["prompt_id"]);
      this.#toRun.set(id, (this.#toRun.get(id) ?? 0) + 1);
    }
  }

  submitted({ body }: Asked, given: Record<string, unknown>, answer: Answered | undefined): void {
    const id = isRecord(body) && typeof body["prompt_id"] === "string" ? body["prompt_id"] : undefined;
    if (id === undefined || answer?.status !== 200) return;
    this.#ids.set(id, String(given["prompt_id"]));
    this.#pending.push(id);
  }

  /** What the client must do at this step; undefined if nothing. */
  orderOf({ method, path, body }: Asked): string | undefined {
    if (method !== "POST" || !isRecord(body)) return undefined;
    const [deleted] = Array.isArray(body["delete"]) ? body["delete"] : [];
    const live = this.#ids.get(String(path === "/interrupt" ? body["prompt_id"] : deleted));
    return live === undefined ? undefined : `${path} ${live}`;
  }

  heeded(order: string): void {
    const at = this.#pending.findIndex((id) => order === `/queue ${this.#ids.get(id) ?? ""}`);
    if (at >= 0) this.#pending.splice(at, 1);
  }

  told({ type, data }: Frame): void {
    const id = String(data["prompt_id"]);
    if (type === "execution_start") {
      this.#pending.splice(this.#pending.indexOf(id), 1);
      this.#running = { id, outputs: {}, messages: [] };
      this.#runs.push(this.#running);
      this.#toRun.set(id, (this.#toRun.get(id) ?? 1) - 1);
    }
    const run = this.#running;
    if (!run || run.id !== id) return;
    if (type.startsWith("execution_")) run.messages.push([type, data]);
    if (type === "executed" && isRecord(data["output"])) run.outputs[String(data["node"])] = data["output"];
    if (type !== "executing" || data["node"] !== null) return;
    this.#running = undefined;
    const { outputs, messages } = run;
    const known = this.#toRun.get(id) === 0 ? this.#last.get(id) : undefined;
    this.#history.set(id, known ?? { outputs, status: { status_str: "x", completed: true, messages } });
  }

  /** The conversation's response at this step. Unknown values are learned from it; all others must agree. */
  answered(steps: readonly Step[], at: number): void {
    for (const [id, entry] of historyAt(steps, at)) {
      if (this.#running?.id === id) this.#running = undefined;
      if (!this.#history.has(id)) this.#history.set(id, entry);
    }
    const [question, answer] = [steps[at - 1], steps[at]];
    if (question?.step !== "asks" || answer?.step !== "answers" || question.path !== "/queue") return;
    if (question.method !== "GET") return;
    const [theirs, ours] = [idsOf(this.live(answer.body)), idsOf(this.queue())];
    if (theirs !== ours) this.contradictions.push(`the queue holds ${theirs}, not ${ours}`);
  }

  queue() {
    const item = (id: string) => [0, this.#ids.get(id)];
    return { queue_running: this.#running ? [item(this.#running.id)] : [], queue_pending: this.#pending.map(item) };
  }

  history(liveId: string): Record<string, unknown> {
    const id = [...this.#ids].find(([, live]) => live === liveId)?.[0];
    const entry = id === undefined ? undefined : this.#history.get(id);
    return entry === undefined ? {} : { [liveId]: this.live(entry) };
  }

  /** Ids that the client chose for accepted prompts, in order. */
  get given(): string[] {
    return [...this.#ids.values()];
  }

  /** Files that frames named as outputs of each run, in order. */
  get files(): string[][] {
    return this.#runs.map(({ outputs }) =>
      Object.values(outputs).flatMap((output) =>
        Object.values(isRecord(output) ? output : {})
          .flatMap((items): unknown[] => (Array.isArray(items) ? items : []))
          .flatMap((item) => (isRecord(item) && item["type"] === "output" ? [String(item["filename"])] : [])),
      ),
    );
  }

  /** End of each run: type and data of its last message. */
  get endings(): [string, Record<string, unknown>][] {
    return this.#runs.flatMap(({ messages }) => messages.slice(-1));
  }

  /** The same with the client's ids. */
  live(value: unknown): unknown {
    if (value === undefined) return undefined;
    return JSON.parse(this.#renamed(JSON.stringify(value)));
  }

  livePicture(frame: Buffer): Buffer {
    return Buffer.from(this.#renamed(frame.toString("latin1")), "latin1");
  }

  #renamed = (text: string): string => [...this.#ids].reduce((now, [id, live]) => now.replaceAll(id, live), text);
}

/** History entries in the response at this step. */
function historyAt(steps: readonly Step[], at: number): [string, unknown][] {
  const [question, answer] = [steps[at - 1], steps[at]];
  const isHistory = question?.step === "asks" && /^\/history\/[^/?]+$/.test(question.path);
  return isHistory && answer?.step === "answers" && isRecord(answer.body) ? Object.entries(answer.body) : [];
}

const idsOf = (queue: unknown): string => {
  const ids = (items: unknown): unknown[] =>
    Array.isArray(items) ? items.map((item: unknown) => (Array.isArray(item) ? (item as unknown[])[1] : item)) : [];
  return isRecord(queue) ? JSON.stringify([ids(queue["queue_running"]), ids(queue["queue_pending"])]) : "";
};
