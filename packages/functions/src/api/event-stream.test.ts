import type { Context } from "hono";
import { expect, test } from "vitest";
import type { Env } from "../http/problem.ts";
import { getWindowMs } from "./event-stream.ts";

const within = (env: unknown) => getWindowMs({ env } as Context<Env>, 25_000);

test("a stream ends before the function's time limit", () => {
  const lambda = (left: number) => ({ event: {}, lambdaContext: { getRemainingTimeInMillis: () => left } });
  expect(within(lambda(60_000))).toBe(25_000);
  expect(within(lambda(20_000))).toBe(15_000);
  expect(within(lambda(2000))).toBe(0);
  expect(within({ incoming: {} })).toBe(25_000);
  expect(within(undefined)).toBe(25_000);
});
