interface NodeProgress {
  readonly value: number;
  readonly max: number;
  readonly state: "running" | "finished";
}

/** The nodes of a prompt that have started, as `progress_state` lists them. */
export class ProgressState {
  readonly #nodes = new Map<string, NodeProgress>();
  readonly #promptId: string;

  constructor(promptId: string) {
    this.#promptId = promptId;
  }

  set(id: string, value: number, max: number, state: NodeProgress["state"]): void {
    this.#nodes.set(id, { value, max, state });
  }

  finish(id: string): void {
    const max = this.#nodes.get(id)?.max ?? 1;
    this.set(id, max, max, "finished");
  }

  getState(id: string): NodeProgress["state"] | undefined {
    return this.#nodes.get(id)?.state;
  }

  /** Data of the message `progress_state`. */
  describe(): Record<string, unknown> {
    const common = { prompt_id: this.#promptId, parent_node_id: null };
    const nodes = [...this.#nodes].map(([node, progress]) => [
      node,
      { ...progress, node_id: node, ...common, display_node_id: node, real_node_id: node },
    ]);
    return { prompt_id: this.#promptId, nodes: Object.fromEntries(nodes) };
  }
}
