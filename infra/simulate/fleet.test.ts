import { describe, expect, test } from "vitest";
import { simulateDay, createRandom } from "./day.ts";
import { simulate, type Policy } from "./fleet.ts";

const usual: Policy = { name: "usual", spot: 20, onDemand: 5, warmSeconds: 600, minimum: 0 };
const run = (policy: Partial<Policy> = {}, seed = 1) =>
  simulate(simulateDay(20, seed), "heavy", { ...usual, ...policy }, seed);

describe("a day", () => {
  test("is equal for the same seed, and different for another one", () => {
    expect(simulateDay(20, 1)).toEqual(simulateDay(20, 1));
    expect(simulateDay(20, 1)).not.toEqual(simulateDay(20, 2));
    const next = createRandom(7);
    const numbers = Array.from({ length: 10_000 }, next);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    expect(numbers.reduce((sum, one) => sum + one, 0) / numbers.length).toBeCloseTo(0.5, 1);
  });

  test("has requests in order and in working hours, whose number grows with the studio", () => {
    const found = simulateDay(20, 3).map(({ at }) => at);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(found[0]).toBeGreaterThan(8 * 3600);
    expect(simulateDay(40, 3).length).toBeGreaterThan(found.length * 1.3);
  });
});

describe("the fleet", () => {
  test.each([1, 2, 3, 4, 5])("completes every job despite interruptions of Spot nodes (seed %i)", (seed) => {
    expect(run({}, seed).jobs).toBe(simulateDay(20, seed).length);
    expect(run({ spot: 3, onDemand: 0 }, seed).jobs).toBe(simulateDay(20, seed).length);
  });

  test("starts from zero in the sum of the start times", () => {
    // 89 s until a GPU, 120 s for the image, 25 s for ComfyUI, then model and picture.
    expect(run().firstImage).toBeGreaterThan(89 + 120 + 25);
    expect(run().firstImage).toBeLessThan(89 + 120 + 25 + 60);
    expect(run({ minimum: 1 }).firstImage).toBeLessThan(60);
  });

  test("costs more with on-demand nodes and long warm times; waits are longer without warm nodes", () => {
    const chosen = run();
    expect(run({ spot: 0, onDemand: 25 }).dollarsPer1000).toBeGreaterThan(chosen.dollarsPer1000 * 1.5);
    expect(run({ warmSeconds: 3600 }).dollarsPer1000).toBeGreaterThan(chosen.dollarsPer1000);
    expect(run({ warmSeconds: 30 }).waits.p50).toBeGreaterThan(chosen.waits.p50);
    expect(run({ onDemand: 0 }).onDemandHours).toBe(0);
  });

  test("never starts more on-demand nodes than the limit", () => {
    const limited = run({ spot: 0, onDemand: 2 });
    expect(limited.onDemandHours).toBeLessThanOrEqual(2 * 48);
    expect(limited.nightMinutes).toBeGreaterThan(run().nightMinutes);
  });
});

describe("a disruption", () => {
  const NOON = 12 * 3600;
  const outage = { from: 15 * 3600, to: 16 * 3600 };

  test("of Spot in all zones makes the fleet use On-Demand nodes, and completes every job", () => {
    const [usual, out] = [run({ spot: 80, onDemand: 10 }), run({ spot: 80, onDemand: 10, spotOutage: outage })];
    expect(out.jobs).toBe(usual.jobs);
    expect(out.onDemandHours).toBeGreaterThan(usual.onDemandHours);
    expect(out.dollars).toBeGreaterThan(usual.dollars);
  });

  test("of Spot without fallback makes people wait until it ends", () => {
    const out = run({ spot: 80, onDemand: 0, spotOutage: outage });
    expect(out.jobs).toBe(simulateDay(20, 1).length);
    expect(out.waits.p99).toBeGreaterThan(1800);
    expect(out.onDemandHours).toBe(0);
  });

  test("by drift replaces nodes at noon, and none at night", () => {
    const [usual, noon, night] = [run(), run({ driftAt: NOON }), run({ driftAt: 25 * 3600 })];
    expect(noon.jobs).toBe(usual.jobs);
    expect(noon.dollars).toBeGreaterThan(usual.dollars);
    expect(night).toEqual(usual);
  });

  test("by drift requeues jobs that are longer than a Spot node's grace period", () => {
    const few = (more: Partial<Policy>) =>
      simulate(simulateDay(4, 1), "heavy", { ...usual, jobSeconds: 400, ...more }, 1);
    expect(few({ driftAt: NOON }).requeued).toBeGreaterThan(few({}).requeued);
    expect(few({ driftAt: NOON }).jobs).toBe(simulateDay(4, 1).length);
  });
});
