import { describe, expect, test } from "vitest";
import type { Upload } from "../../upload/uploads.ts";
import { bodyOf, compose, slotOf } from "./compose.ts";
import type { Desk } from "./desk.ts";
import { groupsOf, sumOf } from "./groups.ts";
import { fitting, keyOf, rangeOf, read, roll, type Field, type Workflow } from "./values.ts";

const place = { node: "1", input: "x" };
const steps: Field = {
  ...place,
  name: "steps",
  label: "Steps",
  type: "integer",
  minimum: 1,
  maximum: 60,
  step: 1,
  default: 20,
};
const width: Field = { ...steps, name: "width", label: "Width", minimum: 64, maximum: 4096, step: 8, default: 512 };
const strength: Field = {
  ...place,
  name: "strength",
  label: "Strength",
  type: "number",
  minimum: 0,
  maximum: 1,
  default: 0.6,
};
const text: Field = {
  ...place,
  name: "prompt",
  label: "Prompt",
  type: "string",
  purpose: "prompt",
  multiline: true,
  maxLength: 5,
  default: "",
};
const seed: Field = {
  ...steps,
  name: "seed",
  label: "Seed",
  purpose: "seed",
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
};
const picked: Field = { ...place, name: "mode", label: "Mode", type: "choice", choices: ["a", "b"], default: "a" };

describe("a typed value", () => {
  const cases: [string, Field, string, ReturnType<typeof read>][] = [
    ["a whole number", steps, " 4 ", { value: 4 }],
    ["nothing", steps, "", { problem: "Enter a number: 1 to 60." }],
    ["words", steps, "many", { problem: "Enter a number: 1 to 60." }],
    ["a fraction", steps, "1.5", { problem: "Enter a whole number: 1 to 60." }],
    ["too much", steps, "900", { problem: "900 is out of range: 1 to 60." }],
    ["between steps", width, "1025", { problem: "In steps of 8: 1,024 or 1,032." }],
    ["a comma", strength, "0,5", { value: 0.5 }],
    ["a long text", text, "abcdef", { problem: "6 characters; at most 5 fit." }],
    ["no choice of the list", picked, "c", { problem: "Choose one of the list." }],
  ];
  test.each(cases)("%s", (_what, field, raw, found) => expect(read(field, raw)).toEqual(found));

  test("every roll of the dice fits, and ranges are said", () => {
    for (let i = 0; i < 100; i++) expect(read(seed, String(roll(seed)))).toHaveProperty("value");
    expect(fitting(width, 1027)).toBe(1024);
    expect([rangeOf(seed), rangeOf(width), rangeOf(text)]).toEqual([
      "Any whole number",
      "64 to 4,096, in steps of 8",
      "",
    ]);
  });
});

const input = { ...place, name: "layout", label: "Layout", kind: "image" as const };
const mask = { ...place, name: "mask", label: "Mask", kind: "mask" as const };
const workflow: Workflow = {
  id: "wfl_1",
  slug: "paint",
  name: "Paint",
  description: "",
  retired: false,
  versionId: "wfv_1",
  version: 1,
  sha256: "",
  class: "light",
  timeLimitSeconds: 900,
  form: { fields: [text, seed, steps], inputs: [input, mask], outputs: [] },
};
const desk: Desk = {
  values: { prompt: "sea", "paint/steps": "7" },
  random: [],
  place: {},
  sent: [],
  filled: undefined,
};
const file = (slot: string, id: string, phase: Upload["phase"] = "here"): Upload => ({
  id,
  slot,
  name: `${id}.png`,
  bytes: 1,
  phase,
  done: 0,
  known: false,
  input: { id: `inp_${id}`, width: 8, height: 8 },
  why: undefined,
  picture: undefined,
});
const [pictures, masks] = [slotOf(workflow, input), slotOf(workflow, mask)];

describe("what the form holds, as jobs", () => {
  test("prompts and seed go with somebody, the rest belongs to the workflow", () => {
    expect(workflow.form.fields.map((field) => keyOf(workflow, field))).toEqual(["prompt", "seed", "paint/steps"]);
  });

  test("several files on one input make several jobs, each with the one file of the other", () => {
    const { sets, problems, missing } = compose(workflow, desk, [
      file(pictures, "a"),
      file(pictures, "b"),
      file(pictures, "c", "refused"),
      file(masks, "m"),
    ]);
    expect([problems, missing]).toEqual([{}, []]);
    expect(sets.map((files) => bodyOf(workflow, desk, "S/q/h", files, false).inputs)).toEqual([
      { layout: "inp_a", mask: "inp_m" },
      { layout: "inp_b", mask: "inp_m" },
    ]);
    expect(bodyOf(workflow, desk, "S/q/h", sets[0] ?? {}, false)).toMatchObject({
      workflow: "wfv_1",
      parameters: { prompt: "sea", seed: 20, steps: 7 },
    });
  });

  test("two inputs with files that do not pair, and one without, are named", () => {
    const three = ["a", "b", "c"].map((id) => file(pictures, id));
    expect(compose(workflow, desk, three).missing).toEqual(["Mask"]);
    expect(compose(workflow, desk, [...three, file(masks, "m"), file(masks, "n")]).problems).toEqual({
      "/inputs/mask": "2 files here and 3 elsewhere: bring one, or as many.",
    });
  });

  test("a seed that is drawn each time stands as its default until it is drawn", () => {
    const random = { ...desk, random: ["seed"], values: { seed: "nonsense" } };
    expect(compose(workflow, random, [file(pictures, "a"), file(masks, "m")]).problems).toEqual({});
    expect(bodyOf(workflow, random, "S/q/h", {}, false).parameters?.["seed"]).toBe(20);
    expect(bodyOf(workflow, random, "S/q/h", {}, true).parameters?.["seed"]).not.toBe(20);
  });
});

test("an estimate for each size of picture; together, with those that are not here yet as the dearest", () => {
  const small = { ...file(pictures, "s"), input: { id: "inp_s", width: 4, height: 4 } };
  const coming = { ...file(pictures, "u", "sending"), input: undefined };
  const uploads = [file(pictures, "a"), file(pictures, "b"), small, coming, file(masks, "m")];
  const groups = groupsOf(workflow, desk, "S/q/h", compose(workflow, desk, uploads));
  expect(groups.map(({ jobs, body }) => [jobs, body.inputs?.["layout"]])).toEqual([
    [2, "inp_a"],
    [1, "inp_s"],
  ]);
  const price = (low: number, high: number, runs: number, jobs: number) => ({
    class: "light" as const,
    instance: "g6",
    pixels: 1,
    steps: 1,
    seconds: { low, high },
    dollars: { low, high },
    wait: { seconds: { low: 0, high: 0 }, jobsAhead: 0, workers: 1 },
    basis: { kind: "measured" as const, runs, text: "" },
    remaining: [],
    jobs,
  });
  expect(sumOf([price(1, 2, 3, 2), price(2, 5, 0, 1)], 4)).toMatchObject({
    dollars: { low: 6, high: 14 },
    seconds: { low: 1, high: 5 },
    runs: 0,
  });
  expect(sumOf([], 4)).toBeUndefined();
});
