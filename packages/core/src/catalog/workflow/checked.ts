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
  /** Left out: the proposed one. */
  form: Form.optional(),
  class: Workflow.Draft.shape.class,
  timeLimitSeconds: Workflow.Draft.shape.timeLimitSeconds,
});

interface Proposal {
  form: Form;
  /** Further literals of the graph that a field could be made of. */
  more: Field[];
  /** Models that it names: each must be registered and cleared before a job can run. */
  models: { name: string; kind: string }[];
  /** What keeps the graph from running as it is. Files of its inputs are none: they come with each job. */
  problems: ProblemDetail[];
}

/** A form for an artist's export, and what is wrong with its graph. Throws when it is no graph at all. */
export async function proposeChecked(raw: Record<string, unknown>): Promise<Proposal> {
  const image = await Image.getCurrent();
  const { objectInfo } = image;
  const { graph, problems: malformed } = readGraph(raw);
  if (malformed.length > 0) throw createInvalidError(findGraphProblems(raw, image, [], []));
  const { form, more } = propose(graph, objectInfo);
  const models = listModelNames(graph, objectInfo).map(({ name, kind }) => ({ name, kind }));
  return { form, more, models, problems: findRunProblems(graph, form, image) };
}

/** Publishes after everything about graph and form has been checked. */
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

/** What ComfyUI and we have against the graph, once each of the form's inputs has a file. */
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
