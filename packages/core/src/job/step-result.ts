/** A result of an earlier step of a batch. */
export interface StepResult {
  step: string;
  /** Name of the output; undefined if the step has one. */
  output?: string | undefined;
}

const PREFIX = "step:";

/** Stands in a graph for the file of an earlier step's result until the result exists. No input has such an id. */
export const formatStepResult = ({ step, output }: StepResult): string =>
  output === undefined ? `${PREFIX}${step}` : `${PREFIX}${step}/${output}`;

export const isStepResult = (inputId: string): boolean => inputId.startsWith(PREFIX);
