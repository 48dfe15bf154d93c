import type { GraphProblem } from "../problem.ts";
import { explainSlowExpression } from "./arithmetic.ts";
import type { ClassReview, InputLimit } from "./class-review.ts";
import { explainSlowPattern } from "./regular-expression.ts";

type InputProblem = Pick<GraphProblem, "code" | "message" | "remedy">;

const syntaxes: Record<NonNullable<InputLimit["syntax"]>, (text: string) => string | undefined> = {
  arithmetic: explainSlowExpression,
  regular_expression: explainSlowPattern,
};

/** Finds a value that is outside of its class's reviewed limits. */
export function findLimitProblem(limit: InputLimit, value: unknown): InputProblem | undefined {
  const { min, smallest, max, maxLength, syntax } = limit;
  if (Array.isArray(value)) {
    if (limit.linked !== false) return undefined;
    const message = "This input must be a value of the graph: a computed one cannot be checked before it runs.";
    return { code: "link_not_allowed", message, remedy: "Remove the link and put the value here." };
  }
  if (typeof value === "number") {
    if (min !== undefined && value < min)
      return {
        code: "below_minimum",
        message: `${value} is below the minimum of ${min} on shared workers.`,
        remedy: `Put a number of at least ${min} here.`,
      };
    if (smallest !== undefined && value > 0 && value < smallest)
      return {
        code: "below_minimum",
        message: `${value} is below the minimum of ${smallest} on shared workers.`,
        remedy: `Put 0 or a number of at least ${smallest} here.`,
      };
    if (max !== undefined && value > max)
      return {
        code: "above_maximum",
        message: `${value} is above the maximum of ${max} on shared workers.`,
        remedy: `Put a number of at most ${max} here.`,
      };
  }
  if (typeof value !== "string") return undefined;
  if (maxLength !== undefined && value.length > maxLength)
    return {
      code: "text_too_long",
      message: `The text has ${value.length} characters; ${maxLength} are allowed here.`,
      remedy: "Shorten the text.",
    };
  const slow = syntax && syntaxes[syntax](value);
  return slow === undefined
    ? undefined
    : {
        code: "unsafe_expression",
        message: `This text could take very long to evaluate: it ${slow}.`,
        remedy: "Write it without that.",
      };
}

/** Inputs whose product is the number of pixels that a node allocates. */
const factors = ["width", "height", "length", "batch_size", "video_frames", "frames"];

/** Finds a node that would allocate more pixels than its class's review allows. */
export function findSizeProblem({ maxPixels }: ClassReview, inputs: Record<string, unknown>): InputProblem | undefined {
  if (maxPixels === undefined) return undefined;
  const named = factors.filter((name) => Object.hasOwn(inputs, name) && typeof inputs[name] === "number");
  const pixels = named.reduce((product, name) => product * Number(inputs[name]), 1);
  if (pixels <= maxPixels) return undefined;
  return {
    code: "above_maximum",
    message: `${named.join(" × ")} is ${pixels}, above the maximum of ${maxPixels} on shared workers.`,
    remedy: "Make the picture smaller, or split it into several jobs.",
  };
}
