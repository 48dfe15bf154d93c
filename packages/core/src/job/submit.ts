import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { check, fileInputs, Graph, modelNames, nodeTitle, saveNodes, type ObjectInfo } from "@pegbar/comfyui";
import { canonicalBytes } from "@pegbar/verify";
import * as Context from "../context.ts";
import type { WorkloadClass } from "../contract/index.ts";
import * as Database from "../database/index.ts";
import * as Dispatch from "../dispatch/index.ts";
import { VisibleError, type ProblemDetail } from "../error.ts";
import * as Id from "../id.ts";
import * as Image from "../image/index.ts";
import * as Input from "../input/index.ts";
import * as Model from "../model/index.ts";
import * as Show from "../show/index.ts";
import * as Workflow from "../workflow/index.ts";
import { record } from "./events.ts";
import { job, jobInput, jobModel } from "./job.sql.ts";
import type { SubmitRequest } from "./request.ts";

interface Plan {
  graph: Graph;
  parameters: Record<string, string | number | boolean>;
  inputIds: string[];
  class: WorkloadClass;
  timeLimitSeconds: number;
  workflowVersionId: string | null;
  outputNames: Record<string, string>;
}

/**
 * Checks a request against everything that could stop it later and queues a job, in one transaction.
 * @returns the job's id; the id of the job made before, when the same idempotency key comes again
 */
export async function submit(request: SubmitRequest, idempotencyKey: string | undefined): Promise<string> {
  const member = Context.member();
  const requestSha256 = createHash("sha256").update(canonicalBytes(request)).digest("hex");
  return Database.tx(async (tx) => {
    const [before, place, { objectInfo }, version] = await Database.together([
      () => (idempotencyKey === undefined ? Promise.resolve(undefined) : earlier(tx, member.memberId, idempotencyKey)),
      () => Show.place(request.shot),
      () => Image.current(),
      () => ("graph" in request ? Promise.resolve(undefined) : Workflow.version(request.workflow)),
    ]);
    if (before) {
      if (before.requestSha256 === requestSha256) return before.id;
      throw new VisibleError("idempotency_key_reused", "Use a new Idempotency-Key for a new request.");
    }
    const plan = prepare(request, version, objectInfo);
    const models = await judge(plan, objectInfo, place.showId);
    const id = Id.create("job");
    const { tenantId, memberId } = member;
    const queued = () =>
      tx.insert(job).values({
        id,
        tenantId,
        memberId,
        showId: place.showId,
        sequenceId: place.sequenceId,
        shotId: place.shotId,
        workflowVersionId: plan.workflowVersionId,
        graph: plan.graph,
        parameters: plan.parameters,
        outputNames: plan.outputNames,
        class: plan.class,
        lane: request.lane,
        priority: request.priority,
        timeLimitSeconds: plan.timeLimitSeconds,
        state: "queued",
        idempotencyKey: idempotencyKey ?? null,
        requestSha256,
        queuedAt: Context.ports().clock.now(),
      });
    const inputRows = plan.inputIds.map((inputId) => ({ tenantId, jobId: id, inputId }));
    const modelRows = models.map((one) => ({ tenantId, jobId: id, modelId: one.id }));
    await Database.together([
      queued,
      ...(inputRows.length > 0 ? [() => tx.insert(jobInput).values(inputRows)] : []),
      ...(modelRows.length > 0 ? [() => tx.insert(jobModel).values(modelRows)] : []),
      () => record(tx, id, "queued", {}),
      () => Dispatch.demandFor(tx, { id, class: plan.class }),
    ]);
    return id;
  });
}

async function earlier(tx: Database.Tx, memberId: string, key: string) {
  const [found] = await tx
    .select({ id: job.id, requestSha256: job.requestSha256 })
    .from(job)
    .where(and(eq(job.memberId, memberId), eq(job.idempotencyKey, key)));
  return found;
}

type Version = Awaited<ReturnType<typeof Workflow.version>>;

function prepare(request: SubmitRequest, version: Version | undefined, objectInfo: ObjectInfo): Plan {
  if ("graph" in request) {
    const graph = readGraph(request.graph, objectInfo);
    return {
      graph,
      parameters: {},
      inputIds: [...new Set(request.inputs)],
      class: request.class,
      timeLimitSeconds: request.timeLimitSeconds,
      workflowVersionId: null,
      outputNames: Object.fromEntries(
        saveNodes(graph, objectInfo).map(({ nodeId }) => [nodeId, outputName(graph, nodeId)]),
      ),
    };
  }
  if (!version) throw new Error("a workflow request needs its version");
  const filled = Workflow.fill(version.graph, version.form, request);
  if ("problems" in filled) throw refusal("parameters_invalid", filled.problems);
  return {
    ...filled,
    inputIds: [...new Set(Object.values(request.inputs))],
    class: version.class as WorkloadClass,
    timeLimitSeconds: version.timeLimitSeconds,
    workflowVersionId: version.versionId,
    outputNames: Object.fromEntries(version.form.outputs.map((output) => [output.node, output.name])),
  };
}

/** A raw graph in its shape, or every problem that keeps it from having one. */
function readGraph(raw: Record<string, unknown>, objectInfo: ObjectInfo): Graph {
  const parsed = Graph.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw refusal("graph_invalid", graphProblems(raw, objectInfo, [], []));
}

function graphProblems(graph: unknown, objectInfo: ObjectInfo, files: string[], models: string[]): ProblemDetail[] {
  const problems = check(graph, objectInfo, { allowedFiles: new Set(files), models: new Set(models) });
  return problems.map(({ nodeId, ...rest }) => ({
    ...rest,
    ...(nodeId === undefined ? {} : { node: nodeId }),
    pointer: pointerTo(nodeId, rest.input),
  }));
}

/** Name of a raw graph's output: the node's title, or its class, as one word. */
function outputName(graph: Graph, nodeId: string): string {
  const node = graph[nodeId];
  const title = node ? nodeTitle(node) : nodeId;
  return (
    title
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "_")
      .replaceAll(/^_+|_+$/g, "")
      .slice(0, 48) || "output"
  );
}

/** Throws with every reason why the plan may not run; else the registered models that it uses. */
async function judge(plan: Plan, objectInfo: ObjectInfo, showId: string) {
  const mentions = modelNames(plan.graph, objectInfo);
  const [{ problems: inputProblems }, { models, problems: modelProblems }] = await Database.together([
    () => Input.usable(plan.inputIds),
    () => Model.resolve(mentions, showId),
  ]);
  const problems = graphProblems(
    plan.graph,
    objectInfo,
    plan.inputIds,
    mentions.map(({ name }) => name),
  );
  if (problems.length > 0) throw refusal("graph_invalid", [...problems, ...modelProblems, ...inputProblems]);
  if (modelProblems.length > 0) throw refusal("model_not_cleared", modelProblems);
  if (inputProblems.length > 0) throw refusal("input_not_verified", inputProblems);
  const used = new Set(fileInputs(plan.graph, objectInfo).map(({ value }) => value));
  const unused = plan.inputIds.filter((id) => !used.has(id));
  if (unused.length > 0) {
    throw refusal(
      "parameters_invalid",
      unused.map((id) => ({
        code: "input_unused",
        message: `No node of the graph reads input ${id}`,
        remedy: "Leave it out, or set it as the file name of a LoadImage node.",
        pointer: "/inputs",
      })),
    );
  }
  return models;
}

function pointerTo(nodeId: string | undefined, input: string | undefined): string {
  const escape = (part: string) => part.replaceAll("~", "~0").replaceAll("/", "~1");
  if (nodeId === undefined) return "/graph";
  return input === undefined ? `/graph/${escape(nodeId)}` : `/graph/${escape(nodeId)}/inputs/${escape(input)}`;
}

function refusal(
  code: "graph_invalid" | "parameters_invalid" | "model_not_cleared" | "input_not_verified",
  errors: ProblemDetail[],
) {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  const what = (first?.message ?? "The request cannot run").replace(/\.$/, "");
  return new VisibleError(code, `${what}. ${first?.remedy ?? ""}${more}`, {
    errors,
  });
}
