import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseHead, MAX_BATCH_PASSED_OVER_MS, MAX_PASSED_OVER } from "./choose.ts";
import { findMissingTickets } from "./ticket.ts";
import type { QueueHead } from "./queue-head.ts";

const head = fc.record({
  id: fc.uuid(),
  tenant_id: fc.constantFrom("a", "b", "c"),
  show_id: fc.constantFrom("s", "t"),
  member_id: fc.constantFrom("m", "n"),
  model_key: fc.constantFrom("", "x", "y"),
  fence: fc.constant(0),
  expected_ms: fc.constant(1),
  lane: fc.constantFrom("interactive" as const, "batch" as const),
  priority: fc.integer({ min: -100, max: 100 }),
  waited_ms: fc.integer({ min: 0, max: 10_000_000 }),
  share: fc.constant(0),
  passed_over: fc.constant(0),
  member_share: fc.nat(3),
});
const shares = fc.record({ a: fc.nat(), b: fc.nat(), c: fc.nat() });
const passed = fc.record({ a: fc.nat(5), b: fc.nat(5), c: fc.nat(5) });
const heads = fc
  .tuple(fc.uniqueArray(head, { maxLength: 12, selector: ({ id }) => id }), shares, passed)
  .map(([list, share, over]): QueueHead[] =>
    list.map((one) => ({ ...one, share: share[one.tenant_id as "a"], passed_over: over[one.tenant_id as "a"] })),
  );

test("without a loaded model, chooses the studio with the smallest share in the best lane", () => {
  fc.assert(
    fc.property(heads, (list) => {
      const found = chooseHead(list, []);
      expect(found === undefined).toBe(list.length === 0);
      expect(found?.passed).toBeUndefined();
      const interactive = (one: QueueHead) => one.lane === "interactive" || one.waited_ms >= 15 * 60_000;
      if (list.some(interactive)) expect(found && interactive(found.head)).toBe(true);
      const rivals = list.filter((one) => !found || interactive(one) === interactive(found.head));
      if (found) expect(Math.min(...rivals.map(({ share }) => share))).toBe(found.head.share);
    }),
  );
});

test("a priority does not decide between studios", () => {
  fc.assert(
    fc.property(heads, (list) => {
      const flat = list.map((one) => ({ ...one, priority: 0 }));
      expect(chooseHead(list, [])?.head.tenant_id).toBe(chooseHead(flat, [])?.head.tenant_id);
    }),
  );
});

test("a priority does not decide between studios with equal shares either", () => {
  const make = (id: string, tenant_id: string, priority: number, waited_ms: number): QueueHead => ({
    id,
    tenant_id,
    show_id: "s",
    member_id: "m",
    model_key: "",
    fence: 0,
    expected_ms: 1,
    lane: "interactive",
    priority,
    waited_ms,
    share: 11,
    passed_over: 0,
    member_share: 0,
  });
  // Studio b has waited longest, although its first job by priority has not.
  const list = [make("1", "a", 0, 5), make("2", "b", 0, 9), make("3", "b", 1, 0)];
  expect(chooseHead(list, [])?.head.id).toBe("3");
});

test("prefers a loaded model within bounds", () => {
  fc.assert(
    fc.property(heads, (list) => {
      const rightful = chooseHead(list, []);
      const found = chooseHead(list, ["x"]);
      expect(found === undefined).toBe(rightful === undefined);
      if (!found || !rightful) return;
      expect(found.passed === undefined).toBe(found.head.id === rightful.head.id);
      if (!found.passed) return;
      expect(found.head.model_key).toBe("x");
      expect(found.passed.id).toBe(rightful.head.id);
      const areBatch = found.head.lane === "batch" && rightful.head.lane === "batch";
      if (!areBatch) expect(rightful.head.passed_over).toBeLessThan(MAX_PASSED_OVER);
      expect(rightful.head.passed_over * 1000).toBeLessThan(MAX_BATCH_PASSED_OVER_MS);
    }),
  );
});

describe("two studios with a batch of 500 frames for each of three models, on one worker", () => {
  /** Runs all frames one after the other. @returns how often a model was loaded, and the longest time between turns */
  function run(lane: QueueHead["lane"], frameMs: number) {
    const left = new Map<string, number>();
    const shares: Record<string, number> = { a: 0, b: 0 };
    const passedOver: Record<string, number> = { a: 0, b: 0 };
    for (const tenant of ["a", "b"]) for (const model of ["x", "y", "z"]) left.set(`${tenant} ${model}`, 500);
    let [loaded, loads, now, waited] = ["", 0, 0, 0];
    const lastRun: Record<string, number> = { a: 0, b: 0 };
    while (left.size > 0) {
      const list = [...left.keys()].map((group): QueueHead => {
        const [tenant_id = "", model_key = ""] = group.split(" ");
        const place = { id: group, tenant_id, show_id: "s", member_id: "m", model_key, member_share: 0 };
        const share = shares[tenant_id] ?? 0;
        const passed_over = passedOver[tenant_id] ?? 0;
        return { ...place, fence: 0, expected_ms: frameMs, lane, priority: 0, waited_ms: now, share, passed_over };
      });
      const { head, passed } = chooseHead(list, [loaded]) ?? {};
      if (!head) throw new Error("nothing was chosen");
      if (head.model_key !== loaded) loads++;
      loaded = head.model_key;
      for (const tenant of ["a", "b"])
        if (tenant !== head.tenant_id && [...left.keys()].some((group) => group.startsWith(tenant)))
          waited = Math.max(waited, now + frameMs - (lastRun[tenant] ?? 0));
      now += frameMs;
      lastRun[head.tenant_id] = now;
      shares[head.tenant_id] = (shares[head.tenant_id] ?? 0) + frameMs;
      if (passed) passedOver[passed.tenant_id] = (passedOver[passed.tenant_id] ?? 0) + 1;
      else passedOver[head.tenant_id] = 0;
      const rest = (left.get(head.id) ?? 0) - 1;
      if (rest === 0) left.delete(head.id);
      else left.set(head.id, rest);
    }
    return { loads, waited };
  }

  test("load a model at most twice per batch, and neither waits much longer than five minutes", () => {
    const { loads, waited } = run("batch", 1000);
    expect(loads).toBeLessThanOrEqual(12);
    // A studio that was passed over for five minutes catches up in its turns, then keeps its model for five minutes.
    expect(waited).toBeLessThanOrEqual(2 * MAX_BATCH_PASSED_OVER_MS + 2000);
  });

  test("load a model at most every five minutes when frames are long", () => {
    const frameMs = 20_000;
    const { loads } = run("batch", frameMs);
    expect(loads).toBeLessThanOrEqual((3000 * frameMs) / MAX_BATCH_PASSED_OVER_MS);
  });

  test("take turns after two jobs in the interactive lane", () => {
    const { waited } = run("interactive", 1000);
    expect(waited).toBeLessThanOrEqual((2 * MAX_PASSED_OVER + 2) * 1000);
  });
});

test("issues no more tickets than jobs may run, and no fewer than a greedy algorithm", () => {
  const room = fc.option(fc.nat(5));
  const group = fc.record({
    class: fc.constantFrom("light" as const, "heavy" as const),
    show_id: fc.constantFrom("s", "t"),
    member_id: fc.constantFrom("m", "n"),
    head: fc.uuid(),
    waiting: fc.nat(8),
    tenant_room: fc.constant(null),
    show_room: room,
    member_room: room,
    unused_tickets: fc.constant(0),
  });
  fc.assert(
    fc.property(fc.array(group, { maxLength: 8 }), room, fc.nat(4), (groups, tenantRoom, unused) => {
      const all = groups.map((one) => ({ ...one, tenant_room: tenantRoom, unused_tickets: unused }));
      for (const name of ["light", "heavy"] as const) {
        const ofClass = all.filter((one) => one.class === name);
        const sent = findMissingTickets(all).filter((one) => one.class === name).length;
        const waiting = ofClass.reduce((sum, one) => sum + one.waiting, 0);
        expect(sent + (sent > 0 ? unused : 0)).toBeLessThanOrEqual(Math.min(waiting, tenantRoom ?? Infinity));
        const free = ofClass.every(({ show_room, member_room }) => show_room === null && member_room === null);
        if (free) expect(sent).toBe(Math.max(0, Math.min(waiting, tenantRoom ?? Infinity) - unused));
      }
    }),
  );
});

describe("members of a studio", () => {
  /** Runs jobs of two members until one has none left. @returns jobs that each has run */
  function run(weights: Record<string, number>, priority: Record<string, number> = {}) {
    const ran: Record<string, number> = { m: 0, n: 0 };
    const left: Record<string, number> = { m: 300, n: 60 };
    while (Object.values(left).every((count) => count > 0)) {
      const list = Object.keys(left).map((member_id): QueueHead => ({
        id: member_id,
        tenant_id: "a",
        show_id: "s",
        member_id,
        model_key: "",
        fence: 0,
        expected_ms: 1000,
        lane: "batch",
        priority: priority[member_id] ?? 0,
        // The first member's jobs are all older.
        waited_ms: member_id === "m" ? 60_000 : 1,
        share: 0,
        passed_over: 0,
        member_share: ((ran[member_id] ?? 0) * 1000) / (weights[member_id] ?? 100),
      }));
      const { head } = chooseHead(list, []) ?? {};
      if (!head) throw new Error("nothing was chosen");
      ran[head.member_id] = (ran[head.member_id] ?? 0) + 1;
      left[head.member_id] = (left[head.member_id] ?? 0) - 1;
    }
    return ran;
  }

  test("take turns, although one has queued hundreds of jobs before the other", () => {
    expect(run({})).toEqual({ m: 60, n: 60 });
  });

  test("get GPU time by their weights", () => {
    expect(run({ m: 300 })).toEqual({ m: 178, n: 60 });
  });

  test("wait for jobs of a higher priority", () => {
    expect(run({}, { m: 1 })).toEqual({ m: 300, n: 0 });
  });
});
