import { formatCount, quoteText, type FrameProblem } from "./problem.ts";

/** Values of a parameter. */
export type GridValue = string | number | boolean;
/** One value for each axis. */
export type GridCell = Readonly<Record<string, GridValue>>;

/**
 * Combines the values of several parameters: one cell for each combination, counted before they are made. The last axis
 * changes fastest. Axes keep the order of their properties, in which JavaScript puts integers first. Without axes there is
 * one empty cell.
 *
 * @param max maximum number of cells
 */
export function expandGrid(
  axes: Readonly<Record<string, readonly GridValue[]>>,
  { max = 1_000 }: { max?: number } = {},
): { cells: GridCell[] } | { problem: FrameProblem } {
  const entries = Object.entries(axes);
  const count = entries.reduce((product, [, values]) => product * values.length, 1);
  if (count > max)
    return {
      problem: {
        code: "grid_too_large",
        message: `The grid has ${entries.map(([, values]) => formatCount(values.length)).join(" × ")} = ${formatCount(count)} combinations, more than ${formatCount(max)}.`,
        remedy: "Remove values, or divide the grid into several batches.",
      },
    };
  for (const [name, values] of entries) {
    const problem = findAxisProblem(name, values);
    if (problem) return { problem };
  }
  let cells: [name: string, value: GridValue][][] = [[]];
  for (const [name, values] of entries)
    cells = cells.flatMap((cell) => values.map((value): typeof cell => [...cell, [name, value]]));
  return { cells: cells.map((cell) => Object.fromEntries(cell)) };
}

function findAxisProblem(name: string, values: readonly GridValue[]): FrameProblem | undefined {
  const axis = quoteText(name);
  if (values.length === 0)
    return {
      code: "axis_empty",
      message: `${axis} has no values, so the grid has no combinations.`,
      remedy: "Add a value, or remove the parameter from the grid.",
    };
  if (values.some((value) => typeof value === "number" && !Number.isFinite(value)))
    return {
      code: "axis_value_invalid",
      message: `A value of ${axis} is not a finite number.`,
      remedy: "Enter a number.",
    };
  const seen = new Set<GridValue>();
  const repeated = values.find((value) => seen.size === seen.add(value).size);
  if (repeated === undefined) return undefined;
  return {
    code: "axis_value_repeated",
    message: `${axis} has the value ${quoteText(String(repeated))} twice, which would render the same twice.`,
    remedy: "Remove one of them.",
  };
}
