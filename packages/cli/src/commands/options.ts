import { InvalidArgumentError } from "commander";

/** For options that can be repeated. */
export const collect = (value: string, before: string[] = []): string[] => [...before, value];

/** For options with a fixed set of values that can be repeated. */
export const collectFrom =
  <T extends string>(values: readonly T[]) =>
  (value: string, before: T[] = []): T[] => {
    const found = values.find((one) => one === value);
    if (found === undefined) throw new InvalidArgumentError(`Allowed choices are ${values.join(", ")}.`);
    return [...before, found];
  };

/** For options that take a whole number. */
export const parseInteger =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (text.trim() !== "" && Number.isInteger(number) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
