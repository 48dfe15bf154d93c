import { randomUUID } from "node:crypto";
import { isRecord, noPrompt, type Graph, validate, type WireNodeErrors } from "@pegbar/comfyui";
import { PegbarError } from "@pegbar/sdk";
import { replaceBlenderNodes } from "./blender-nodes.ts";
import type { Classes } from "./classes.ts";
import type { Files } from "./files.ts";
import type { Inputs } from "./inputs.ts";
import type { Connection } from "./persist.ts";
import type { Prompt } from "./prompt.ts";
import type { PromptStore } from "./prompt-store.ts";
import { createRefusalBody, describeRefusal, FileRefused } from "./refusal.ts";
import { findEscapingNodes, keepNeeded, listFiles, renameModels, toPegbarGraph } from "./to-pegbar-graph.ts";

/** How prompts become jobs. */
export interface JobOptions {
  readonly shot: string;
  readonly class?: "light" | "heavy" | "xl";
  readonly lane?: "interactive" | "batch";
  readonly timeLimitSeconds?: number;
}

interface Parts {
  readonly connection: Connection;
  readonly classes: Classes;
  readonly files: Files;
  readonly inputs: Inputs;
  readonly store: PromptStore;
  readonly job: JobOptions;
  /** Called with a prompt that Pegbar has accepted and that is stored. */
  add(prompt: Prompt, isFront: boolean): void;
}

export interface Answer {
  readonly status: 200 | 400 | 503;
  readonly body: unknown;
}

const CANONICAL_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Keys of Comfy Org's services, which tools send with each prompt. ComfyUI keeps them out of queue and history, too. */
const removeSecrets = ({ auth_token_comfy_org: _token, api_key_comfy_org: _key, ...others }: Record<string, unknown>) =>
  others;

const refuse = (type: string, message: string, details: string): Answer => ({
  status: 400,
  body: createRefusalBody(type, message, details),
});

/** ComfyUI starts such a prompt and fails when it saves. */
const refuseEscaping = (graph: Graph, nodeIds: readonly string[]): Answer => {
  const message = "Saving image outside the output folder is not allowed.";
  const error = {
    type: "custom_validation_failed",
    message,
    details: "Use a filename_prefix without .. and without a drive.",
    extra_info: { input_name: "filename_prefix" },
  };
  const nodeErrors = Object.fromEntries(
    nodeIds.map((id) => [id, { errors: [error], dependent_outputs: [id], class_type: graph[id]?.class_type ?? "" }]),
  );
  const body = createRefusalBody(
    "prompt_outputs_failed_validation",
    "Prompt outputs failed validation",
    message,
    nodeErrors,
  );
  return { status: 400, body };
};

/** Takes prompts of tools: checks them as ComfyUI does, and submits them to Pegbar as jobs. */
export class Submitter {
  readonly #parts: Parts;
  #number: number;
  /** Prompts that are being submitted, by id: those with the same id follow each other. */
  readonly #submitting = new Map<string, Promise<unknown>>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#number = Math.max(0, ...parts.store.all.map(({ number }) => Math.floor(Math.abs(number)) + 1));
  }

  /** `POST /prompt` */
  async submit(request: unknown): Promise<Answer> {
    if (!isRecord(request))
      return Array.isArray(request)
        ? { status: 400, body: noPrompt }
        : refuse("invalid_body", "The body is not an object", 'Send {"prompt": {…}, "client_id": "…"}.');
    // Refused prompts count too.
    const counted = this.#number++;
    const isFront = request["front"] === true;
    const number = "number" in request ? Number(request["number"]) : isFront ? -counted : counted;
    if (!Number.isFinite(number))
      return refuse("invalid_number", "number must be a number", "Leave it out, or send a number.");
    if (!("prompt" in request)) return { status: 400, body: noPrompt };
    // Tools follow the id in the answer. An id in another form could not be told from its canonical one.
    const wanted = request["prompt_id"];
    const given = typeof wanted === "string" && CANONICAL_UUID.test(wanted) ? wanted : randomUUID();
    const targets = request["partial_execution_targets"];
    const extraData = removeSecrets(isRecord(request["extra_data"]) ? request["extra_data"] : {});
    const clientId = typeof request["client_id"] === "string" ? request["client_id"] : null;
    return this.#afterOthers(given, () =>
      this.#submitGraph(request["prompt"], {
        promptId: given,
        number,
        clientId,
        isFront,
        targets: Array.isArray(targets) ? targets.map(String) : undefined,
        extraData: {
          ...extraData,
          ...("client_id" in request ? { client_id: request["client_id"] } : {}),
          create_time: Date.now(),
        },
      }),
    );
  }

  async #afterOthers<T>(promptId: string, work: () => Promise<T>): Promise<T> {
    const before = this.#submitting.get(promptId);
    const done = (before ?? Promise.resolve())
      // The one before has reported its own failure.
      .catch(() => undefined)
      .then(work);
    this.#submitting.set(promptId, done);
    try {
      return await done;
    } finally {
      if (this.#submitting.get(promptId) === done) this.#submitting.delete(promptId);
    }
  }

  async #submitGraph(prompt: unknown, asked: Asked): Promise<Answer> {
    const checked = await this.#check(prompt, asked.targets);
    if ("status" in checked) return checked;
    const { graph, outputs, nodeErrors } = checked;
    try {
      const added = await this.#createJob(checked, asked);
      this.#parts.add(added, asked.isFront);
    } catch (error) {
      return describeRefusal(error, graph, outputs);
    }
    return { status: 200, body: { prompt_id: asked.promptId, number: asked.number, node_errors: nodeErrors } };
  }

  /** Checks a graph as ComfyUI does. */
  async #check(prompt: unknown, targets: readonly string[] | undefined): Promise<Answer | Checked> {
    let objectInfo;
    try {
      objectInfo = await this.#parts.classes.readParsed();
    } catch (error) {
      return describeRefusal(error, {}, []);
    }
    const isNodes =
      isRecord(prompt) && Object.values(prompt).every((node) => isRecord(node) && isRecord(node["inputs"]));
    const named = isNodes ? renameModels(replaceBlenderNodes(prompt as Graph, objectInfo), objectInfo) : prompt;
    const validation = validate(named, objectInfo, { fileExists: (name) => this.#parts.files.exists(name) });
    if (validation.result === "raised")
      return refuse(
        "invalid_prompt",
        "The prompt is not a graph in API format",
        'Send an object of nodes, each with "class_type" and "inputs". In ComfyUI: Workflow > Export (API).',
      );
    if (validation.result === "refused") return { status: 400, body: validation.body };
    const outputs = targets ? validation.outputs.filter((id) => targets.includes(id)) : validation.outputs;
    if (outputs.length === 0)
      return { status: 400, body: createRefusalBody("prompt_no_outputs", "Prompt has no outputs", "") };
    const graph = named as Graph;
    const escaping = findEscapingNodes(keepNeeded(graph, outputs), objectInfo);
    if (escaping.length > 0) return refuseEscaping(graph, escaping);
    return { given: prompt as Graph, graph, outputs, nodeErrors: validation.nodeErrors };
  }

  async #createJob({ given, graph: checked, outputs }: Checked, asked: Asked): Promise<Prompt> {
    const { classes, store, job } = this.#parts;
    const objectInfo = await classes.readParsed();
    const { graph, deliveries } = toPegbarGraph(keepNeeded(checked, outputs), objectInfo);
    const inputs = new Set<string>();
    for (const { nodeId, input, name } of listFiles(graph, objectInfo)) {
      const id = await this.#parts.files.getInputId(name).catch((error: unknown) => {
        const isRefused =
          error instanceof PegbarError && (error.code === "file_refused" || [400, 404, 422].includes(error.status));
        throw isRefused ? new FileRefused(nodeId, input, name, error) : error;
      });
      const node = graph[nodeId];
      if (id === undefined || !node) continue;
      node.inputs[input] = id;
      inputs.add(id);
    }
    const run = store.countRuns(asked.promptId);
    const created = await this.#post({ ...job, graph, inputs: [...inputs] }, `comfy-${asked.promptId}-${run}`);
    const prompt: Prompt = {
      promptId: asked.promptId,
      run,
      number: asked.number,
      clientId: asked.clientId,
      graph: given,
      extraData: asked.extraData,
      outputs,
      deliveries,
      pegbar: {
        job_id: created.id,
        shot: `${created.show}/${created.sequence}/${created.shot}`,
        reserved: created.reserved,
      },
      started: false,
      files: [],
    };
    await store.save(prompt);
    return prompt;
  }

  /** Creates a job, once for each key. A key that an earlier, forgotten prompt has used is replaced. */
  async #post(body: JobBody, key: string) {
    const { client, signal } = this.#parts.connection;
    const create = (idempotencyKey: string) =>
      client.post("/v1/jobs", { body, params: { header: { "idempotency-key": idempotencyKey } }, signal });
    try {
      return await create(key);
    } catch (error) {
      if (!(error instanceof PegbarError)) throw error;
      if (error.code === "idempotency_key_reused") return create(`${key}-${randomUUID()}`);
      // An input may have been erased since it was uploaded.
      if (error.code === "input_not_verified") body.inputs.forEach((id) => this.#parts.inputs.forget(id));
      throw error;
    }
  }
}

interface Asked {
  readonly promptId: string;
  readonly number: number;
  readonly clientId: string | null;
  readonly isFront: boolean;
  readonly targets: readonly string[] | undefined;
  readonly extraData: Readonly<Record<string, unknown>>;
}

interface Checked {
  /** As the tool sent it. */
  readonly given: Graph;
  /** As it runs. */
  readonly graph: Graph;
  readonly outputs: readonly string[];
  readonly nodeErrors: WireNodeErrors;
}

type JobBody = JobOptions & { graph: Graph; inputs: string[] };
