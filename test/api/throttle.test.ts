import { afterAll, beforeAll, expect, test } from "vitest";
import { startApi, type TestApi } from "../setup/api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ throttle: { perSecond: 2, burst: 8 } });
});
afterAll(() => api.stop());

test("a studio over its rate limit gets a Retry-After, and other studios are not affected", async () => {
  const ask = (as: string) => api.ask("GET", "/v1/me", { as });
  // The first requests authenticate the caller, so that the rest arrive within one second.
  await Promise.all([ask("artist@lumen.example"), ask("artist@orrery.example")]);
  const answers = await Promise.all(Array.from({ length: 40 }, () => ask("artist@lumen.example")));
  const statuses = answers.map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([200, 429]));
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(8);
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.body).toMatchObject({ code: "too_many_requests", status: 429 });
  const wait = Number(refused?.headers.get("retry-after"));
  expect(wait).toBeGreaterThanOrEqual(1);
  expect(await ask("artist@orrery.example")).toMatchObject({ status: 200 });
  // The limit applies to the studio, so a colleague is refused too.
  expect(
    (await Promise.all(Array.from({ length: 6 }, () => ask("admin@lumen.example")))).map((a) => a.status),
  ).toContain(429);
  await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  expect(await ask("artist@lumen.example")).toMatchObject({ status: 200 });
});
