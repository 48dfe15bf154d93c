import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import * as Dispatch from "@pegbar/core/job/dispatch";
import { MAX_TICKETS } from "@pegbar/core/job/dispatch/queue-head.ts";
import { MAX_PASSED_OVER } from "@pegbar/core/job/dispatch/choose.ts";
import { reconcile } from "@pegbar/core/attempt/reconciler";
import * as Job from "@pegbar/core/job";
import * as Quota from "@pegbar/core/studio/quota";
import { createStudios, type Studios } from "../setup/studio.ts";
import { findSubjects, createActions } from "../setup/work.ts";

let studios: Studios;
let lumen: Actor;
let supervisor: Actor;
let orrery: Actor;
let w: ReturnType<typeof createActions>;
let ids: { tenantId: string; memberId: string; showId: string };

beforeEach(async () => {
  studios = await createStudios();
  [lumen, supervisor, orrery] = await Promise.all([
    studios.member("lumen", "artist"),
    studios.member("lumen", "supervisor"),
    studios.member("orrery", "artist"),
  ]);
  w = createActions(studios);
  ids = await findSubjects(studios, lumen);
});
afterEach(() => studios.drop());

/** Inserts many jobs directly, with rows, reservations and counts like submitted ones, without 3,000 requests. */
async function copies(of: string, count: number): Promise<void> {
  await studios.database.admin().begin(async (sql) => {
    await sql`
      insert into job (id, tenant_id, show_id, sequence_id, shot_id, member_id, workflow_version_id, graph, parameters,
        output_names, class, lane, priority, time_limit_seconds, model_key, pixels, steps, expected_ms, reserved_gpu_ms,
        reserved_micros, month, micros_per_hour, state, request_sha256, queued_at)
      select 'job_' || lpad(n::text, 26, '0'), tenant_id, show_id, sequence_id, shot_id, member_id, workflow_version_id,
        graph, parameters, output_names, class, lane, priority, time_limit_seconds, model_key, pixels, steps, expected_ms,
        reserved_gpu_ms, reserved_micros, month, micros_per_hour, state, request_sha256, queued_at
      from job, generate_series(1, ${count}) as n where id = ${of}`;
    await sql`
      update quota q set waiting = waiting + ${count} from job j
      where j.id = ${of} and q.subject_id in (j.tenant_id, j.show_id, j.member_id)`;
    await sql`
      update quota_month m set reserved_gpu_ms = m.reserved_gpu_ms + ${count} * j.reserved_gpu_ms,
        reserved_micros = m.reserved_micros + ${count} * j.reserved_micros
      from job j where j.id = ${of} and m.subject_id in (j.tenant_id, j.show_id, j.member_id)`;
  });
}
const counts = async () => {
  const rows = await studios.database.admin()`select state, count(*)::int as n from job group by state order by state`;
  return Object.fromEntries(rows.map((row) => [String(row["state"]), Number(row["n"])]));
};
const unused = async () => {
  const [row] = await studios.database.admin()`select count(*)::int as n from demand where used_at is null`;
  return Number(row?.["n"]);
};
const faultless = async () => {
  const done = await w.dispatch(() =>
    reconcile({ effectSeconds: 600, messageSeconds: 0, intentSeconds: 600, thorough: true }),
  );
  expect(done).toMatchObject({ quotasCorrected: 0, demandRenewed: 0, messagesLost: 0 });
};

describe("members of a studio", () => {
  test("share its turns by their weights, whoever has queued first", async () => {
    await w.limit(ids.tenantId, ids.tenantId, { runningJobs: null });
    await w.limit(ids.tenantId, ids.showId, { runningJobs: null });
    const many = await w.submit(lumen, { lane: "batch" });
    await copies(many, 30);
    await Promise.all(Array.from({ length: 8 }, () => w.submit(supervisor, { lane: "batch" })));
    await studios.as(await studios.member("lumen", "admin"), () =>
      Quota.update({ subjectId: ids.memberId, change: { weight: 200 } }),
    );
    const taken: string[] = [];
    for (let at = 0; at < 9; at++) {
      const lease = await w.claim();
      if (!lease) throw new Error("nothing to do");
      taken.push((await w.job(supervisor, lease.jobId)).memberId === ids.memberId ? "m" : "s");
    }
    expect(taken.filter((member) => member === "m")).toHaveLength(6);
    expect(taken.slice(0, 3).toSorted()).toEqual(["m", "m", "s"]);
  });
});

describe("dispatch tickets", () => {
  test("are issued for as many jobs as may run, and each end issues the next", async () => {
    await w.limit(ids.tenantId, ids.tenantId, { runningJobs: 2 });
    for (let seed = 0; seed < 5; seed++) await w.submit(lumen, { parameters: { seed } });
    expect(await unused()).toBe(2);
    const leases = [await w.claim(), await w.claim()];
    expect(await unused()).toBe(0);
    for (const lease of leases) if (lease) await w.complete(lease, 10);
    expect(await unused()).toBe(2);
    await faultless();
  });

  test("are as many as the workers of a class can use at most, and each end issues what is missing", async () => {
    await w.limit(ids.tenantId, ids.tenantId, { runningJobs: null });
    await w.limit(ids.tenantId, ids.showId, { runningJobs: null });
    await copies(await w.submit(lumen), 300);
    await studios.as(lumen, () => Dispatch.issueTicketsNow());
    expect(await unused()).toBe(MAX_TICKETS);
    const [one, other] = [await w.claim(), await w.claim()];
    expect(await unused()).toBe(MAX_TICKETS - 2);
    if (one) await w.complete(one, 10);
    expect(await unused()).toBe(MAX_TICKETS);
    if (other) await w.complete(other, 10);
    await faultless();
  });

  test("are not used up by a member at the limit", async () => {
    await w.limit(ids.tenantId, ids.memberId, { runningJobs: 1 });
    for (let seed = 0; seed < 4; seed++) await w.submit(lumen, { parameters: { seed } });
    const first = await w.claim();
    const other = await w.submit(supervisor);
    const second = await w.claim();
    expect(second?.jobId).toBe(other);
    expect(await w.claim()).toBeUndefined();
    if (first) await w.complete(first, 10);
    expect(await unused()).toBe(1);
    await faultless();
  });

  test("serve every job with limits, mixed classes and mixed studios, without a correction", async () => {
    const { tenantId } = await findSubjects(studios, orrery);
    await w.limit(ids.tenantId, ids.tenantId, { runningJobs: 1 });
    await w.limit(tenantId, tenantId, { runningJobs: 2 });
    const waiting = new Set<string>();
    for (let seed = 0; seed < 6; seed++) {
      waiting.add(await w.submit(lumen, { parameters: { seed } }));
      waiting.add(await w.submit(orrery, { parameters: { seed } }));
    }
    for (let round = 0; round < 30 && waiting.size > 0; round++) {
      const leases = [await w.claim(), await w.claim(), await w.claim(), await w.claim()];
      for (const lease of leases) {
        if (!lease) continue;
        waiting.delete(lease.jobId);
        await w.complete(lease, 10);
      }
    }
    expect([...waiting]).toEqual([]);
    await faultless();
  });

  test("that the queue has lost or that are dead cost no job, and are counted", async () => {
    const id = await w.submit(lumen);
    await studios.loseMessages();
    await studios.sendDeadLetter("an unusable message");
    studios.advance(61);
    const options = { effectSeconds: 600, messageSeconds: 60, intentSeconds: 600, thorough: true };
    expect(await w.dispatch(() => reconcile(options))).toMatchObject({
      messagesLost: 1,
      demandRenewed: 1,
      messagesDead: 1,
    });
    expect((await w.claim())?.jobId).toBe(id);
  });
});

test("submits and ends on one shot do not block each other", async () => {
  await w.limit(ids.tenantId, ids.tenantId, { runningJobs: null });
  for (let seed = 0; seed < 16; seed++) await w.submit(lumen, { parameters: { seed } });
  const leases = [];
  for (let i = 0; i < 16; i++) leases.push(await w.claim());
  const all = await Promise.allSettled([
    ...leases.map((lease) => lease && w.complete(lease, 1)),
    ...Array.from({ length: 48 }, (_, seed) => w.submit(lumen, { parameters: { seed: seed + 100 } })),
  ]);
  expect(all.filter(({ status }) => status === "rejected")).toEqual([]);
  expect(await counts()).toEqual({ queued: 48, succeeded: 16 });
  await faultless();
});

describe("order", () => {
  test("a studio's 3,000 jobs do not delay another studio's single job", async () => {
    const first = await w.submit(lumen);
    await copies(first, 3000);
    const running = await w.claim();
    const single = await w.submit(orrery);
    expect((await w.claim())?.jobId).toBe(single);
    expect(running?.tenantId).toBe(ids.tenantId);
  });

  test("studios share by weight and recent GPU time", async () => {
    const { tenantId } = await findSubjects(studios, orrery);
    await studios.database.admin()`update share set weight = 300 where tenant_id = ${tenantId}`;
    await w.limit(ids.tenantId, ids.tenantId, { runningJobs: null });
    await w.limit(tenantId, tenantId, { runningJobs: null });
    for (let seed = 0; seed < 16; seed++) {
      await w.submit(lumen, { parameters: { seed } });
      await w.submit(orrery, { parameters: { seed } });
    }
    const given: string[] = [];
    for (let i = 0; i < 16; i++) {
      const lease = await w.claim();
      if (!lease) throw new Error("nothing to claim");
      given.push(lease.tenantId);
      studios.advance(1);
      await w.complete(lease, 1000);
    }
    expect(given.filter((id) => id === tenantId).length).toBe(12);
  });

  test("interactive jobs run before batch jobs of all studios; a priority counts within its studio only", async () => {
    const batch = await w.submit(supervisor, { lane: "batch", priority: 100 });
    const urgent = await w.submit(supervisor, { priority: 100 });
    const usual = await w.submit(supervisor);
    await studios.database.admin()`update share set recent_ms = 1000000, as_of = now() where tenant_id = ${ids.tenantId}`;
    const other = await w.submit(orrery);
    const order = [];
    for (let i = 0; i < 4; i++) order.push((await w.claim())?.jobId);
    expect(order).toEqual([other, urgent, usual, batch]);
  });

  test("a batch job that has waited for a quarter of an hour counts as interactive", async () => {
    const batch = await w.submit(lumen, { lane: "batch" });
    studios.advance(15 * 60 + 1);
    await w.submit(orrery);
    await studios.database.admin()`update share set recent_ms = 1000 where tenant_id <> ${ids.tenantId}`;
    expect((await w.claim())?.jobId).toBe(batch);
  });

  test("artists cannot raise a priority, neither of their jobs nor at submit", async () => {
    await expect(w.submit(lumen, { priority: 1 })).rejects.toMatchObject({ code: "forbidden" });
    const id = await w.submit(lumen, { priority: -5 });
    const raise = studios.as(lumen, () => Job.actOn(id, { action: "prioritise", priority: 1 }));
    await expect(raise).rejects.toMatchObject({ code: "forbidden" });
    await studios.as(supervisor, () => Job.actOn(id, { action: "prioritise", priority: 50 }));
    expect((await w.job(lumen, id)).priority).toBe(50);
  });

  test("a job with a loaded model runs first, but no studio is passed over more than a few times", async () => {
    const rightful = await w.submit(orrery);
    for (let seed = 0; seed < 6; seed++) await w.submit(lumen, { parameters: { seed } });
    await studios.database.admin()`update job set model_key = 'loaded.safetensors' where tenant_id = ${ids.tenantId}`;
    await studios.database.admin()`update share set recent_ms = 9e9, as_of = now() where tenant_id = ${ids.tenantId}`;
    const order = [];
    for (let i = 0; i <= MAX_PASSED_OVER; i++) order.push((await w.claim(["loaded.safetensors"]))?.jobId);
    expect(order.indexOf(rightful)).toBe(MAX_PASSED_OVER);
    expect((await w.claim([]))?.tenantId).toBe(ids.tenantId);
  });

  test("a claim over the fleet's limit waits, and its message is replaced by a delayed one", async () => {
    await studios.database.admin()`update fleet set running_limit = 1 where class = 'light'`;
    for (let seed = 0; seed < 2; seed++) await w.submit(lumen, { parameters: { seed } });
    const lease = await w.claim();
    expect(await w.claim()).toBeUndefined();
    expect(await unused()).toBe(1);
    if (lease) await w.complete(lease, 10);
    expect(await w.claim()).toBeDefined();
  });
});

describe("3,000 queued jobs", () => {
  beforeEach(async () => {
    await copies(await w.submit(lumen), 2999);
  });
  const act = (request: Record<string, unknown>, actor = supervisor) =>
    studios.as(actor, () => Job.act(Job.ActRequest.parse({ showId: ids.showId, ...request })));

  test("can be held, released and cancelled at once", async () => {
    expect(await act({ action: "hold" })).toEqual({ changed: 3000, stopping: 0 });
    expect(await counts()).toEqual({ held: 3000 });
    expect(await w.claim()).toBeUndefined();
    expect(await act({ action: "release" })).toEqual({ changed: 3000, stopping: 0 });
    const lease = await w.claim();
    expect(await act({ action: "cancel" })).toEqual({ changed: 3000, stopping: 1 });
    expect(await counts()).toEqual({ cancelled: 2999, running: 1 });
    if (lease) await w.lose(lease);
    expect(await counts()).toEqual({ cancelled: 3000 });
    const { used, reserved } = await w.quota(supervisor, ids.tenantId);
    expect([used.waitingJobs, used.runningJobs, reserved.gpuSeconds, reserved.dollars]).toEqual([0, 0, 0, 0]);
    await faultless();
  });

  test("can be moved to the batch lane, so that the next single job runs first", async () => {
    expect(await act({ action: "prioritise", lane: "batch" })).toEqual({ changed: 3000, stopping: 0 });
    const single = await w.submit(lumen);
    expect((await w.claim())?.jobId).toBe(single);
  });

  test("of others are not changed by an artist, and a request without jobs is refused", async () => {
    expect(await act({ action: "cancel" }, await studios.member("orrery", "supervisor"))).toEqual({
      changed: 0,
      stopping: 0,
    });
    const mine = await w.submit(supervisor);
    expect((await act({ action: "hold" }, lumen)).changed).toBe(3000);
    expect((await w.job(supervisor, mine)).state).toBe("queued");
    expect(() => Job.ActRequest.parse({ action: "cancel" })).toThrow(/say which jobs/);
  });
});
