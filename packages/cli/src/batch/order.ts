import { InvalidArgumentError } from "commander";

/** For --order: `given`, or `coarse:8` for every 8th frame first. */
export function parseOrder(text: string): "given" | { coarseToFine: number } {
  if (text === "given") return "given";
  const coarseToFine = Number(/^coarse:(\d{1,4})$/.exec(text)?.[1]);
  if (coarseToFine >= 2 && coarseToFine <= 1000) return { coarseToFine };
  throw new InvalidArgumentError("Write given, or coarse:N with N from 2 to 1000 for every Nth frame first.");
}
