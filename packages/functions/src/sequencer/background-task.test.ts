import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BackgroundTask } from "./background-task.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("runs once at a time, and again for work that arrived meanwhile", async () => {
  const runs: (() => void)[] = [];
  const task = new BackgroundTask(
    () => new Promise((resolve) => runs.push(resolve)),
    () => undefined,
  );
  task.start(false);
  expect(runs.length).toBe(0);
  task.start(true);
  task.start(true);
  expect(runs.length).toBe(1);
  runs[0]?.();
  await task.waitUntilIdle();
  task.start(false);
  expect(runs.length).toBe(2);
  runs[1]?.();
  await task.waitUntilIdle();
  task.start(false);
  expect(runs.length).toBe(2);
});

test("waits longer after each failure, and continues by itself", async () => {
  let [fails, runs] = [true, 0];
  const task = new BackgroundTask(
    () => (runs++, fails ? Promise.reject(new Error("away")) : Promise.resolve()),
    () => undefined,
  );
  const rested = async () => {
    const before = runs;
    for (let ms = 0; ; ms += 500) {
      task.start(false);
      if (runs > before) return ms;
      await vi.advanceTimersByTimeAsync(500);
    }
  };
  task.start(true);
  await task.waitUntilIdle();
  const rests: number[] = [];
  for (let n = 0; n < 7; n++) {
    rests.push(await rested());
    await task.waitUntilIdle();
  }
  expect(rests).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  fails = false;
  await rested();
  await task.waitUntilIdle();
  task.start(false);
  expect(runs).toBe(9);
});
