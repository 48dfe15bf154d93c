import { quote } from "../../platform/error/limits.ts";
import type { ProblemDetail } from "../../platform/error/index.ts";
import type { Form } from "../../schema/form.ts";
import type { StepResult } from "../step-result.ts";
import type { StepRequest } from "./request.ts";

export const isStepReference = (given: unknown): given is { step: string; output?: string | undefined } =>
  typeof given === "object" && given !== null && "step" in given && typeof given.step === "string";

/** What is wrong with the names of steps and with what they continue with. */
export function findStepProblems(steps: readonly StepRequest[], forms: readonly Form[]): ProblemDetail[] {
  const names = steps.map(({ name }) => name);
  return steps.flatMap((step, index): ProblemDetail[] => {
    const pointer = index === 0 ? "" : `/steps/${index - 1}`;
    const earlier = names.slice(0, index);
    const twice: ProblemDetail[] = earlier.includes(step.name)
      ? [
          {
            code: "step_name_taken",
            message: `Two steps have the name ${quote(step.name)}`,
            remedy: "Give each step its own name.",
            pointer: `${pointer}/name`,
          },
        ]
      : [];
    const references = Object.entries(step.inputs).flatMap(([name, given]) => {
      const at = `${pointer}/inputs/${name}`;
      if (!isStepReference(given)) return [];
      return (
        findUnknownStep(given.step, earlier, at) ?? findOutputProblems(given, forms[names.indexOf(given.step)], at)
      );
    });
    const after = step.after.flatMap((name, at) => findUnknownStep(name, earlier, `${pointer}/after/${at}`) ?? []);
    const isLoose =
      index > 0 && step.after.length === 0 && !Object.values(step.inputs).some((given) => isStepReference(given));
    const loose: ProblemDetail[] = isLoose
      ? [
          {
            code: "step_independent",
            message: `The step ${quote(step.name)} continues with no earlier step`,
            remedy:
              "Let an input take a result of an earlier step, name the steps that it comes after, or submit it as its own batch.",
            pointer: `${pointer}/inputs`,
          },
        ]
      : [];
    return [...twice, ...references, ...after, ...loose];
  });
}

const findUnknownStep = (name: string, earlier: readonly string[], pointer: string): ProblemDetail[] | undefined =>
  earlier.includes(name)
    ? undefined
    : [
        {
          code: "step_unknown",
          message: `There is no earlier step ${quote(name)}`,
          remedy:
            earlier.length > 0 ? `Use one of: ${earlier.join(", ")}.` : "Only later steps can continue with results.",
          pointer,
        },
      ];

function findOutputProblems({ step, output }: StepResult, form: Form | undefined, pointer: string): ProblemDetail[] {
  const outputs = form?.outputs.map(({ name }) => name) ?? [];
  const isFound = output === undefined ? outputs.length === 1 : outputs.includes(output);
  if (isFound) return [];
  return [
    {
      code: "output_unknown",
      message:
        output === undefined
          ? `The step ${quote(step)} has ${outputs.length} outputs`
          : `The step ${quote(step)} has no output ${quote(output)}`,
      remedy: `Name one of its outputs: ${outputs.join(", ")}.`,
      pointer,
    },
  ];
}
