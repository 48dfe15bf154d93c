import { type FileInput, listFileInputs, type Graph, listModelNames, measureWork } from "@pegbar/comfyui";
import type { WorkloadClass } from "../contract/index.ts";
import * as Database from "../platform/database/index.ts";
import { VisibleError, type ProblemDetail } from "../platform/error/index.ts";
import * as Image from "../catalog/image/index.ts";
import * as Input from "../catalog/input/index.ts";
import * as Model from "../catalog/model/index.ts";
import * as Workflow from "../catalog/workflow/index.ts";
import { findSizeProblem } from "../catalog/workflow/graph-size.ts";
import * as Fleet from "./fleet/index.ts";
import { findFilledProblems, findGraphProblems } from "../catalog/workflow/graph-problems.ts";
import { addGraphProblems, type ReadWorkflow, readWorkflow } from "../catalog/workflow/read-workflow.ts";
import { hashContent, listChangedNodes } from "./content-hash.ts";
import { parsePlannedInput } from "./planned-input.ts";
import { isStepResult } from "./step-result.ts";
import { nameOutputs } from "./output-names.ts";
import { lookUp, type Found, type Place } from "./lookup.ts";
import type { JobRequest } from "./request.ts";

/** A request that may run, after all checks. */
export interface Prepared {
  place: Place;
  timeZone: string;
  /** The graph to run: parameters are filled in, file names replaced by input ids, and models by their paths. */
  graph: Graph;
  /** The graph of the workflow version, which shares with `graph` the nodes that have no values of the job. */
  versionGraph: Graph | undefined;
  /** Hash of what its results depend on, except the image; null for a raw graph and with results of earlier steps. */
  contentSha256: string | null;
  parameters: Record<string, string | number | boolean>;
  inputIds: string[];
  /** What stands in the graph for results of earlier steps: they become inputs when they exist. In an estimate also for planned inputs. */
  standIns: string[];
  models: Model.Resolved[];
  class: WorkloadClass;
  timeLimitSeconds: number;
  workflowVersionId: string | null;
  outputNames: Record<string, string>;
  pixels: number;
  steps: number;
  /** File name of the diffusion model, or empty. */
  modelKey: string;
}

type Draft = Pick<
  Prepared,
  "graph" | "parameters" | "inputIds" | "standIns" | "class" | "timeLimitSeconds" | "workflowVersionId" | "outputNames"
>;

/**
 * Checks a request.
 * @param usable inputs that were read before for several requests, with those of this one
 * @throws VisibleError with all reasons why it may not run
 */
export async function prepare(
  tx: Database.Tx,
  request: JobRequest,
  found?: Found,
  usable?: Input.Usable,
): Promise<Prepared> {
  const [image, { place, timeZone, rawGraphs, version: ref }] = await Database.runTogether([
    () => Image.getCurrent(),
    () => (found ? Promise.resolve(found) : lookUp(tx, request, undefined)),
  ]);
  if ("graph" in request && !rawGraphs)
    throw new VisibleError(
      "raw_graphs_not_allowed",
      "Run one of the studio's workflows (GET /v1/workflows), or ask an admin to publish this graph or to allow raw graphs.",
    );
  const version = ref === undefined ? undefined : await Workflow.getVersion(ref);
  const read = "graph" in request ? await readWorkflow(request.graph, image) : undefined;
  const draft = readDraft(request, read, version, image);
  const checked = await checkDraft(tx, draft, read, version, image, place.showId, usable);
  const contentSha256 =
    version && draft.standIns.length === 0
      ? hashContent(version, {
          graph: checked.graph,
          modelIds: checked.models.map(({ id }) => id),
          window: "graph" in request ? undefined : request.window,
        })
      : null;
  return { place, timeZone, versionGraph: version?.graph, contentSha256, ...draft, ...checked };
}

/** Whether a file does not exist yet: the result of an earlier step, or a planned input of an estimate. */
export const isStandIn = (file: string): boolean => isStepResult(file) || parsePlannedInput(file) !== undefined;

function readDraft(
  request: JobRequest,
  read: ReadWorkflow | undefined,
  version: Workflow.Version | undefined,
  image: Image.Image,
): Draft {
  if ("graph" in request) {
    const graph = read?.graph;
    if (!graph) throw createRefusal("graph_invalid", read?.problems ?? []);
    return {
      graph,
      parameters: {},
      inputIds: [...new Set(request.inputs)],
      standIns: [],
      class: request.class,
      timeLimitSeconds: request.timeLimitSeconds,
      workflowVersionId: null,
      outputNames: nameOutputs(graph, image.objectInfo),
    };
  }
  if (!version) throw new Error("the workflow's version is missing");
  const filled = Workflow.fill(version.graph, version.form, request, image.objectInfo);
  if ("problems" in filled) throw createRefusal("parameters_invalid", filled.problems);
  const files = [...new Set(Object.values(request.inputs).flat())];
  return {
    ...filled,
    inputIds: files.filter((file) => !isStandIn(file)),
    standIns: files.filter(isStandIn),
    class: version.class as WorkloadClass,
    timeLimitSeconds: version.timeLimitSeconds,
    workflowVersionId: version.id,
    outputNames: Object.fromEntries(version.form.outputs.map((output) => [output.node, output.name])),
  };
}

async function checkDraft(
  tx: Database.Tx,
  draft: Draft,
  read: ReadWorkflow | undefined,
  version: Workflow.Version | undefined,
  image: Image.Image,
  showId: string,
  usable: Input.Usable | undefined,
) {
  const { objectInfo } = image;
  const { graph, inputIds } = draft;
  const files = [...inputIds, ...draft.standIns];
  const mentions = listModelNames(graph, objectInfo);
  const [{ inputs, problems: inputProblems }, { models, problems: modelProblems }] = await Database.runTogether([
    () =>
      usable
        ? Promise.resolve(Input.selectUsable(usable, inputIds))
        : Database.readOnce(tx, `inputs ${inputIds.join()}`, () => Input.checkUsable(inputIds)),
    () => Database.readOnce(tx, `models ${showId} ${JSON.stringify(mentions)}`, () => Model.resolve(mentions, showId)),
  ]);
  const names = mentions.map(({ name }) => name);
  const problems = version
    ? findFilledProblems(version.id, graph, listChangedNodes(version, graph), image, files, names)
    : addGraphProblems(read ?? { problems: [] }, findGraphProblems(graph, image, files, names));
  const sizes = new Map(
    inputs.flatMap(({ id, width, height, facts }) =>
      width === null || height === null ? [] : [[id, { width, height, frames: facts?.frames ?? 1 }] as const],
    ),
  );
  for (const standIn of draft.standIns) {
    const planned = parsePlannedInput(standIn);
    if (planned) sizes.set(standIn, { ...planned, frames: 1 });
  }
  const { maxPixels } = await Fleet.readClass(draft.class);
  const tooLarge = findSizeProblem(graph, sizes, { class: draft.class, maxPixels });
  if (tooLarge) problems.push(tooLarge);
  if (problems.length > 0) throw createRefusal("graph_invalid", [...problems, ...modelProblems, ...inputProblems]);
  if (modelProblems.length > 0) throw createRefusal("model_not_cleared", modelProblems);
  if (inputProblems.length > 0) throw createRefusal("input_not_verified", inputProblems);
  const fileInputs = listFileInputs(graph, objectInfo);
  const wrong = findWrongKinds(fileInputs, graph, inputs, version);
  if (wrong.length > 0) throw createRefusal("parameters_invalid", wrong);
  const used = new Set(fileInputs.map(({ value }) => value));
  const unused = files.filter((id) => !used.has(id));
  if (unused.length > 0) throw createRefusal("parameters_invalid", unused.map(createUnusedInputProblem));
  return {
    models,
    ...measureWork(graph, sizes),
    modelKey: Model.findMainModel(models)?.fileName ?? "",
    graph: Model.rename(graph, mentions, models),
  };
}

/** Files of a kind that their loader does not take, such as a video for LoadImage. */
function findWrongKinds(
  fileInputs: readonly FileInput[],
  graph: Graph,
  inputs: readonly Input.Row[],
  version: Workflow.Version | undefined,
): ProblemDetail[] {
  return fileInputs.flatMap(({ nodeId, input, value, kinds }) => {
    const file = inputs.find(({ id }) => id === value);
    const kind = file && Input.getFileKind(file.contentType);
    if (!file || kind === undefined || kinds.length === 0) return [];
    const isSilent = kind === "video" && kinds[0] === "audio" && file.facts?.audioChannels === null;
    if (kinds.includes(kind) && !isSilent) return [];
    const field = version?.form.inputs.find((one) => one.node === nodeId && one.input === input);
    const wanted = kinds.join(" or ");
    const what = isSilent ? "a video without sound" : `of type ${file.contentType}`;
    return [
      {
        code: "input_kind",
        message: `${file.filename} is ${what}; ${field?.label ?? `node ${nodeId}`} (${graph[nodeId]?.class_type}) takes ${wanted}`,
        remedy: `Choose a file of kind ${wanted}, or another workflow.`,
        pointer: field ? `/inputs/${field.name}` : "/inputs",
        node: nodeId,
        input,
      },
    ];
  });
}

const createUnusedInputProblem = (id: string): ProblemDetail => ({
  code: "input_unused",
  message: `No node of the graph reads the input ${id}`,
  remedy: "Leave it out, or set it as the file name of a LoadImage node.",
  pointer: "/inputs",
});

function createRefusal(
  code: "graph_invalid" | "parameters_invalid" | "model_not_cleared" | "input_not_verified",
  errors: ProblemDetail[],
) {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  const what = (first?.message ?? "The request cannot run").replace(/\.$/, "");
  return new VisibleError(code, `${what}. ${first?.remedy ?? ""}${more}`, { errors });
}
