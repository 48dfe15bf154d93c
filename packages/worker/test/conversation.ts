import type { Graph } from "@pegbar/comfyui";
import type { Step } from "./story.ts";

interface Run {
  cached?: string[];
  /** Outputs of saving nodes, by node. */
  outputs?: Record<string, Record<string, unknown>>;
  /** Number of a node's steps. */
  steps?: Record<string, number>;
  /** Format of the previews: with or without metadata. */
  pictures?: "described" | "bare";
  /** Outputs that are sent before the prompt's end, in the middle of node `at`. */
  error?: { at: string; type: string; message: string; traceback?: string[] };
  interrupted?: { at: string; step: number };
  /** No frame is sent from this node on. */
  deafFrom?: string;
}

/** Bytes of a preview; the content does not matter. */
const JPEG = Buffer.from("ffd8ffe000104a464946ffd9", "hex");
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** Writes a conversation with a ComfyUI, frame by frame. */
export class Conversation {
  readonly steps: Step[] = [];
  #clock = 1_800_000_000_000;
  #remaining = 0;
  #to: "client" | "second" = "client";

  /** The socket is open. */
  opened(sid = "a-client"): this {
    return this.#status({ sid });
  }

  asks(method: string, path: string, body?: unknown): this {
    this.steps.push({ step: "asks", method, path, body });
    return this;
  }

  answers(status: number, body: unknown): this {
    this.steps.push({ step: "answers", status, body });
    return this;
  }

  /** Submits a prompt, which is accepted. `meanwhile` is sent before the response. */
  submits(id: string, graph: Graph, errors: unknown = {}, meanwhile?: () => void): this {
    this.asks("POST", "/prompt", { prompt: graph, prompt_id: id });
    meanwhile?.();
    this.answers(200, { prompt_id: id, number: this.#remaining, node_errors: errors });
    this.#remaining++;
    return this.#status();
  }

  refuses(graph: unknown, status: number, body: unknown): this {
    return this.asks("POST", "/prompt", { prompt: graph, prompt_id: "a-refused-one" }).answers(status, body);
  }

  /** The prompt runs from start to end. `during` adds frames between the parts of a node. */
  runs(id: string, graph: Graph, run: Run = {}, during: Record<string, () => void> = {}): this {
    const { cached = [], outputs = {}, steps = {}, error, interrupted, deafFrom } = run;
    const status = (type: string, more: object = {}) =>
      this.frame(type, { prompt_id: id, timestamp: this.#clock++, ...more });
    status("execution_start");
    status("execution_cached", { nodes: cached });
    const executed: string[] = [];
    for (const [node, { class_type }] of Object.entries(graph)) {
      const about = { node_id: node, node_type: class_type, executed: executed.toReversed() };
      const isCached = cached.includes(node);
      if (!isCached) this.#step(id, node, 0, 1).frame("executing", { node, display_node: node, prompt_id: id });
      for (let step = 1; !isCached && step <= (steps[node] ?? 0); step++) {
        this.#counts(id, node, step, steps[node] ?? 0, run.pictures);
        if (interrupted?.at === node && interrupted.step === step) break;
      }
      during[node]?.();
      if (deafFrom === node) return this;
      if (error?.at === node) {
        const { type, message, traceback = [] } = error;
        status("execution_error", { ...about, exception_type: type, exception_message: message, traceback });
        return this.#ends(id);
      }
      if (interrupted?.at === node) {
        status("execution_interrupted", about);
        return this.#ends(id);
      }
      const output = outputs[node];
      if (output) this.frame("executed", { node, display_node: node, output, prompt_id: id });
      executed.push(node);
    }
    status("execution_success");
    return this.#ends(id);
  }

  #ends(id: string): this {
    this.#remaining--;
    return this.#status().frame("executing", { node: null, prompt_id: id });
  }

  frame(type: string, data: Record<string, unknown>): this {
    this.steps.push({ step: "frame", to: this.#to, frame: { type, data } });
    return this;
  }

  /** A second socket takes the id and receives the following frames. */
  taken(): this {
    this.#to = "second";
    return this;
  }

  /** The first socket closes. */
  drops(): this {
    this.steps.push({ step: "drops" });
    return this;
  }

  #status(more: object = {}): this {
    return this.frame("status", { status: { exec_info: { queue_remaining: this.#remaining } }, ...more });
  }

  #step(id: string, node: string, value: number, max: number): this {
    const state = { value, max, state: value < max ? "running" : "finished", node_id: node, prompt_id: id };
    return this.frame("progress_state", { prompt_id: id, nodes: { [node]: state } });
  }

  #counts(id: string, node: string, value: number, max: number, pictures: Run["pictures"]): void {
    const progress = { value, max, prompt_id: id, node };
    this.#step(id, node, value, max);
    if (pictures === "described") {
      const about = Buffer.from(JSON.stringify({ image_type: "image/jpeg", node_id: node, prompt_id: id }));
      this.#picture(Buffer.concat([u32(4), u32(about.length), about, JPEG]));
    }
    this.frame("progress", progress);
    if (pictures === "bare") this.#picture(Buffer.concat([u32(1), u32(1), JPEG]));
  }

  #picture(bytes: Buffer): void {
    this.steps.push({ step: "picture", to: this.#to, bytes });
  }
}
