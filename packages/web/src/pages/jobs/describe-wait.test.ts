import { expect, test } from "vitest";
import { describeWait } from "./describe-wait.ts";

test.each([
  [0, 0, 0.4, "Next in the queue, starts immediately"],
  [1, 0, 240, "2nd in the queue, starts within 4 min"],
  [2, 20, 50, "3rd in the queue, starts in 20 – 50 s"],
  [3, 120, 120, "4th in the queue, starts in 2 min"],
  [10, 60, 180, "11th in the queue, starts in 1 – 3 min"],
  [1020, 7200, 14_400, "1,021st in the queue, starts in 2 – 4 h"],
])("%i jobs ahead, starting in %d to %d seconds", (jobsAhead, low, high, words) => {
  expect(describeWait({ jobsAhead, seconds: { low, high } })).toBe(words);
  expect(describeWait({ jobsAhead: 2, seconds: null })).toBe("3rd in the queue; no worker of its class is running");
});
