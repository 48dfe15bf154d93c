import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { OutputLog } from "./output-log.ts";

const [a, b] = [
  { jobId: "job_a", attemptId: "att_a" },
  { jobId: "job_b", attemptId: "att_b" },
];
const END = "Prompt executed in 1.00 seconds";
const LOADED = "Requested to load Flux";

let lines: unknown[];
let log: OutputLog;
beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
  log = new OutputLog((line, ids) => lines.push([line, ids]));
});
afterEach(() => void vi.useRealTimers());
const add = (...all: string[]) => all.forEach((line) => log.add(line));

test("passes everything until the first prompt, without a job", () => {
  add("Device: cuda:0", "To see the GUI go to: http://127.0.0.1:8188");
  expect(lines).toEqual([
    ["Device: cuda:0", {}],
    ["To see the GUI go to: http://127.0.0.1:8188", {}],
  ]);
});

test("counts what it withholds, for the job that printed it", () => {
  add("got prompt");
  log.markStart(a);
  add("a giraffe", LOADED, "another giraffe", END);
  expect(lines).toEqual([
    [LOADED, a],
    [END, a],
    ["lines withheld", { ...a, lines: 2 }],
  ]);
});

test("a prompt that waits in ComfyUI's queue gets no line of the one before", () => {
  add("got prompt");
  log.markStart(a);
  add("got prompt", LOADED);
  log.markStart(b);
  add("loaded completely;  1.00 MB loaded, full load: True", END, LOADED, END);
  expect(lines.map((line) => (line as [string, object])[1])).toEqual([a, a, a, b, b]);
});

test("lines that come before the worker knows of the start belong to that start, however short the prompt was", () => {
  add("got prompt", LOADED, END, "got prompt", LOADED);
  expect(lines).toEqual([]);
  log.markStart(a);
  log.markStart(b);
  add(END);
  expect(lines).toEqual([
    [LOADED, a],
    [END, a],
    [LOADED, b],
    [END, b],
  ]);
});

test("the worker's test picture has no job", () => {
  add("got prompt");
  log.markStart(undefined);
  add(END, "got prompt");
  log.markStart(a);
  add(END);
  expect(lines).toEqual([
    [END, {}],
    [END, a],
  ]);
});

test("lines of a prompt whose start is never reported have no job", () => {
  add("got prompt", "a giraffe", END);
  vi.advanceTimersByTime(600);
  log.markStart(a);
  add(END);
  expect(lines).toEqual([
    [END, {}],
    ["lines withheld", { lines: 1 }],
    [END, a],
  ]);
});

test("a prompt whose last line is missing does not keep the lines of the next", () => {
  add("got prompt");
  log.markStart(a);
  log.markStart(b);
  vi.advanceTimersByTime(600);
  add(LOADED);
  log.end();
  expect(lines).toEqual([[LOADED, b]]);
});
