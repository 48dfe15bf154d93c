import { CliError } from "../exit.ts";
import { findNearest } from "../nearest.ts";
import { parsePairs } from "../values.ts";
import type { ValueOptions } from "./options.ts";

/** Options that add later steps to a batch. */
export interface StepOptions {
  step?: string[];
  after?: string[];
  firstStep?: string;
}

/** Values of a step, as they were given on the command line. */
export type GivenValues = Pick<ValueOptions, "param" | "keyframes" | "input"> & { seed?: string };

export interface GivenStep {
  name: string;
  workflow: string;
  after: string[];
  values: GivenValues;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/;
/** Name of the first step unless it is given another one. */
export const DEFAULT_FIRST = "first";

/**
 * Divides options among the steps: `colour.prompt=dusk` belongs to the step `colour`, `prompt=dusk` to the first one.
 * @param seeds `7` for the first step, `colour=7` for a later one
 */
export function readSteps(
  {
    step = [],
    after = [],
    firstStep = DEFAULT_FIRST,
    param,
    keyframes,
    input,
  }: StepOptions & Pick<ValueOptions, "param" | "keyframes" | "input">,
  seeds: readonly string[],
): { first: GivenStep; later: GivenStep[] } {
  const pairs = parsePairs(step, "--step");
  const names = [firstStep, ...pairs.map(([name]) => name)];
  checkNames(names);
  const of = (all: readonly string[] | undefined, name: string) =>
    (all ?? []).flatMap((text) => {
      const [owner, rest] = splitOwner(text, names);
      return (owner ?? firstStep) === name ? [rest] : [];
    });
  const seedOf = (name: string): string | undefined => {
    const own = seeds.flatMap((text) => {
      const [, owner, policy] = /^([A-Za-z0-9][\w-]*)=(.*)$/s.exec(text) ?? [];
      if (owner === undefined) return name === firstStep ? [text] : [];
      if (!names.includes(owner)) throw createUnknownError(owner, names, `--seed ${text}`);
      return owner === name ? [policy ?? ""] : [];
    });
    if (own.length > 1)
      throw new CliError("usage", `The step ${name} has several seeds.`, "Give one --seed for each step.");
    return own[0];
  };
  const build = (name: string, workflow: string): GivenStep => {
    const seed = seedOf(name);
    return {
      name,
      workflow,
      after: readAfter(after, name, names),
      values: {
        param: of(param, name),
        keyframes: of(keyframes, name),
        input: of(input, name),
        ...(seed === undefined ? {} : { seed }),
      },
    };
  };
  return { first: build(firstStep, ""), later: pairs.map(([name, workflow]) => build(name, workflow)) };
}

function checkNames(names: readonly string[]): void {
  const wrong = names.find((name) => !NAME.test(name));
  if (wrong !== undefined)
    throw new CliError("usage", `Invalid step name ${JSON.stringify(wrong)}.`, "Use 1 to 32 of A-Z a-z 0-9 _ -");
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new CliError("usage", `Two steps have the name ${twice}.`, "Give each step its own name.");
}

/** `colour.prompt=x` → the step, and `prompt=x`. A dot behind the equals sign is part of the value. */
function splitOwner(text: string, names: readonly string[]): [owner: string | undefined, rest: string] {
  const [, owner, rest] = /^([^.=]+)\.([^=]+=.*)$/s.exec(text) ?? [];
  if (owner === undefined || rest === undefined) return [undefined, text];
  if (!names.includes(owner)) throw createUnknownError(owner, names, text);
  return [owner, rest];
}

const readAfter = (after: readonly string[], name: string, names: readonly string[]): string[] =>
  parsePairs(after, "--after").flatMap(([step, earlier]) => {
    for (const one of [step, earlier])
      if (!names.includes(one)) throw createUnknownError(one, names, `--after ${step}=${earlier}`);
    return step === name ? [earlier] : [];
  });

function createUnknownError(name: string, names: readonly string[], where: string): CliError {
  const near = findNearest(name, [...names]);
  return new CliError(
    "usage",
    `There is no step "${name}" for ${where}.${near === undefined ? "" : ` Did you mean "${near}"?`}`,
    names.length > 1 ? `The steps are: ${names.join(", ")}.` : "Add it with --step NAME=WORKFLOW.",
  );
}

/** Reads `@lines` or `@lines:output`: a result of an earlier step. Undefined for a file. */
export function readStepResult(file: string): { step: string; output?: string } | undefined {
  const [, step, output] = /^@([A-Za-z0-9][\w-]*)(?::([a-z][a-z0-9_]*))?$/.exec(file) ?? [];
  if (step === undefined) return undefined;
  return { step, ...(output === undefined ? {} : { output }) };
}
