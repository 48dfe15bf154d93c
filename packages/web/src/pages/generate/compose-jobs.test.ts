import { describe, expect, test } from "vitest";
import type { Upload } from "../../upload/uploads.ts";
import { buildJobRequest, composeJobs, getInputField } from "./compose-jobs.ts";
import type { Draft } from "./draft.ts";
import { groupBySize, sumEstimates } from "./estimate-groups.ts";
import { clampToStep, getValueKey, describeRange, parseValue, drawSeed, type Field, type Workflow } from "./values.ts";

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
const wideSeed: Field = { ...seed, exactMaximum: "18446744073709551615" };
const picked: Field = { ...place, name: "mode", label: "Mode", type: "choice", choices: ["a", "b"], default: "a" };

describe("parseValue", () => {
  const cases: [string, Field, string, ReturnType<typeof parseValue>][] = [
    ["accepts a whole number", steps, " 4 ", { value: 4 }],
    ["rejects an empty value", steps, "", { error: "Enter a number: 1 to 60." }],
    ["rejects words", steps, "many", { error: "Enter a number: 1 to 60." }],
    ["rejects a fraction", steps, "1.5", { error: "Enter a whole number: 1 to 60." }],
    ["rejects a value above the maximum", steps, "900", { error: "900 is out of range: 1 to 60." }],
    ["rejects a value between two steps", width, "1025", { error: "Must be a multiple of 8: 1,024 or 1,032." }],
    ["sends a seed beyond 2^53 as text", wideSeed, "18446744073709551615", { value: "18446744073709551615" }],
    [
      "rejects a seed beyond 2^64",
      wideSeed,
      "18446744073709551616",
      { error: "18446744073709551616 is out of range: any whole number up to 18446744073709551615." },
    ],
    ["accepts a decimal comma", strength, "0,5", { value: 0.5 }],
    ["rejects a text that is too long", text, "abcdef", { error: "6 characters. The maximum is 5." }],
    ["rejects a value that is not in the list", picked, "c", { error: "Choose an option from the list." }],
  ];
  test.each(cases)("%s", (_what, field, raw, found) => expect(parseValue(field, raw)).toEqual(found));

  test("drawn seeds are valid, values are clamped to steps, and ranges are described", () => {
    for (let i = 0; i < 100; i++) expect(parseValue(seed, String(drawSeed(seed)))).toHaveProperty("value");
    expect(clampToStep(width, 1027)).toBe(1024);
    expect([describeRange(seed), describeRange(width), describeRange(text)]).toEqual([
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
  publishedAt: "2026-12-01T09:00:00.000Z",
  publishedBy: "mem_1",
  form: { fields: [text, seed, steps], inputs: [input, mask], outputs: [] },
};
const draft: Draft = {
  values: { prompt: "sea", "paint/steps": "7" },
  randomSeeds: [],
  target: {},
  frames: "",
  recentJobIds: [],
  filledFrom: undefined,
};
const file = (inputField: string, id: string, phase: Upload["phase"] = "ready"): Upload => ({
  id,
  inputField,
  name: `${id}.png`,
  bytes: 1,
  phase,
  bytesDone: 0,
  alreadyUploaded: false,
  input: { id: `inp_${id}`, width: 8, height: 8 },
  error: undefined,
  previewUrl: undefined,
});
const [pictures, masks] = [getInputField(workflow, input), getInputField(workflow, mask)];

describe("composeJobs", () => {
  test("prompts and seed are shared by all workflows, other values belong to one workflow", () => {
    expect(workflow.form.fields.map((field) => getValueKey(workflow, field))).toEqual([
      "prompt",
      "seed",
      "paint/steps",
    ]);
  });

  test("several files on one input create several jobs, each with the single file of the other input", () => {
    const { fileSets, errors, missing } = composeJobs(workflow, draft, [
      file(pictures, "a"),
      file(pictures, "b"),
      file(pictures, "c", "refused"),
      file(masks, "m"),
    ]);
    expect([errors, missing]).toEqual([{}, []]);
    expect(fileSets.map((files) => buildJobRequest(workflow, draft, "S/q/h", files, false).inputs)).toEqual([
      { layout: "inp_a", mask: "inp_m" },
      { layout: "inp_b", mask: "inp_m" },
    ]);
    expect(buildJobRequest(workflow, draft, "S/q/h", fileSets[0] ?? {}, false)).toMatchObject({
      workflow: "wfv_1",
      parameters: { prompt: "sea", seed: 20, steps: 7 },
    });
  });

  test("reports inputs whose numbers of files do not match, and inputs without a file", () => {
    const three = ["a", "b", "c"].map((id) => file(pictures, id));
    expect(composeJobs(workflow, draft, three).missing).toEqual(["Mask"]);
    expect(composeJobs(workflow, draft, [...three, file(masks, "m"), file(masks, "n")]).errors).toEqual({
      "/inputs/mask": "2 files here, 3 on another input. Add one file, or as many as there.",
    });
  });

  test("a random seed has its default value until it is drawn", () => {
    const random = { ...draft, randomSeeds: ["seed"], values: { seed: "nonsense" } };
    expect(composeJobs(workflow, random, [file(pictures, "a"), file(masks, "m")]).errors).toEqual({});
    expect(buildJobRequest(workflow, random, "S/q/h", {}, false).parameters?.["seed"]).toBe(20);
    expect(buildJobRequest(workflow, random, "S/q/h", {}, true).parameters?.["seed"]).not.toBe(20);
  });
});

test("one estimate per picture size; the total counts pending uploads as the most expensive", () => {
  const small = { ...file(pictures, "s"), input: { id: "inp_s", width: 4, height: 4 } };
  const coming = { ...file(pictures, "u", "sending"), input: undefined };
  const uploads = [file(pictures, "a"), file(pictures, "b"), small, coming, file(masks, "m")];
  const groups = groupBySize(workflow, draft, "S/q/h", composeJobs(workflow, draft, uploads));
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
  expect(sumEstimates([price(1, 2, 3, 2), price(2, 5, 0, 1)], 4)).toMatchObject({
    dollars: { low: 6, high: 14 },
    seconds: { low: 1, high: 5 },
    runs: 0,
  });
  expect(sumEstimates([], 4)).toBeUndefined();
});
