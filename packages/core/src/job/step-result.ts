/** A result of an earlier step of a batch, or of the window before. */
export interface StepResult {
  step: string;
  /** Name of the output; undefined if the step has one. */
  output?: string | undefined;
  /** Number of the frame; undefined in a batch without frames. */
  frame?: number | undefined;
}

const PREFIX = "step:";
const SYNTAX = /^step:([^:@]+)(?::([^:@]+))?(?:@(-?\d+))?$/;

/** Stands in a graph for the file of a result until the result exists. No input has such an id, and no file name a slash. */
export const formatStepResult = ({ step, output, frame }: StepResult): string =>
  `${PREFIX}${step}${output === undefined ? "" : `:${output}`}${frame === undefined ? "" : `@${frame}`}`;

export const isStepResult = (inputId: string): boolean => inputId.startsWith(PREFIX);

/** The result that a text of {@link formatStepResult} stands for. */
export function parseStepResult(text: string): StepResult {
  const [, step, output, frame] = SYNTAX.exec(text) ?? [];
  if (step === undefined) throw new Error(`${text} stands for no result`);
  return { step, output, ...(frame === undefined ? {} : { frame: Number(frame) }) };
}
