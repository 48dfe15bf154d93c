import type { components, ProblemDetail } from "@pegbar/sdk";
import type { Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { describeDetail } from "../workflow-file.ts";
import type { Form } from "./draft-file.ts";

type Proposal = components["schemas"]["WorkflowProposal"];

/** The proposal for a graph, or for a form of it, which is then checked. */
export const propose = ({ client, signal }: Cli, graph: Record<string, unknown>, form?: Form): Promise<Proposal> =>
  client().post("/v1/workflows/proposals", { body: { graph, ...(form ? { form } : {}) }, signal });

/** Prints what a workflow needs, and what to know before publishing it. */
export function printNeeds({ out }: Cli, { models, warnings }: Proposal): void {
  for (const one of warnings) out.note(describeDetail(one));
  for (const { kind, name } of models) out.note(`Needs the ${kind} ${name}, cleared for the job's show.`);
}

/** @throws CliError with every problem, each with its place in the form */
export function refuseProblems(problems: readonly ProblemDetail[], form: Form, message: string): void {
  if (problems.length === 0) return;
  const lines = problems.map((one) => {
    const place = namePlace(one.pointer, form);
    return `${place === undefined ? "" : `${place}: `}${describeDetail(one)}`;
  });
  throw new CliError("refused", message, undefined, { lines });
}

/** What `--set` calls a place in the form: `/form/fields/0/maximum` is `steps.maximum`. */
function namePlace(pointer: string | undefined, form: Form): string | undefined {
  const [, list, index, property] = /^\/form\/(fields|inputs|outputs)\/(\d+)(?:\/(\w+))?/.exec(pointer ?? "") ?? [];
  if (list === undefined) return undefined;
  const item = form[list as "fields" | "inputs" | "outputs"][Number(index)];
  return item && (property === undefined ? item.name : `${item.name}.${property}`);
}
