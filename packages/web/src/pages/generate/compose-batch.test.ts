import { expect, test } from "vitest";
import { composeJobs } from "./compose-jobs.ts";
import type { Upload } from "../../upload/uploads.ts";
import { buildBatchRequest, composeBatch } from "./compose-batch.ts";
import { hasFrames, type Draft } from "./draft.ts";
import type { Workflow } from "./values.ts";

const place = { node: "1", input: "x" };
const workflow = {
  slug: "paint",
  versionId: "wfv_1",
  form: {
    fields: [
      {
        ...place,
        name: "prompt",
        label: "Prompt",
        type: "string",
        purpose: "prompt",
        multiline: true,
        maxLength: 50,
        default: "",
      },
      {
        ...place,
        name: "seed",
        label: "Seed",
        type: "integer",
        purpose: "seed",
        minimum: 0,
        maximum: 1000,
        step: 1,
        default: 7,
      },
    ],
    inputs: [{ ...place, name: "layout", label: "Layout", kind: "image" }],
    outputs: [],
  },
} as unknown as Workflow;
const draft: Draft = {
  values: { prompt: "dusk" },
  randomSeeds: [],
  frames: "1-5:2",
  target: {},
  recentJobIds: [],
  filledFrom: undefined,
};
const upload = (name: string): Upload =>
  ({
    id: name,
    inputField: "image-0",
    name,
    phase: "ready",
    input: { id: `inp_${name}`, width: 8, height: 8 },
  }) as Upload;

test("a form with frames is a batch, whose problems are named at their fields", () => {
  expect([hasFrames(draft), hasFrames({ ...draft, frames: "  " })]).toEqual([true, false]);
  expect(composeBatch(workflow, draft, [])).toMatchObject({ errors: {}, missing: ["Layout"], frames: [1, 3, 5] });
  expect(composeBatch(workflow, { ...draft, frames: "1..5" }, []).errors).toEqual({ "/frames": expect.any(String) });
  const files = [upload("a.1.png"), upload("a.2.png")];
  expect(composeBatch(workflow, draft, files).errors).toEqual({
    "/inputs/layout": "2 files for 3 frames. Add one file, or one for each frame.",
  });
});

test("a workflow that renders several frames at once has a job for each window, and its length is not sent", () => {
  const length = { ...place, name: "length", label: "Frames", type: "integer", minimum: 1, maximum: 99, step: 1 };
  const video = {
    ...workflow,
    form: {
      ...workflow.form,
      fields: [...workflow.form.fields, { ...length, default: 16 }],
      window: { length: 16, overlap: 4, handles: 0, lengthField: "length", frameInputs: [] },
    },
  } as Workflow;
  expect(composeBatch(video, { ...draft, frames: "1-40" }, [])).toMatchObject({ errors: {}, jobs: 3 });
  expect(composeBatch(video, { ...draft, frames: "1-3" }, []).errors["/frames"]).toContain("a window has 16");
  const { parameters } = buildBatchRequest(video, { ...draft, frames: "1-40" }, "A/b/c", [], false);
  expect(parameters).toEqual({ prompt: "dusk", seed: 7 });
});

test("one file is for all frames, as many as frames are for one each in the order of their names", () => {
  const build = (uploads: Upload[], over: Partial<Draft> = {}) =>
    buildBatchRequest(workflow, { ...draft, ...over }, "A/b/c", uploads, false);
  expect(build([upload("a.png")])).toEqual({
    shot: "A/b/c",
    workflow: "wfv_1",
    frames: "1-5:2",
    parameters: { prompt: "dusk", seed: 7 },
    inputs: { layout: "inp_a.png" },
  });
  const files = [upload("a.10.png"), upload("a.9.png"), upload("a.11.png")];
  expect(build(files)).toMatchObject({
    inputs: { layout: { "1": "inp_a.9.png", "3": "inp_a.10.png", "5": "inp_a.11.png" } },
  });
});

test("an image sequence gives each frame its file, and must have one for each", () => {
  const plates = {
    ...upload("plate.####.png"),
    input: { id: "sqc_1", width: 8, height: 8 },
    sequence: {
      frames: "1, 3-9",
      files: 8,
      missing: [{ first: 2, last: 2 }],
      missingCount: 1,
      filesDone: 8,
      filesKnown: 0,
      hasMixedSizes: false,
    },
  } as Upload;
  const errorsOf = (frames: string, ...uploads: Upload[]) =>
    composeBatch(workflow, { ...draft, frames }, [plates, ...uploads]).errors;
  expect(buildBatchRequest(workflow, draft, "A/b/c", [plates], false).inputs).toEqual({ layout: "sqc_1" });
  expect([errorsOf("1-5:2"), errorsOf("3-9")]).toEqual([{}, {}]);
  expect(errorsOf("1-4")["/inputs/layout"]).toMatch(/no picture for 1 of 4 frames: 2\. Add these pictures/);
  expect(errorsOf("3-9", upload("a.png"))["/inputs/layout"]).toMatch(/An image sequence and other files\. Remove/);
  expect(composeJobs(workflow, { ...draft, frames: "" }, [plates]).errors["/frames"]).toMatch(
    /plate\.####\.png is an image sequence\. Enter the frames/,
  );
  const window = { length: 4, overlap: 1, handles: 0, lengthField: "length" };
  const withWindow = (frameInputs: string[]) =>
    composeBatch(
      { ...workflow, form: { ...workflow.form, window: { ...window, frameInputs } } },
      { ...draft, frames: "1-4" },
      [plates],
    ).errors["/inputs/layout"];
  expect(withWindow(["layout"])).toMatch(/no picture for 1 of 4 frames/);
  expect(withWindow([])).toBeUndefined();
});

test("a random seed is drawn for each frame", () => {
  const request = buildBatchRequest(workflow, { ...draft, randomSeeds: ["seed"] }, "A/b/c", [upload("a.png")], true);
  expect(request).toMatchObject({ parameters: { prompt: "dusk" }, seed: { kind: "perFrame" } });
  expect(request.parameters).not.toHaveProperty("seed");
});
