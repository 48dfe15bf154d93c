import { describe, expect, test } from "vitest";
import { createHealthCheck } from "./check.ts";
import type { HealthFacts } from "./facts.ts";

const FACTS: HealthFacts = { components: [], classes: [], oldestCheckAt: null };

function start(read: (limitMs: number) => Promise<HealthFacts>, times: Record<string, number> = {}) {
  let now = new Date("2026-03-02T10:00:00Z").getTime();
  const logged: string[] = [];
  const check = createHealthCheck({
    read,
    clock: { now: () => new Date((now += 1000)) },
    log: (_level, message) => void logged.push(message),
    limitMs: 20,
    freshMs: 0,
    ...times,
  });
  return { check, logged };
}

describe("the health check", () => {
  test("reads once for callers within some seconds", async () => {
    let reads = 0;
    const { check } = start(
      () => {
        reads++;
        return Promise.resolve(FACTS);
      },
      { freshMs: 60_000 },
    );
    const answers = await Promise.all([check(), check(), check()]);
    expect(await check()).toBe(answers[0]);
    expect(reads).toBe(1);
  });

  test("answers down while the database hangs, without another read", async () => {
    let reads = 0;
    let answer: (facts: HealthFacts) => void = () => undefined;
    const { check, logged } = start(() => {
      reads++;
      return new Promise((resolve) => (answer = resolve));
    });
    const first = await check();
    expect(first.status).toBe("down");
    expect(first.parts.map(({ name, status }) => [name, status])).toEqual([
      ["api", "ok"],
      ["database", "down"],
    ]);
    const second = await check();
    expect(reads).toBe(1);
    expect(logged).toHaveLength(2);
    // The same failure.
    expect(second.parts[1]?.since).toEqual(first.parts[1]?.since);
    expect(second.checkedAt.getTime()).toBeGreaterThan(first.checkedAt.getTime());
    answer(FACTS);
    await Promise.resolve();
    const third = check();
    answer(FACTS);
    expect((await third).parts.find(({ name }) => name === "database")?.status).toBe("ok");
  });

  test("reads again when a read does not end, because its connection may be lost", async () => {
    let reads = 0;
    const { check } = start(() => (++reads === 1 ? new Promise<never>(() => undefined) : Promise.resolve(FACTS)), {
      giveUpMs: 10,
    });
    expect((await check()).status).toBe("down");
    expect((await check()).parts.find(({ name }) => name === "database")?.status).toBe("ok");
  });

  test("answers down when the database refuses, and tells the time of the first failure", async () => {
    const { check } = start(() => Promise.reject(new Error("connection refused")));
    const first = await check();
    expect(first).toMatchObject({ status: "down" });
    expect((await check()).parts[1]?.since).toEqual(first.parts[1]?.since);
  });
});
