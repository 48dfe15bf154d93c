import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import { reconcile } from "@pegbar/core/attempt/reconciler";
import { VisibleError } from "@pegbar/core/platform/error";
import * as Job from "@pegbar/core/job";
import * as Notice from "@pegbar/core/studio/notice";
import { getDay, getMonth, getRenewalTime } from "@pegbar/core/platform/billing-month.ts";
import * as Quota from "@pegbar/core/studio/quota";
import * as Tenant from "@pegbar/core/studio/tenant";
import * as Usage from "@pegbar/core/result/usage";
import { createStudios, type Studios } from "../setup/studio.ts";
import { findSubjects, createActions } from "../setup/work.ts";

let studios: Studios;
let artist: Actor;
let admin: Actor;
let w: ReturnType<typeof createActions>;
let ids: { tenantId: string; memberId: string; showId: string };

beforeEach(async () => {
  studios = await createStudios();
  [artist, admin] = await Promise.all([studios.member("lumen", "artist"), studios.member("lumen", "admin")]);
  w = createActions(studios);
  ids = await findSubjects(studios, artist);
});
afterEach(() => studios.drop());

const of = (subjectId: string) => w.quota(admin, subjectId);
const refusal = (asked: Promise<unknown>): Promise<VisibleError> =>
  asked.then(
    () => {
      throw new Error("it was accepted");
    },
    (error: unknown) => {
      if (error instanceof VisibleError) return error;
      throw error;
    },
  );

describe("reserve, settle, release", () => {
  test("a submit reserves its upper estimate on tenant, show and member, and its end settles the actual usage", async () => {
    const id = await w.submit(artist);
    const job = await w.job(artist, id);
    expect(job.reservedGpuMs).toBeGreaterThan(1000);
    for (const subjectId of Object.values(ids))
      expect(await of(subjectId)).toMatchObject({
        used: { runningJobs: 0, waitingJobs: 1, gpuSeconds: 0 },
        reserved: { gpuSeconds: job.reservedGpuMs / 1000, dollars: job.reservedMicros / 1e6 },
      });
    const lease = await w.claim();
    expect((await of(ids.tenantId)).used).toMatchObject({ runningJobs: 1, waitingJobs: 0 });
    studios.advance(10);
    if (!lease) throw new Error("no lease");
    await w.complete(lease, 4000);
    for (const subjectId of Object.values(ids))
      expect(await of(subjectId)).toMatchObject({
        used: { runningJobs: 0, waitingJobs: 0, gpuSeconds: 4, storageBytes: lease.attemptId.length },
        reserved: { gpuSeconds: 0, dollars: 0 },
      });
  });

  test("cancelling releases the reservation immediately; a running job is charged its usage", async () => {
    const [first, second] = [await w.submit(artist), await w.submit(artist)];
    await w.cancel(artist, second);
    expect((await of(ids.tenantId)).used.waitingJobs).toBe(1);
    const lease = await w.claim();
    if (lease?.jobId !== first) throw new Error("not the first");
    await w.cancel(artist, first);
    studios.advance(3);
    await w.lose(lease, 2000);
    expect(await of(ids.tenantId)).toMatchObject({
      used: { runningJobs: 0, waitingJobs: 0, gpuSeconds: 2 },
      reserved: { gpuSeconds: 0, dollars: 0 },
    });
  });

  test("attempts that Spot interrupted cost the tenant nothing and are recorded separately", async () => {
    await w.submit(artist);
    for (let i = 0; i < 3; i++) {
      const lease = await w.claim();
      studios.advance(5);
      if (lease) await w.lose(lease, 5000);
    }
    const lease = await w.claim();
    studios.advance(5);
    if (lease) await w.complete(lease, 1000);
    const [line] = await studios.as(admin, () => Usage.report({ groupBy: ["month"] }));
    expect(line).toMatchObject({ jobs: 1, attempts: 4, gpuSeconds: 1, platformGpuSeconds: 15 });
    expect((await of(ids.tenantId)).used.gpuSeconds).toBe(1);
  });

  test("a worker cannot report more GPU time than its lease lasted", async () => {
    await w.submit(artist);
    const lease = await w.claim();
    studios.advance(2);
    if (lease) await w.complete(lease, 3_600_000);
    expect((await of(ids.tenantId)).used.gpuSeconds).toBeLessThan(10);
  });

  test("beyond its reservation a job is charged while the limit has room, and the platform pays the rest", async () => {
    await w.submit(artist);
    const held = (await of(ids.tenantId)).reserved.gpuSeconds;
    await w.limit(ids.tenantId, ids.tenantId, { gpuSecondsPerMonth: held + 10 });
    const lease = await w.claim();
    studios.advance(held + 100);
    if (lease) await w.complete(lease, (held + 50) * 1000);
    expect(await of(ids.tenantId)).toMatchObject({ used: { gpuSeconds: held + 10 }, reserved: { gpuSeconds: 0 } });
    const [line] = await studios.as(admin, () => Usage.report({ groupBy: ["outcome"] }));
    expect(line).toMatchObject({ gpuSeconds: held + 10, platformGpuSeconds: 40 });
  });

  test("out of memory: runs again in the next larger class, with a new reservation", async () => {
    const id = await w.submit(artist);
    const before = await w.job(artist, id);
    const lease = await w.claim();
    studios.advance(2);
    if (lease) await w.fail(lease, 1000, "out_of_memory");
    const after = await w.job(artist, id);
    expect(after).toMatchObject({ state: "queued", class: "heavy" });
    expect(after.reservedMicros).toBeGreaterThan(before.reservedMicros);
    expect(await of(ids.tenantId)).toMatchObject({
      used: { gpuSeconds: 1, waitingJobs: 1, runningJobs: 0 },
      reserved: { gpuSeconds: after.reservedGpuMs / 1000 },
    });
    const again = await w.claim([], "heavy");
    if (again) await w.fail(again, 0, "out_of_memory");
    expect(await w.job(artist, id)).toMatchObject({ state: "failed", failure: { kind: "out_of_memory" } });
    expect((await of(ids.tenantId)).reserved).toEqual({ gpuSeconds: 0, dollars: 0 });
  });

  test("out of memory without room for the larger class: the job fails with the reason", async () => {
    const id = await w.submit(artist);
    const { reservedMicros } = await w.job(artist, id);
    await w.limit(ids.tenantId, ids.memberId, { dollarsPerMonth: (reservedMicros + 1) / 1e6 });
    const lease = await w.claim();
    if (lease) await w.fail(lease, 0, "out_of_memory");
    const job = await w.job(artist, id);
    expect(job).toMatchObject({ state: "failed", class: "light" });
    expect(job.failure?.message).toMatch(/no room for the next larger class/);
    expect((await of(ids.tenantId)).reserved).toEqual({ gpuSeconds: 0, dollars: 0 });
  });

  test("a retried job reserves again, and its earlier attempts do not count", async () => {
    const id = await w.submit(artist);
    const lease = await w.claim();
    if (lease) await w.fail(lease, 0);
    await studios.as(artist, () => Job.retry(id));
    expect(await w.job(artist, id)).toMatchObject({ state: "queued", failure: null });
    expect((await of(ids.tenantId)).used.waitingJobs).toBe(1);
    expect((await of(ids.tenantId)).reserved.gpuSeconds).toBeGreaterThan(0);
    const again = await w.claim();
    expect(again?.fence).toBe(2);
    await expect(studios.as(artist, () => Job.retry(id))).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("limits", () => {
  test("200 concurrent submits against a limit of 50: exactly 50 are accepted", async () => {
    await w.limit(ids.tenantId, ids.tenantId, { waitingJobs: 50 });
    const all = await Promise.allSettled(
      Array.from({ length: 200 }, (_, seed) => w.submit(artist, { parameters: { seed } })),
    );
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(50);
    expect((await of(ids.tenantId)).used.waitingJobs).toBe(50);
  });

  test.each(["tenantId", "showId", "memberId"] as const)(
    "money of the %s: used and reserved amounts never exceed the limit",
    async (whose) => {
      const id = await w.submit(artist);
      const each = (await w.job(artist, id)).reservedMicros;
      await w.limit(ids.tenantId, ids[whose], { dollarsPerMonth: (each * 3.5) / 1e6 });
      const all = await Promise.allSettled(
        Array.from({ length: 20 }, (_, seed) => w.submit(artist, { parameters: { seed } })),
      );
      expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
      const { reserved, limits } = await of(ids[whose]);
      expect(reserved.dollars).toBeCloseTo((each * 3) / 1e6, 6);
      expect(reserved.dollars).toBeLessThanOrEqual(limits.dollarsPerMonth ?? 0);
    },
  );

  test("a refusal has the limit, used, reserved and required amounts and the renewal, and changes nothing", async () => {
    const id = await w.submit(artist);
    const { reservedGpuMs } = await w.job(artist, id);
    await w.limit(ids.tenantId, ids.memberId, { gpuSecondsPerMonth: reservedGpuMs / 1000 + 1, waitingJobs: 1 });
    const error = await refusal(w.submit(artist));
    expect(error.code).toBe("quota_exceeded");
    expect(error.errors.map(({ code }) => code)).toEqual(["waiting_jobs_exceeded", "gpu_seconds_exceeded"]);
    expect(error.quota).toMatchObject([
      { scope: "member", subjectId: ids.memberId, meter: "waitingJobs", limit: 1, used: 1, needed: 1, renewsAt: null },
      {
        meter: "gpuSecondsPerMonth",
        limit: reservedGpuMs / 1000 + 1,
        used: 0,
        reserved: reservedGpuMs / 1000,
        needed: reservedGpuMs / 1000,
      },
    ]);
    expect(error.quota?.[1]?.renewsAt).toMatch(/^\d{4}-\d{2}-01T|^\d{4}-\d{2}-3[01]T|^\d{4}-\d{2}-(28|29)T/);
    const [row] = await studios.database.admin()`select count(*)::int as n from job`;
    expect(row?.["n"]).toBe(1);
  });

  test("full storage refuses uploads and submits", async () => {
    const { bytes } = await studios.input(artist);
    await w.limit(ids.tenantId, ids.memberId, { storageBytes: bytes });
    await expect(studios.input(artist, "#112233")).rejects.toMatchObject({ code: "quota_exceeded" });
    await w.submit(artist);
    await w.limit(ids.tenantId, ids.memberId, { storageBytes: bytes - 1 });
    expect((await refusal(w.submit(artist))).errors[0]?.code).toBe("storage_exceeded");
  });

  test("a limit can be lowered below the current use, with a note, and accepted jobs continue", async () => {
    await w.submit(artist);
    await w.submit(artist);
    const changed = await w.limit(ids.tenantId, ids.tenantId, {
      waitingJobs: 1,
      gpuSecondsPerMonth: 1,
      dollarsPerMonth: 0.0001,
    });
    expect(changed.effects).toHaveLength(3);
    expect(changed.effects[0]).toBe(
      "2 queued jobs stay in the queue. New jobs are rejected until fewer than 1 are queued.",
    );
    const lease = await w.claim();
    expect(lease).toBeDefined();
    await expect(w.submit(artist)).rejects.toMatchObject({ code: "quota_exceeded" });
  });

  test("raising the running limit starts queued jobs immediately", async () => {
    await w.limit(ids.tenantId, ids.tenantId, { runningJobs: 0 });
    for (let seed = 0; seed < 3; seed++) await w.submit(artist, { parameters: { seed } });
    expect(await w.claim()).toBeUndefined();
    await w.limit(ids.tenantId, ids.tenantId, { runningJobs: 2 });
    expect(await w.claim()).toBeDefined();
    expect(await w.claim()).toBeDefined();
    expect(await w.claim()).toBeUndefined();
  });

  test.each<[unknown, RegExp]>([
    [{ runningJobs: -1 }, />=0/],
    [{ dollarsPerMonth: -0.01 }, />=0/],
    [{ waitingJobs: 1.5 }, /int/],
    [{ storageGb: 5 }, /storageBytes: gigabytes × 1000000000/],
    [{ gpuHoursPerMonth: 5 }, /gpuSecondsPerMonth: hours × 3600/],
    [{ storageBytes: "5 GB" }, /bare number/],
    [{ gpuSecondsPerMonth: 1e15 }, /<=/],
    [{ unheard: 1 }, /unheard/i],
  ])("%j is not a valid limit", async (limits, message) => {
    const asked = w.limit(ids.tenantId, ids.tenantId, limits as Quota.Limits);
    await expect(asked).rejects.toThrow(message);
    expect((await of(ids.tenantId)).limits.waitingJobs).toBe(10_000);
  });
});

describe("months", () => {
  test("end in the tenant's time zone, and a reservation stays in its month", async () => {
    const now = new Date();
    await studios.as(admin, () => Tenant.update({ timeZone: "Pacific/Kiritimati" }));
    const renews = (await of(ids.tenantId)).renewsAt;
    expect(renews.getUTCHours()).toBe(10);
    const held = (await w.job(artist, await w.submit(artist))).reservedGpuMs / 1000;
    studios.advance((renews.getTime() - now.getTime()) / 1000 + 60);
    expect(await of(ids.tenantId)).toMatchObject({ used: { waitingJobs: 1 }, reserved: { gpuSeconds: 0 } });
    const lease = await w.claim();
    studios.advance(5);
    if (lease) await w.complete(lease, 2000);
    expect((await of(ids.tenantId)).used.gpuSeconds).toBe(0);
    const before = await studios.database.admin()`
      select used_gpu_ms::int, reserved_gpu_ms::int from quota_month where subject_id = ${ids.tenantId}
        and month = ${getMonth(now, "Pacific/Kiritimati")}`;
    expect(held).toBeGreaterThan(0);
    expect(before[0]).toEqual({ used_gpu_ms: 2000, reserved_gpu_ms: 0 });
  });

  test("end correctly across changes of daylight saving time", () => {
    const autumn = new Date("2026-10-25T12:00:00Z");
    expect(getRenewalTime(autumn, "Europe/Berlin").toISOString()).toBe("2026-10-31T23:00:00.000Z");
    expect(getMonth(new Date("2026-10-31T23:30:00Z"), "Europe/Berlin")).toBe("2026-11");
    expect(getMonth(new Date("2026-10-31T23:30:00Z"), "America/Los_Angeles")).toBe("2026-10");
    expect(getDay(new Date("2026-12-31T23:30:00Z"), "Asia/Tokyo")).toBe("2027-01-01");
  });
});

describe("thresholds", () => {
  const thresholds = async () =>
    (await studios.as(admin, () => Notice.list({}))).items
      .map(({ meter, threshold, subjectId }) => [subjectId, meter, threshold])
      .toReversed();

  test("50, 80 and 100 per cent create one notice each", async () => {
    const id = await w.submit(artist);
    const each = (await w.job(artist, id)).reservedMicros / 1e6;
    await w.cancel(artist, id);
    await w.limit(ids.tenantId, ids.showId, { dollarsPerMonth: each * 5 });
    const jobs = [];
    for (let seed = 0; seed < 2; seed++) jobs.push(await w.submit(artist, { parameters: { seed } }));
    expect(await thresholds()).toEqual([]);
    jobs.push(await w.submit(artist));
    expect(await thresholds()).toEqual([[ids.showId, "dollarsPerMonth", 50]]);
    await w.cancel(artist, jobs[0] ?? "");
    for (let seed = 0; seed < 3; seed++) await w.submit(artist, { parameters: { seed } });
    expect(await thresholds()).toEqual([50, 80, 100].map((threshold) => [ids.showId, "dollarsPerMonth", threshold]));
    await expect(w.submit(artist)).rejects.toMatchObject({ code: "quota_exceeded" });
    expect(await thresholds()).toHaveLength(3);
  });

  test("a refused request creates a notice of a full limit, even if no sum reached it", async () => {
    const id = await w.submit(artist);
    const each = (await w.job(artist, id)).reservedMicros / 1e6;
    await w.limit(ids.tenantId, ids.memberId, { dollarsPerMonth: each * 1.2 });
    expect(await thresholds()).toEqual([50, 80].map((threshold) => [ids.memberId, "dollarsPerMonth", threshold]));
    await expect(w.submit(artist)).rejects.toMatchObject({ code: "quota_exceeded" });
    expect((await thresholds()).at(-1)).toEqual([ids.memberId, "dollarsPerMonth", 100]);
  });
});

test("sums of usage equal the settled quotas, to the millionth", async () => {
  const seconds = [1.2345, 3.3333, 0.001, 7.77];
  for (const [seed, value] of seconds.entries()) {
    await w.submit(artist, { parameters: { seed } });
    const lease = await w.claim();
    studios.advance(20);
    if (lease) await (seed === 2 ? w.fail(lease, value * 1000) : w.complete(lease, value * 1000));
  }
  const { used, month } = await of(ids.tenantId);
  for (const groupBy of [
    ["day"],
    ["show", "member"],
    ["workflow", "class"],
    ["model"],
    ["shot", "instance", "outcome"],
  ] as const) {
    const lines = await studios.as(admin, () => Usage.report({ groupBy: [...groupBy], month }));
    const sum = (pick: (line: Usage.Line) => number) =>
      lines.reduce((total, line) => total + Math.round(pick(line) * 1e6), 0);
    expect(sum(({ dollars }) => dollars)).toBe(Math.round(used.dollars * 1e6));
    expect(sum(({ gpuSeconds }) => gpuSeconds)).toBe(Math.round(used.gpuSeconds * 1e6));
  }
  expect(used.gpuSeconds).toBeCloseTo(12.34, 1);
});

test("the reconciler corrects counts that differ from the jobs, and counts the corrections", async () => {
  await w.submit(artist);
  const options = { effectSeconds: 600, messageSeconds: 600, intentSeconds: 600, thorough: true };
  expect((await w.dispatch(() => reconcile(options))).quotasCorrected).toBe(0);
  await studios.database.admin()`update quota set waiting = 7, running = 2 where subject_id = ${ids.tenantId}`;
  await studios.database.admin()`update quota_month set reserved_micros = 5 where subject_id = ${ids.showId}`;
  expect((await w.dispatch(() => reconcile(options))).quotasCorrected).toBe(2);
  expect((await of(ids.tenantId)).used).toMatchObject({ runningJobs: 0, waitingJobs: 1 });
  const [total] = await studios.database.admin()`select total::int from repair_count where kind = 'quotasCorrected'`;
  expect(total?.["total"]).toBe(2);
});

test("estimates are assumed at first, then measured by comparable runs, and bounded by the time limit", async () => {
  const appraise = (request: Record<string, unknown> = {}) =>
    studios.as(artist, () =>
      Job.quote(
        Job.SubmitRequest.parse({
          shot: "HARBOR/sq010/sh010",
          workflow: "paint-text",
          parameters: { prompt: "x" },
          ...request,
        }),
      ),
    );
  const first = await appraise();
  expect(first.basis).toMatchObject({ kind: "assumed", runs: 0 });
  expect(first).toMatchObject({ pixels: 1024 * 576, steps: 20, class: "light" });
  for (let seed = 0; seed < 3; seed++) {
    await w.submit(artist, { parameters: { seed } });
    const lease = await w.claim();
    studios.advance(30);
    if (lease) await w.complete(lease, 2000 + seed * 100);
  }
  await expect.poll(async () => (await appraise()).basis.kind, { timeout: 5000 }).toBe("measured");
  const then = await appraise();
  expect(then.basis).toMatchObject({ kind: "measured", runs: 3 });
  expect(then.seconds).toEqual({ low: 2, high: 3.3 });
  expect(then.dollars.high).toBeLessThan(first.dollars.high);
  expect((await appraise({ parameters: { prompt: "x", steps: 40 } })).basis.kind).toBe("assumed");
  await expect(appraise({ parameters: { steps: -1 } })).rejects.toMatchObject({ code: "parameters_invalid" });
  expect((await of(ids.tenantId)).reserved.gpuSeconds).toBe(0);
});

test("concurrent first submits of a month do not block each other", async () => {
  for (let month = 0; month < 3; month++) {
    const all = await Promise.allSettled(
      Array.from({ length: 12 }, (_, seed) => w.submit(seed % 2 === 0 ? artist : admin, { parameters: { seed } })),
    );
    expect(all.filter(({ status }) => status === "rejected")).toEqual([]);
    studios.advance(32 * 24 * 3600);
  }
});
