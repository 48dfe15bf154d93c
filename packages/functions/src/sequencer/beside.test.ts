import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Beside } from "./beside.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("runs once at a time, and again for news that came meanwhile", async () => {
  const runs: (() => void)[] = [];
  const beside = new Beside(
    () => new Promise((resolve) => runs.push(resolve)),
    () => undefined,
  );
  beside.begin(false);
  expect(runs.length).toBe(0);
  beside.begin(true);
  beside.begin(true);
  expect(runs.length).toBe(1);
  runs[0]?.();
  await beside.settled();
  beside.begin(false);
  expect(runs.length).toBe(2);
  runs[1]?.();
  await beside.settled();
  beside.begin(false);
  expect(runs.length).toBe(2);
});

test("rests after a failure, for longer each time, and begins again by itself", async () => {
  let [fails, runs] = [true, 0];
  const beside = new Beside(
    () => (runs++, fails ? Promise.reject(new Error("away")) : Promise.resolve()),
    () => undefined,
  );
  const rested = async () => {
    const before = runs;
    for (let ms = 0; ; ms += 500) {
      beside.begin(false);
      if (runs > before) return ms;
      await vi.advanceTimersByTimeAsync(500);
    }
  };
  beside.begin(true);
  await beside.settled();
  const rests: number[] = [];
  for (let n = 0; n < 7; n++) {
    rests.push(await rested());
    await beside.settled();
  }
  expect(rests).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  fails = false;
  await rested();
  await beside.settled();
  beside.begin(false);
  expect(runs).toBe(9);
});
