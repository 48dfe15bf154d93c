import { expect, it } from "vitest";
import { groupFailures } from "./failures.ts";
import { formatFrameMap, type MapJob } from "./frame-map.ts";

const make = (frame: number | null, state: MapJob["state"] = "queued", variant = 0): MapJob => ({
  frame,
  state,
  variant,
  reusedJobId: null,
});

it("draws one character per job in groups of ten, as many as fit, with a legend of what occurs", () => {
  const jobs = Array.from({ length: 25 }, (_, index) => make(1001 + index, index === 3 ? "failed" : "succeeded"));
  expect(formatFrameMap([...jobs].reverse(), { width: 30 })).toEqual([
    "1001 ###X###### ##########",
    "1021 #####",
    "# succeeded  X failed",
  ]);
  expect(formatFrameMap(jobs, { width: 3 })).toHaveLength(4);
  expect(formatFrameMap([], { width: 80 })).toEqual([]);
});

it("tells reused and rendered results apart, and styles characters", () => {
  const jobs = [{ ...make(1, "succeeded"), reusedJobId: "job_1" }, make(2, "running")];
  expect(formatFrameMap(jobs, { width: 80, style: (name, text) => `<${name}${text}>` })).toEqual([
    "1 <green=><yellow>>",
    "<green=> reused  <yellow>> running",
  ]);
});

it("draws a map per variant, and one of variants without frames", () => {
  const both = [make(1, "queued", 0), make(2, "held", 0), make(1, "cancelled", 1), make(2, "queued", 1)];
  expect(formatFrameMap(both, { width: 80 }).slice(0, 4)).toEqual(["variant 0", "1 .|", "variant 1", "1 -."]);
  expect(formatFrameMap([make(null, "failed", 0), make(null, "queued", 1)], { width: 80 })[0]).toBe("0 X.");
});

it("groups failures by reason, with frames as ranges", () => {
  const fail = (frame: number, message: string, title?: string) => ({
    ...make(frame, "failed"),
    id: `job_${frame}`,
    reason: "node_error",
    failure: { kind: "node_error", message, ...(title ? { node: { id: "3", classType: "KSampler", title } } : {}) },
  });
  const jobs = [
    fail(7, "other"),
    fail(1, "out of\n memory", "Paint"),
    fail(2, "out of\n memory", "Paint"),
    fail(3, "out of memory", "Paint"),
  ];
  expect(groupFailures([...jobs, { ...make(9, "queued"), id: "job_9", reason: null, failure: null }])).toEqual([
    { reason: "out of memory (node 3, Paint)", frames: "1-3", jobIds: ["job_1", "job_2", "job_3"] },
    { reason: "other", frames: "7", jobIds: ["job_7"] },
  ]);
});
