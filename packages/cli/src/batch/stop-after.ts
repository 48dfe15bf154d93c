import { InvalidArgumentError } from "commander";

/** When a batch stops: after a number of failed jobs, or when more than a share of all jobs failed. */
export interface StopAfter {
  failures: number | null;
  share: number | null;
}

/** For --stop-after: `5`, `10%` or `never`. */
export function parseStopAfter(text: string): StopAfter {
  if (text === "never") return { failures: null, share: null };
  const [, number = "", percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const value = Number(number);
  if (number !== "" && percent && value <= 100) return { failures: null, share: value / 100 };
  if (number !== "" && !percent && Number.isInteger(value) && value >= 1) return { failures: value, share: null };
  throw new InvalidArgumentError("Write a number of failed jobs such as 5, a share such as 10%, or never.");
}
