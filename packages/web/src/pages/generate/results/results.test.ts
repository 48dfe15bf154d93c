import { describe, expect, test } from "vitest";
import type { Workflow } from "../values.ts";
import { listDifferences } from "./differences.ts";
import { addToSeed } from "./next-seed.ts";
import { buildRerun, findRerunProblem } from "./rerun.ts";

type Field = Workflow["form"]["fields"][number];
const seed = {
  type: "integer",
  name: "seed",
  label: "Seed",
  default: 0,
  minimum: 0,
  maximum: 2 ** 53 - 1,
  step: 1,
  purpose: "seed",
} as Extract<Field, { type: "integer" }>;
const large = { ...seed, exactMaximum: "18446744073709551615" };

describe("the next seed", () => {
  test.each([
    [seed, 7, 1, 8],
    [seed, 7, 4, 11],
    [{ ...seed, maximum: 10 }, 10, 1, 0],
    [{ ...seed, minimum: 1, maximum: 9, step: 4 }, 9, 1, 1],
    [large, 2 ** 53 - 1, 1, "9007199254740992"],
    [large, "18446744073709551614", 1, "18446744073709551615"],
    [large, "18446744073709551615", 1, 0],
  ])("%o: %s + %i = %s", (field, value, by, next) => {
    expect(addToSeed(field, value, by)).toBe(next);
  });
});

describe("a rerun", () => {
  const job = {
    show: "HARBOR",
    sequence: "sq010",
    shot: "sh020",
    workflowVersionId: "wfv_1",
    parameters: { prompt: "a lamp", seed: 41 },
    inputs: { layout: "inp_1" },
  } as unknown as Parameters<typeof buildRerun>[0];

  test("has the same settings, inputs, shot and version, with the next seed", () => {
    expect(buildRerun(job, { form: { fields: [seed], inputs: [] } } as unknown as Workflow, 2)).toEqual({
      shot: "HARBOR/sq010/sh020",
      workflow: "wfv_1",
      parameters: { prompt: "a lamp", seed: 43 },
      inputs: { layout: "inp_1" },
      lane: "interactive",
      priority: 0,
    });
    expect(job.parameters["seed"]).toBe(41);
  });

  test("is not possible without a seed, or for frames of a batch", () => {
    const workflow = { form: { fields: [seed], inputs: [] } } as unknown as Workflow;
    expect(findRerunProblem(job, workflow)).toBeUndefined();
    expect(findRerunProblem({ ...job, parameters: { prompt: "a" } }, workflow)).toBe("noSeed");
    expect(findRerunProblem(job, { form: { fields: [], inputs: [] } } as unknown as Workflow)).toBe("noSeed");
    expect(findRerunProblem({ ...job, inputs: { layout: ["inp_1", "inp_2"] } }, workflow)).toBe("isBatch");
  });
});

test("only settings that differ are listed; a job without one has a dash, an erased job has none", () => {
  const found = listDifferences([
    { id: "job_1", parameters: { prompt: "a lamp", seed: 1, steps: 20 }, erasedAt: null },
    { id: "job_2", parameters: { prompt: "a lamp", seed: 2 }, erasedAt: null },
    { id: "job_3", parameters: {}, erasedAt: "2026-12-01T00:00:00Z" },
  ]);
  expect([...(found.get("job_1") ?? [])]).toEqual([
    ["seed", "1"],
    ["steps", "20"],
  ]);
  expect([...(found.get("job_2") ?? [])]).toEqual([
    ["seed", "2"],
    ["steps", "–"],
  ]);
  expect(found.has("job_3")).toBe(false);
  expect(listDifferences([{ id: "job_1", parameters: { seed: 1 }, erasedAt: null }]).get("job_1")).toEqual([]);
});
