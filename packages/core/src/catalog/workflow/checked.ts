import { type Graph, listModelNames, type ObjectInfo, previewNodes, saveNodes } from "@pegbar/comfyui";
import { VisibleError, type ProblemDetail } from "../../platform/error/index.ts";
import * as Image from "../image/index.ts";
import { findGraphProblems } from "./graph-problems.ts";
import { findSizeProblem } from "./graph-size.ts";
import { findMisfits } from "./fit.ts";
import type { Field, Form } from "../../schema/form.ts";
import * as Workflow from "./index.ts";
import { propose } from "./propose.ts";
import type { PublishRequest } from "./publish-request.ts";
import { addGraphProblems, type Conversion, readWorkflow } from "./read-workflow.ts";

interface Proposal {
  /** The graph to publish, in API format. */
  graph: Graph;
  /** Present if the workflow was in the editor's format. */
  conversion?: Conversion;
  form: Form;
  /** Other literals of the graph that could become fields. */
  more: Field[];
  /** Models that the graph names. Each must be registered and cleared before a job can run. */
  models: { name: string; kind: string }[];
  /** Reasons why the graph cannot run. Missing input files are not among them, because each job brings its own. */
  problems: ProblemDetail[];
  /** What to know before publishing; it stops nothing. */
  warnings: ProblemDetail[];
}

/**
 * Proposes a form for a workflow in either format, and lists the graph's problems. Throws `graph_invalid` if there is no
 * graph.
 * @param own a form to check instead of proposing one: what does not fit the graph is among the problems
 */
export async function proposeChecked(raw: Record<string, unknown>, own?: Form): Promise<Proposal> {
  const image = await Image.getCurrent();
  const { objectInfo } = image;
  const read = await readWorkflow(raw, image);
  const { graph, conversion } = read;
  if (!graph) throw createInvalidError(read.problems);
  const proposed = propose(graph, objectInfo);
  const form = own ?? proposed.form;
  const more = own ? listUnused(proposed, own) : proposed.more;
  const models = listModelNames(graph, objectInfo).map(({ name, kind }) => ({ name, kind }));
  const misfits = own ? findMisfits(graph, own, objectInfo) : findUnsupportedLoaders(graph, form, objectInfo);
  const found = [...findRunProblems(graph, form, image), ...misfits];
  const problems = addGraphProblems(read, found);
  const warnings = findWarnings(graph, objectInfo);
  return { graph, ...(conversion ? { conversion } : {}), form, more, models, problems, warnings };
}

/** Converts a workflow to API format. Throws `graph_invalid` if there is no graph. */
export async function convert(raw: Record<string, unknown>) {
  const { graph, conversion, problems } = await readWorkflow(raw, await Image.getCurrent());
  if (!graph) throw createInvalidError(problems);
  return { graph, ...(conversion ? { conversion } : {}), problems };
}

/**
 * Checks graph and form, then publishes the version.
 * @param maxPixels of the request's class
 */
export async function checkAndPublish(request: PublishRequest, maxPixels: number) {
  const image = await Image.getCurrent();
  const { objectInfo } = image;
  const read = await readWorkflow(request.graph, image);
  const { graph, conversion } = read;
  if (!graph) throw createInvalidError(read.problems);
  const form = request.form ?? propose(graph, objectInfo).form;
  const tooLarge = findSizeProblem(graph, new Map(), { class: request.class, maxPixels });
  const found = [...findRunProblems(graph, form, image), ...(tooLarge ? [tooLarge] : [])];
  const problems = addGraphProblems(read, found);
  if (problems.length > 0) throw createInvalidError(problems);
  const unfit = findMisfits(graph, form, objectInfo);
  const [first] = unfit;
  if (first) throw new VisibleError("form_invalid", `${first.message}. ${first.remedy}`, { errors: unfit });
  const published = await Workflow.publish({ ...request, graph, form });
  return { ...published, ...(conversion ? { conversion } : {}), warnings: findWarnings(graph, objectInfo) };
}

/** Values of the graph that the form does not set. */
const listUnused = ({ form, more }: ReturnType<typeof propose>, own: Form): Field[] =>
  [...form.fields, ...more].filter(
    ({ node, input }) => !own.fields.some((field) => field.node === node && field.input === input),
  );

const findUnsupportedLoaders = (graph: Graph, form: Form, objectInfo: ObjectInfo): ProblemDetail[] =>
  findMisfits(graph, form, objectInfo).filter(({ code }) => code === "loader_unsupported");

/** Nodes whose results nobody gets. */
const findWarnings = (graph: Graph, objectInfo: ObjectInfo): ProblemDetail[] =>
  previewNodes(graph, objectInfo).map(({ nodeId, classType }) => ({
    code: "preview_only",
    message: `Node ${nodeId} (${classType}) only previews: what it shows is not stored`,
    remedy: "Use a node that saves, such as SaveImage, SaveVideo or SaveAudio, to keep the result.",
    node: nodeId,
    pointer: `/graph/${nodeId.replaceAll("~", "~0").replaceAll("/", "~1")}`,
  }));

/** Problems of the graph when each input of the form has a file. */
function findRunProblems(graph: Graph, form: Form, image: Image.Image): ProblemDetail[] {
  const { objectInfo } = image;
  const filled = structuredClone(graph);
  const files = form.inputs.map(({ node, input }, index) => {
    const target = filled[node];
    if (target) target.inputs[input] = `input-${index}`;
    return `input-${index}`;
  });
  const models = listModelNames(filled, objectInfo).map(({ name }) => name);
  const problems = findGraphProblems(filled, image, files, models);
  if (saveNodes(graph, objectInfo).length > 0 || problems.some(({ code }) => code === "no_output_node"))
    return problems;
  return [
    ...problems,
    {
      code: "no_output_node",
      message: "No node of the graph saves a result",
      remedy: "Add a SaveImage node, or another one that saves, and export the graph again.",
      pointer: "/graph",
    },
  ];
}

function createInvalidError(problems: ProblemDetail[]): VisibleError {
  const [first] = problems;
  const what = first ? `${first.message.replace(/\.$/, "")}. ${first.remedy}` : "The graph cannot run.";
  return new VisibleError("graph_invalid", what, { errors: problems });
}
