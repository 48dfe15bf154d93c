import { InvalidArgumentError } from "commander";

/** For options that may come several times. */
export const collect = (value: string, before: string[]): string[] => [...before, value];

/** For options that take one of a few, and may come several times. */
export const several =
  <T extends string>(values: readonly T[]) =>
  (value: string, before: T[] = []): T[] => {
    const found = values.find((one) => one === value);
    if (found === undefined) throw new InvalidArgumentError(`Allowed choices are ${values.join(", ")}.`);
    return [...before, found];
  };

/** A whole number within bounds. */
export const whole =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (text.trim() !== "" && Number.isInteger(number) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
