import { beforeAll, describe, expect, test } from "vitest";
import { cleaning, expectStory, faulty, inLanes, ready } from "../test/faulty.ts";

const LANES = 6;
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
const submits = (asked: readonly string[]) => asked.filter((route) => route === "POST /prompt").length;

/** Counts the frames that a worker receives until it is ready, and during a job on a new socket. */
async function measure(clean: Parameters<typeof faulty>[0]): Promise<{ before: number; job: number }> {
  const it = await faulty(clean);
  const { proxy } = it.renderer;
  await ready(it);
  const before = proxy.frames;
  proxy.set({ frame: () => "drop" });
  it.job();
  await it.ended();
  proxy.set();
  it.job();
  await it.ended(2);
  await expectStory(it, ["complete", "complete"]);
  return { before, job: proxy.frames };
}

let conversation = { before: 0, job: 0 };
beforeAll(async () => {
  const clean: Parameters<typeof measure>[0] = [];
  conversation = await measure(clean);
  for (const end of clean.toReversed()) await end();
});
describe.concurrent("the socket closes", () => {
  test("at each frame of a job: the job completes, without a second submit or a restart", async ({
    onTestFinished,
  }) => {
    const clean = cleaning(onTestFinished);
    const { job: count } = conversation;
    expect(count).toBeGreaterThan(30);
    const lanes = await Promise.all(upTo(LANES).map(() => faulty(clean)));
    await Promise.all(lanes.map(ready));
    const free = [...lanes];
    await inLanes(upTo(count + 1), LANES, async (dropped) => {
      const it = free.pop();
      if (!it) throw new Error("more work than lanes");
      const done = it.platform.ends.length;
      it.renderer.proxy.set({ frame: (index) => (index === dropped ? "drop" : undefined) });
      it.job();
      await it.ended(done + 1);
      await expectStory(
        it,
        [...upTo(done + 1)].fill(0).map(() => "complete"),
        `dropped at frame ${dropped}`,
      );
      free.push(it);
    });
    for (const it of lanes) {
      expect(it.restarts).toEqual([]);
      // One for the test picture.
      expect(submits(it.renderer.proxy.asked)).toBe(it.platform.ends.length + 1);
    }
    expect(lanes.reduce((sum, { platform }) => sum + platform.ends.length, 0)).toBe(count + 1);
    const executions = lanes.flatMap(({ platform }) => platform.ends.map(({ request }) => request.execution ?? null));
    expect(executions).toContain(null);
    const known = executions.filter((execution) => execution !== null);
    expect(known.length).toBeGreaterThan(0);
    // All nodes or none: a part would be wrong.
    for (const { executed, cached } of known)
      expect([...executed, ...cached].toSorted()).toEqual(upTo(9).map((index) => String(index + 1)));
  });

  test("at each frame before the first job: the worker becomes ready, and the job completes", async ({
    onTestFinished,
  }) => {
    const clean = cleaning(onTestFinished);
    const { before: count } = conversation;
    expect(count).toBeGreaterThan(10);
    await inLanes(upTo(count + 1), LANES, async (dropped) => {
      const faults = { frame: (index: number) => (index === dropped ? ("drop" as const) : undefined) };
      const it = await faulty(clean, {}, {}, ({ proxy }) => proxy.set(faults));
      it.job();
      await it.ended();
      await expectStory(it, ["complete"], `dropped at frame ${dropped}`);
      expect(it.restarts).toEqual([]);
      expect(submits(it.renderer.proxy.asked)).toBe(2);
    });
  });

  test("at every frame of every socket: each job completes by polling alone", async ({ onTestFinished }) => {
    const clean = cleaning(onTestFinished);
    const it = await faulty(clean, {}, {}, ({ proxy }) => proxy.set({ frame: () => "drop" }));
    it.job();
    it.job();
    await it.ended(2);
    await expectStory(it, ["complete", "complete"]);
    expect(it.platform.ends.map(({ request }) => request.execution)).toEqual([null, null]);
    expect(it.restarts).toEqual([]);
  });
});

describe.concurrent("the socket stays open in silence", () => {
  test("from any point on: the job completes, and the next one too", async ({ onTestFinished }) => {
    const clean = cleaning(onTestFinished);
    const { job: count } = conversation;
    await inLanes([0, 2, 5, Math.floor(count / 2), count - 3, count - 1], LANES, async (stalled) => {
      const it = await faulty(clean);
      await ready(it);
      it.renderer.proxy.set({ frame: (index) => (index === stalled ? "stall" : undefined) });
      it.job();
      await it.ended(1);
      it.job();
      await it.ended(2);
      await expectStory(it, ["complete", "complete"], `silent from frame ${stalled} on`);
      expect(it.restarts).toEqual([]);
    });
  });

  test("for longer than a step may take: ComfyUI is restarted, and the next job completes", async ({
    onTestFinished,
  }) => {
    const clean = cleaning(onTestFinished);
    const it = await faulty(clean, { paceMs: 1600 });
    await ready(it);
    it.renderer.averageDuration.ms = 100;
    it.renderer.proxy.set({ frame: (index) => (index === 12 ? "stall" : undefined) });
    it.job({ stallSeconds: 0.3 });
    await it.ended();
    expect(it.restarts).toEqual([expect.stringMatching(/^ComfyUI gave no sign of progress for \d+ seconds$/)]);
    it.job();
    await it.ended(2);
    await expectStory(it, ["fail comfyui_unresponsive", "complete"]);
    expect(it.restarts).toHaveLength(1);
  });
});

describe.concurrent("late and duplicate frames", () => {
  test("each arrives late, the last one long after the end: each job completes with its own files", async ({
    onTestFinished,
  }) => {
    const clean = cleaning(onTestFinished);
    const it = await faulty(clean);
    await ready(it);
    it.renderer.proxy.set({ frame: () => ({ delayMs: 30 }) });
    for (const count of [1, 2, 3]) {
      it.job();
      await it.ended(count);
    }
    await expectStory(it, ["complete", "complete", "complete"]);
    expect(it.restarts).toEqual([]);
    for (const { jobId, request, end } of it.platform.ends)
      if (end === "complete") expect(request.executionMs, jobId).toBeGreaterThan(50);
  });

  test("each arrives twice: nothing is done twice, and progress never decreases", async ({ onTestFinished }) => {
    const clean = cleaning(onTestFinished);
    const it = await faulty(clean, { paceMs: 1500 });
    await ready(it);
    it.renderer.proxy.set({ frame: () => "twice" });
    it.job();
    await it.ended();
    await expectStory(it, ["complete"]);
    const { beats } = it.platform;
    expect(beats.length).toBeGreaterThan(1);
    expect(beats).toEqual(beats.toSorted((a, b) => a - b));
    expect(beats.at(-1)).toBeGreaterThan(0.5);
    expect(submits(it.renderer.proxy.asked)).toBe(2);
  });
});
