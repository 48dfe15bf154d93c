import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import * as Batch from "@pegbar/core/shot/batch";
import * as Job from "@pegbar/core/job";
import { createStudios, type Studios } from "../setup/studio.ts";

const request = { shot: "HARBOR/sq010/sh010", workflow: "paint-layout", parameters: { prompt: "dusk" } };
let studios: Studios;
let artist: Actor;
let layout: Awaited<ReturnType<Studios["input"]>>;

beforeAll(async () => {
  studios = await createStudios();
  artist = await studios.member("lumen", "artist");
  layout = await studios.input(artist);
});
afterAll(() => studios.drop());

const size = () => ({ width: layout.width ?? 0, height: layout.height ?? 0 });

test("a job costs the same before its file exists, and more with a larger file", async () => {
  const [real, planned, larger] = await studios.as(artist, () =>
    Promise.all([
      Job.quote(Job.EstimateRequest.parse({ ...request, inputs: { layout: layout.id } })),
      Job.quote(Job.EstimateRequest.parse({ ...request, plannedInputs: { layout: size() } })),
      Job.quote(Job.EstimateRequest.parse({ ...request, plannedInputs: { layout: { width: 4096, height: 4096 } } })),
    ]),
  );
  expect(planned).toEqual(real);
  expect(larger.pixels).toBe(4096 * 4096);
  expect(larger.dollars.high).toBeGreaterThan(real.dollars.high);
});

test("so does a batch", async () => {
  const [real, planned] = await studios.as(artist, () =>
    Promise.all([
      Batch.quote(Batch.BatchEstimateRequest.parse({ ...request, frames: "1-4", inputs: { layout: layout.id } })),
      Batch.quote(Batch.BatchEstimateRequest.parse({ ...request, frames: "1-4", plannedInputs: { layout: size() } })),
    ]),
  );
  expect(planned).toMatchObject({ jobs: 4, reused: 0, dollars: real.dollars, seconds: real.seconds });
});

test("a file beyond the memory of the class is refused before it is made", async () => {
  const huge = { ...request, plannedInputs: { layout: { width: 60_000, height: 60_000 } } };
  await expect(studios.as(artist, () => Job.quote(Job.EstimateRequest.parse(huge)))).rejects.toMatchObject({
    code: "graph_invalid",
    errors: [{ code: "too_large" }],
  });
});

test("an input that the form does not have is refused", async () => {
  const wrong = { ...request, plannedInputs: { layout: size(), depth: size() } };
  await expect(studios.as(artist, () => Job.quote(Job.EstimateRequest.parse(wrong)))).rejects.toMatchObject({
    code: "parameters_invalid",
    errors: [{ pointer: "/inputs/depth" }],
  });
});

test("a submit takes no planned input", () => {
  expect(Job.SubmitRequest.safeParse({ ...request, plannedInputs: { layout: size() } }).success).toBe(false);
  expect(Job.SubmitRequest.safeParse({ ...request, inputs: { layout: "planned:64x64" } }).success).toBe(false);
});
