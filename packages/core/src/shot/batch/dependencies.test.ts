import fc from "fast-check";
import { expect, test } from "vitest";
import { listKeptFrames } from "@pegbar/frames";
import { expand, type PlannedJob } from "../../job/batch/expand.ts";
import { BatchRequest } from "../../job/batch/request.ts";
import { isStepResult, parseStepResult } from "../../job/step-result.ts";
import { Form, type FormWindow } from "../../schema/form.ts";
import { addDependents, listDependencies } from "./dependencies.ts";

const place = { node: "1", input: "image" };
const makeForm = (window: Partial<FormWindow> | undefined): Form =>
  Form.parse({
    fields: [],
    inputs: [
      { ...place, name: "plate", label: "Plate", kind: "image" },
      { ...place, name: "start", label: "Start", kind: "image" },
    ],
    outputs: [{ name: "picture", label: "Picture", node: "9" }],
    ...(window ? { window } : {}),
  });
const INPUT = `inp_${"0".repeat(26)}`;

const window = fc.option(
  fc
    .record({ length: fc.integer({ min: 2, max: 9 }), overlap: fc.integer({ min: 0, max: 3 }), isChain: fc.boolean() })
    .map(({ isChain, ...options }) => ({
      ...options,
      frameInputs: ["plate"],
      ...(isChain ? { continueInput: "start" } : {}),
    })),
  { nil: undefined },
);
const batch = fc
  .record({
    first: fc.integer({ min: -20, max: 200 }),
    step: fc.integer({ min: 1, max: 3 }),
    count: fc.integer({ min: 1, max: 40 }),
    windows: fc.array(window, { minLength: 1, maxLength: 3 }),
  })
  .map(({ first, step, count, windows }) => {
    const steps = windows.slice(1).map((_, index) => ({
      name: `s${index + 1}`,
      workflow: "w",
      inputs: { plate: { step: `s${index}` }, start: INPUT },
    }));
    const last = first + (count - 1) * step;
    const request = BatchRequest.parse({
      shot: "A/b/c",
      workflow: "w",
      frames: count === 1 ? String(first) : `${first}-${last}:${step}`,
      step: "s0",
      inputs: { plate: INPUT, start: INPUT },
      steps,
    });
    const frames = Array.from({ length: count }, (_, index) => first + index * step);
    return { request, frames, planned: expand(request, windows.map(makeForm)) };
  });

const listFrames = ({ frame, window: rendered }: PlannedJob): number[] =>
  rendered ? listKeptFrames(rendered) : [frame ?? 0];
const listSources = (job: PlannedJob) =>
  Object.values(job.request.inputs).flat().filter(isStepResult).map(parseStepResult);
const getInputs = ({ request: { inputs } }: PlannedJob) => inputs;
const stepOf = (name: string) => Number(name.slice(1));

test("every result that a job waits for is made by exactly one job, which starts before it", () => {
  let checked = 0;
  fc.assert(
    fc.property(batch, ({ request, frames, planned }) => {
      if ("problems" in planned) return;
      const { jobs } = planned;
      for (let step = 0; step <= request.steps.length; step++)
        expect(
          jobs
            .filter((job) => job.step === step)
            .flatMap(listFrames)
            .toSorted((a, b) => a - b),
        ).toEqual(frames);
      const placed = jobs.map((job, index) => ({ ...job, id: String(index), inputs: getInputs(job) }));
      const rows = listDependencies(request, placed, "ten_1");
      for (const [index, job] of jobs.entries()) {
        const own = rows.filter(({ jobId }) => jobId === String(index));
        for (const { step, frame } of listSources(job)) {
          const makers = placed.filter((one) => one.step === stepOf(step) && listFrames(one).includes(frame ?? 0));
          expect(makers).toHaveLength(1);
          expect(Number(makers[0]?.id)).toBeLessThan(index);
          expect(own.map(({ dependsOn }) => dependsOn)).toContain(makers[0]?.id);
          checked++;
        }
        expect(new Set(own.map(({ dependsOn, input }) => `${dependsOn} ${input}`)).size).toBe(own.length);
      }
    }),
    { numRuns: 300 },
  );
  expect(checked).toBeGreaterThan(500);
});

test("a retake renders the frames that it names and what continues with them, and keeps all others", () => {
  let retaken = 0;
  fc.assert(
    fc.property(batch, fc.integer({ min: 0, max: 39 }), fc.nat(2), ({ request, frames, planned }, at, from) => {
      if ("problems" in planned) return;
      const { jobs } = planned;
      const frame = frames[at % frames.length] ?? 0;
      const isAsked = (job: PlannedJob) => job.step >= from && listFrames(job).includes(frame);
      const rendered = new Set(addDependents(request, jobs, getInputs, isAsked));
      if (from > request.steps.length) {
        expect(rendered.size).toBe(0);
        return;
      }
      retaken++;
      const makerOf = ({ step, frame: of }: ReturnType<typeof parseStepResult>) =>
        jobs.find((job) => job.step === stepOf(step) && listFrames(job).includes(of ?? 0));
      for (const job of jobs) {
        const continues = listSources(job).some((source) => {
          const maker = makerOf(source);
          return maker !== undefined && rendered.has(maker);
        });
        expect(rendered.has(job)).toBe(isAsked(job) || continues);
      }
    }),
    { numRuns: 300 },
  );
  expect(retaken).toBeGreaterThan(50);
});
