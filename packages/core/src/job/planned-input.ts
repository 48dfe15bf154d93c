import * as z from "zod";

/** The size of a file that does not exist yet, in pixels. */
export interface PlannedInput {
  width: number;
  height: number;
}

const Pixels = z.int().min(1).max(65_536);
/** Name of the form's input → size of the picture that it will get. */
export const PlannedInputs = z.record(z.string().max(64), z.strictObject({ width: Pixels, height: Pixels }));

const SYNTAX = /^planned:(\d+)x(\d+)$/;

/** Stands in a graph for a file that does not exist yet. No input has such an id. */
export const formatPlannedInput = ({ width, height }: PlannedInput): string => `planned:${width}x${height}`;

/** The size that a text of {@link formatPlannedInput} contains; undefined for other texts. */
export function parsePlannedInput(inputId: string): PlannedInput | undefined {
  const [, width, height] = SYNTAX.exec(inputId) ?? [];
  return width === undefined ? undefined : { width: Number(width), height: Number(height) };
}

/** Inputs of a request with stand-ins for the files that do not exist yet. */
export const addPlannedInputs = <I>(
  inputs: Record<string, I>,
  planned: z.output<typeof PlannedInputs> = {},
): Record<string, I | string> => ({
  ...inputs,
  ...Object.fromEntries(Object.entries(planned).map(([name, size]) => [name, formatPlannedInput(size)])),
});
