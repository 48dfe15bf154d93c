import { describe, expect, test } from "vitest";
import { decideHealth, type HealthPart } from "./decide.ts";
import type { HealthFacts } from "./facts.ts";

const NOW = new Date("2026-03-02T10:00:00Z");
const before = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);

const NAMES = ["reconciler", "janitor", "sequencer", "webhooks"] as const;
const create = (changes: Partial<HealthFacts> = {}): HealthFacts => ({
  components: NAMES.map((name) => ({ name, ranAt: before(30), failingSince: null })),
  classes: ["heavy", "light"].map((name) => ({ name, startsWorkers: true, stalledSince: null })),
  oldestCheckAt: null,
  ...changes,
});
const changeComponent = (name: string, change: Partial<HealthFacts["components"][number]>) =>
  create({ components: create().components.map((one) => (one.name === name ? { ...one, ...change } : one)) });
const stall = (startsWorkers: boolean, seconds: number) =>
  create({ classes: [{ name: "light", startsWorkers, stalledSince: before(seconds) }] });
const listFailing = (facts: HealthFacts): Pick<HealthPart, "name" | "status" | "since">[] =>
  decideHealth(facts, NOW).parts.flatMap(({ name, status, since }) =>
    status === "ok" ? [] : [{ name, status, ...(since ? { since } : {}) }],
  );

describe("the state of the platform", () => {
  test("is ok if all parts are, and names them", () => {
    const { status, parts } = decideHealth(create(), NOW);
    expect(status).toBe("ok");
    expect(parts).toEqual(
      [
        "api",
        "database",
        "queues",
        "recovery",
        "gpu-heavy",
        "gpu-light",
        "uploads",
        "ledger",
        "storage",
        "webhooks",
      ].map((name) => ({ name, status: "ok" })),
    );
  });

  test.each([
    ["reconciler", "recovery"],
    ["janitor", "storage"],
    ["sequencer", "ledger"],
    ["webhooks", "webhooks"],
  ])("is degraded when the component %s has completed no round for three minutes", (component, part) => {
    expect(listFailing(changeComponent(component, { ranAt: before(180) }))).toEqual([]);
    const facts = changeComponent(component, { ranAt: before(181) });
    expect(listFailing(facts)).toEqual([{ name: part, status: "degraded", since: before(181) }]);
    expect(decideHealth(facts, NOW).status).toBe("degraded");
  });

  test("is degraded when a component is missing", () => {
    const facts = create({ components: create().components.filter(({ name }) => name !== "sequencer") });
    expect(listFailing(facts)).toEqual([{ name: "ledger", status: "degraded", since: NOW }]);
  });

  test.each([
    ["reconciler", "queues"],
    ["webhooks", "webhooks"],
  ])("is degraded while the work of %s fails", (component, part) =>
    expect(listFailing(changeComponent(component, { failingSince: before(90) }))).toEqual([
      { name: part, status: "degraded", since: before(90) },
    ]),
  );

  test("names a class that no worker serves, after the time that a node may need to start", () => {
    expect(listFailing(stall(true, 20 * 60))).toEqual([]);
    expect(listFailing(stall(true, 20 * 60 + 1))).toEqual([
      { name: "gpu-light", status: "down", since: before(20 * 60 + 1) },
    ]);
    expect(decideHealth(stall(true, 3600), NOW).status).toBe("degraded");
  });

  test("names it after a minute where no worker is started for waiting jobs", () => {
    expect(listFailing(stall(false, 60))).toEqual([]);
    expect(listFailing(stall(false, 61))).toEqual([{ name: "gpu-light", status: "down", since: before(61) }]);
  });

  test("is degraded when an upload has not been checked for ten minutes", () => {
    expect(listFailing(create({ oldestCheckAt: before(600) }))).toEqual([]);
    expect(listFailing(create({ oldestCheckAt: before(601) }))).toEqual([
      { name: "uploads", status: "degraded", since: before(601) },
    ]);
  });

  test("says for each part that is not ok what users notice", () => {
    const facts: HealthFacts = {
      components: NAMES.map((name) => ({ name, ranAt: before(900), failingSince: before(900) })),
      classes: [{ name: "xl", startsWorkers: true, stalledSince: before(3600) }],
      oldestCheckAt: before(3600),
    };
    const failing = decideHealth(facts, NOW).parts.filter(({ status }) => status !== "ok");
    expect(failing.map(({ name }) => name)).toEqual([
      "queues",
      "recovery",
      "gpu-xl",
      "uploads",
      "ledger",
      "storage",
      "webhooks",
    ]);
    for (const { message } of failing) expect(message).toMatch(/^[A-Z].+\.$/);
  });
});
