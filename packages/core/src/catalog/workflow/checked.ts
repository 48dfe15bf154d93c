import * as z from "zod";
import { type Graph, listModelNames, readGraph, saveNodes } from "@pegbar/comfyui";
import { VisibleError, type ProblemDetail } from "../../platform/error/index.ts";
import * as Image from "../image/index.ts";
import { findGraphProblems } from "./graph-problems.ts";
import { findMisfits } from "./fit.ts";
import { Form, type Field } from "../../schema/form.ts";
import * as Workflow from "./index.ts";
import { propose } from "./propose.ts";

export const PublishRequest = z.strictObject({
  slug: Workflow.Draft.shape.slug,
  name: Workflow.Draft.shape.name,
  description: Workflow.Draft.shape.description,
  graph: z.record(z.string(), z.unknown()),
  /** Default: the proposed form. */
  form: Form.optional(),
  class: Workflow.Draft.shape.class,
  timeLimitSeconds: Workflow.Draft.shape.timeLimitSeconds,
});

interface Proposal {
  form: Form;
  /** Other literals of the graph that could become fields. */
  more: Field[];
  /** Models that the graph names. Each must be registered and cleared before a job can run. */
  models: { name: string; kind: string }[];
  /** Reasons why the graph cannot run. Missing input files are not among them, because each job brings its own. */
  problems: ProblemDetail[];
}

/**
 * Proposes a form for an exported graph, and lists the graph's problems. Throws `graph_invalid` if it is not a graph.
 */
export async function proposeChecked(raw: Record<string, unknown>): Promise<Proposal> {
  const image = await Image.getCurrent();
  const { objectInfo } = image;
  const { graph, problems: malformed } = readGraph(raw);
  if (malformed.length > 0) throw createInvalidError(findGraphProblems(raw, image, [], []));
  const { form, more } = propose(graph, objectInfo);
  const models = listModelNames(graph, objectInfo).map(({ name, kind }) => ({ name, kind }));
  return { form, more, models, problems: findRunProblems(graph, form, image) };
}

/** Checks graph and form, then publishes the version. */
export async function checkAndPublish(request: z.output<typeof PublishRequest>) {
  const image = await Image.getCurrent();
  const { objectInfo } = image;
  const { graph, problems: malformed } = readGraph(request.graph);
  if (malformed.length > 0) throw createInvalidError(findGraphProblems(request.graph, image, [], []));
  const form = request.form ?? propose(graph, objectInfo).form;
  const problems = findRunProblems(graph, form, image);
  if (problems.length > 0) throw createInvalidError(problems);
  const unfit = findMisfits(graph, form, objectInfo);
  const [first] = unfit;
  if (first) throw new VisibleError("form_invalid", `${first.message}. ${first.remedy}`, { errors: unfit });
  return Workflow.publish({ ...request, graph, form });
}

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
