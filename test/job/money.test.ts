import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import type { Lease } from "@pegbar/core/contract";
import { reconcile } from "@pegbar/core/attempt/reconciler";
import { VisibleError } from "@pegbar/core/platform/error";
import { createStudios, type Studios } from "../setup/studio.ts";
import { findSubjects, createActions } from "../setup/work.ts";

/** A step of a scenario. Numbers select among the existing jobs. */
type Step =
  | { do: "submit"; who: number; lane: "interactive" | "batch" }
  | { do: "cancel"; which: number }
  | { do: "claim" }
  | { do: "complete" | "fail" | "lose"; which: number; seconds: number }
  | { do: "limit"; whose: number; meter: "waitingJobs" | "runningJobs" | "gpuSecondsPerMonth"; to: number | null };

const nat = fc.nat(20);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("submit"), who: nat, lane: fc.constantFrom("interactive", "batch") }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("cancel"), which: nat }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("claim") }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom("complete", "fail", "lose"),
      which: nat,
      seconds: fc.integer({ min: 0, max: 90 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("limit"),
      whose: nat,
      meter: fc.constantFrom("waitingJobs", "runningJobs", "gpuSecondsPerMonth"),
      to: fc.option(fc.nat(120)),
    }),
  },
);

let studios: Studios;
let w: ReturnType<typeof createActions>;
let people: Actor[];
let admin: Actor;
let subjects: string[];
let tenantId: string;

/** Creates studios without limits. Each scenario has its own, so that none sees the tickets or usage of another. */
async function resetStudios(): Promise<void> {
  studios = await createStudios();
  w = createActions(studios);
  people = [await studios.member("lumen", "artist"), await studios.member("lumen", "supervisor")];
  admin = await studios.member("lumen", "admin");
  const own = await Promise.all(people.map((one) => findSubjects(studios, one)));
  tenantId = own[0]?.tenantId ?? "";
  subjects = [...new Set(own.flatMap((one) => [one.tenantId, one.showId, one.memberId]))];
  for (const subject of subjects)
    await w.limit(tenantId, subject, {
      waitingJobs: null,
      runningJobs: null,
      gpuSecondsPerMonth: null,
      dollarsPerMonth: null,
    });
}
const dropStudios = () => studios.drop();

/** The model: jobs by id. */
interface Job {
  id: string;
  subjects: string[];
  state: "waiting" | "running" | "ended";
  held: number;
  ends: number;
}

interface Story {
  jobs: Job[];
  leases: Lease[];
  used: Map<string, number>;
  limits: Map<string, { waitingJobs: number | null; runningJobs: number | null; gpuSecondsPerMonth: number | null }>;
}

const pick = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];
const sum = (jobs: readonly Job[], subject: string, value: (job: Job) => number) =>
  jobs.filter((job) => job.subjects.includes(subject)).reduce((total, job) => total + value(job), 0);

async function take(one: Step, story: Story): Promise<void> {
  const { jobs, leases, used, limits } = story;
  switch (one.do) {
    case "submit": {
      const actor = pick(people, one.who);
      if (!actor) return;
      const own = Object.values(await findSubjects(studios, actor));
      const asked = w.submit(actor, { lane: one.lane, parameters: { seed: jobs.length } });
      const outcome = await asked.catch((error: unknown) => error);
      if (typeof outcome !== "string") {
        if (!(outcome instanceof VisibleError)) throw outcome;
        // Refused: the reported limit has no room for the request.
        expect(outcome.code).toBe("quota_exceeded");
        for (const { subjectId, meter, limit, needed } of outcome.quota ?? []) {
          const waiting = sum(jobs, subjectId, ({ state }) => (state === "waiting" ? 1 : 0));
          const booked = (used.get(subjectId) ?? 0) + sum(jobs, subjectId, ({ held }) => held);
          expect((meter === "waitingJobs" ? waiting : booked / 1000) + needed).toBeGreaterThan(limit);
        }
        return;
      }
      const { reservedGpuMs } = await w.job(actor, outcome);
      jobs.push({ id: outcome, subjects: own, state: "waiting", held: reservedGpuMs, ends: 0 });
      for (const subject of own) {
        const limit = limits.get(subject);
        const booked = (used.get(subject) ?? 0) + sum(jobs, subject, ({ held }) => held);
        expect(booked).toBeLessThanOrEqual((limit?.gpuSecondsPerMonth ?? Infinity) * 1000);
        expect(sum(jobs, subject, ({ state }) => (state === "waiting" ? 1 : 0))).toBeLessThanOrEqual(
          limit?.waitingJobs ?? Infinity,
        );
      }
      return;
    }
    case "cancel": {
      const job = pick(
        jobs.filter(({ state }) => state === "waiting"),
        one.which,
      );
      if (!job) return;
      await w.cancel(admin, job.id);
      Object.assign(job, { state: "ended", held: 0, ends: job.ends + 1 });
      return;
    }
    case "claim": {
      const lease = await w.claim();
      if (!lease) return;
      const job = jobs.find(({ id }) => id === lease.jobId);
      expect(job?.state).toBe("waiting");
      if (!job) return;
      for (const subject of job.subjects) {
        const running = sum(jobs, subject, ({ state }) => (state === "running" ? 1 : 0));
        expect(running).toBeLessThan(limits.get(subject)?.runningJobs ?? Infinity);
      }
      job.state = "running";
      leases.push(lease);
      return;
    }
    case "limit": {
      const subject = pick(subjects, one.whose) ?? tenantId;
      await w.limit(tenantId, subject, { [one.meter]: one.to });
      const known = limits.get(subject) ?? { waitingJobs: null, runningJobs: null, gpuSecondsPerMonth: null };
      limits.set(subject, { ...known, [one.meter]: one.to });
      return;
    }
    default: {
      const lease = pick(leases, one.which);
      const job = jobs.find(({ id }) => id === lease?.jobId);
      if (!lease || !job) return;
      leases.splice(leases.indexOf(lease), 1);
      studios.advance(one.seconds);
      const took = one.seconds * 1000;
      if (one.do === "lose") {
        await w.lose(lease, took);
        job.state = "waiting";
        return;
      }
      const others = (subject: string) => (used.get(subject) ?? 0) + sum(jobs, subject, ({ held }) => held);
      const room = job.subjects.map(
        (subject) => (limits.get(subject)?.gpuSecondsPerMonth ?? Infinity) * 1000 - others(subject),
      );
      const agreed = Math.min(took, job.held);
      const charged = agreed + Math.min(took - agreed, Math.max(0, Math.min(...room)));
      await (one.do === "complete" ? w.complete(lease, took) : w.fail(lease, took));
      Object.assign(job, { state: "ended", held: 0, ends: job.ends + 1 });
      for (const subject of job.subjects) used.set(subject, (used.get(subject) ?? 0) + charged);
    }
  }
}

/** The database has the same counts as the model. */
async function compare({ jobs, used }: Story): Promise<void> {
  for (const subject of subjects) {
    const found = await w.quota(admin, subject);
    expect({
      running: found.used.runningJobs,
      waiting: found.used.waitingJobs,
      used: Math.round(found.used.gpuSeconds * 1000),
      reserved: Math.round(found.reserved.gpuSeconds * 1000),
    }).toEqual({
      running: sum(jobs, subject, ({ state }) => (state === "running" ? 1 : 0)),
      waiting: sum(jobs, subject, ({ state }) => (state === "waiting" ? 1 : 0)),
      used: used.get(subject) ?? 0,
      reserved: sum(jobs, subject, ({ held }) => held),
    });
  }
}

/** Removes all limits and ends all open jobs. */
async function finish(story: Story): Promise<void> {
  for (const subject of subjects)
    await w.limit(tenantId, subject, { waitingJobs: null, runningJobs: null, gpuSecondsPerMonth: null });
  story.limits.clear();
  while (story.leases.length > 0) await take({ do: "complete", which: 0, seconds: 1 }, story);
  for (let round = 0; story.jobs.some(({ state }) => state === "waiting"); round++) {
    if (round > 200) throw new Error("jobs wait for ever");
    await take({ do: "claim" }, story);
    await take({ do: "complete", which: 0, seconds: 1 }, story);
  }
}

test("every scenario of submits, cancels, claims, interruptions, ends and limits has correct counts", async () => {
  const scenario = fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 45 }), async (steps) => {
    const used = new Map<string, number>();
    for (const subject of subjects)
      used.set(subject, Math.round((await w.quota(admin, subject)).used.gpuSeconds * 1000));
    const story: Story = { jobs: [], leases: [], used, limits: new Map() };
    for (const one of steps) await take(one, story);
    await compare(story);
    await finish(story);
    await compare(story);
    // Every job has ended, nothing is reserved, and the reconciler corrected nothing.
    expect(story.jobs.every(({ state, ends, held }) => state === "ended" && ends === 1 && held === 0)).toBe(true);
    const repaired = await w.dispatch(() =>
      reconcile({ effectSeconds: 1e6, messageSeconds: 0, intentSeconds: 1e6, thorough: true }),
    );
    expect(repaired).toMatchObject({ quotasCorrected: 0, demandRenewed: 0 });
    const [open] = await studios.database.admin()`
      select count(*)::int as n from job where state not in ('succeeded', 'failed', 'cancelled')
        or reserved_gpu_ms <> 0 or reserved_micros <> 0`;
    expect(open?.["n"]).toBe(0);
  });
  await fc.assert(scenario.beforeEach(resetStudios).afterEach(dropStudios), { numRuns: 15 });
}, 240_000);

test("concurrent submits, cancels, claims, ends and interruptions leave no reservations", async () => {
  await resetStudios();
  onTestFinished(dropStudios);
  for (const subject of subjects) await w.limit(tenantId, subject, { waitingJobs: 12, runningJobs: 4 });
  const jobs: string[] = [];
  const leases: Lease[] = [];
  const one = async (seed: number): Promise<void> => {
    const actor = people[seed % 2] ?? { type: "public" };
    const id = await w.submit(actor, { parameters: { seed } }).catch(() => undefined);
    if (id !== undefined) jobs.push(id);
    if (seed % 3 === 0) {
      const victim = jobs[Math.floor(jobs.length / 2)];
      if (victim !== undefined) await w.cancel(admin, victim).catch(() => undefined);
    }
    const lease = await w.claim().catch(() => undefined);
    if (lease) leases.push(lease);
    const done = seed % 4 === 0 ? undefined : leases.shift();
    if (done) await (seed % 5 === 0 ? w.lose(done) : w.complete(done, 1)).catch(() => undefined);
  };
  await Promise.all(
    Array.from({ length: 6 }, async (_, worker) => {
      for (let i = 0; i < 15; i++) await one(worker * 100 + i);
    }),
  );
  const quotas = await studios.database.admin()`select running, waiting from quota where subject_id = any(${subjects})`;
  expect(quotas.every((row) => Number(row["running"]) <= 4 && Number(row["waiting"]) <= 12 + 4)).toBe(true);
  const repaired = await w.dispatch(() =>
    reconcile({ effectSeconds: 1e6, messageSeconds: 0, intentSeconds: 1e6, thorough: true }),
  );
  expect(repaired).toMatchObject({ quotasCorrected: 0, demandRenewed: 0 });
}, 120_000);
