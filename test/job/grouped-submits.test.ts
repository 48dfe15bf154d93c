import { afterEach, beforeEach, expect, test } from "vitest";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import * as Job from "@pegbar/core/job";
import * as Quota from "@pegbar/core/studio/quota";
import { createStudios, type Studios } from "../setup/studio.ts";
import { createActions } from "../setup/work.ts";

let studios: Studios;
let artist: Actor;
let supervisor: Actor;
let tenantId: string;
beforeEach(async () => {
  studios = await createStudios();
  [artist, supervisor] = [await studios.member("lumen", "artist"), await studios.member("lumen", "supervisor")];
  tenantId = artist.type === "member" ? artist.tenantId : "";
});
afterEach(() => studios.drop());

const submit = (
  request: Record<string, unknown> = {},
  { key, by = artist }: { key?: string; by?: Actor } = {},
): Promise<{ id: string; isReplay: boolean }> =>
  studios.as(by, async () => {
    const asked = { shot: "HARBOR/sq010/sh010", workflow: "paint-text", parameters: { prompt: "a lamp" }, ...request };
    const { job, isReplay } = await Job.submit(Job.SubmitRequest.parse(asked), key);
    return { id: job.id, isReplay };
  });
const seed = (value: number) => ({ parameters: { prompt: "a lamp", seed: value } });
const codes = (results: PromiseSettledResult<unknown>[]) =>
  results.map((one) => (one.status === "fulfilled" ? "queued" : String((one.reason as { code?: string }).code)));
/** Number of transactions that inserted the jobs. */
const transactions = async () => {
  const rows = await studios.database.admin()`select xmin::text as id, count(*)::int as n from job group by 1`;
  return rows.map((row) => Number(row["n"])).toSorted((a, b) => b - a);
};
const used = async () => (await studios.as(artist, () => Quota.fromID(tenantId))).used.waitingJobs;

test("concurrent submits share transactions in the order of their arrival; a single one has its own", async () => {
  await submit();
  await Promise.all(Array.from({ length: 40 }, (_, i) => submit(seed(i))));
  const [largest = 0, ...others] = await transactions();
  expect(largest).toBeGreaterThanOrEqual(20);
  expect(largest + others.reduce((sum, n) => sum + n, 0)).toBe(41);
  const rows = await studios.database.admin()`
    select (parameters ->> 'seed')::int as seed from job order by queued_at, id`;
  expect(rows.slice(1).map((row) => row["seed"])).toEqual(Array.from({ length: 40 }, (_, i) => i));
  // Each with its first event, and no more tickets than jobs may run.
  const [events] = await studios.database.admin()`select count(*)::int as n from job_event where type = 'queued'`;
  expect(events?.["n"]).toBe(41);
});

test("refuses a group from the first job that does not fit, with correct counts", async () => {
  await createActions(studios).limit(tenantId, tenantId, { waitingJobs: 7 });
  const results = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => submit(seed(i))));
  const expected = [...Array<string>(7).fill("queued"), ...Array<string>(13).fill("quota_exceeded")];
  expect(codes(results)).toEqual(expected);
  expect(await used()).toBe(7);
  const [row] = await studios.database.admin()`
    select sum(reserved_gpu_ms)::text as jobs, (select reserved_gpu_ms::text from quota_month where subject_id = ${tenantId}) as kept
    from job`;
  expect(row?.["jobs"]).toBe(row?.["kept"]);
});

test("members of a group have separate limits and errors", async () => {
  const memberId = supervisor.type === "member" ? supervisor.memberId : "";
  await createActions(studios).limit(tenantId, memberId, { waitingJobs: 1 });
  const results = await Promise.allSettled([
    submit(seed(1)),
    submit(seed(2), { by: supervisor }),
    submit({ shot: "HARBOR/sq010/none" }),
    submit(seed(3), { by: supervisor }),
    submit({ workflow: "none" }),
    submit({ parameters: { prompt: "a lamp", seed: "many" } }),
    submit({ priority: 5 }),
    submit(seed(4)),
  ]);
  expect(codes(results)).toEqual([
    "queued",
    "queued",
    "not_found",
    "quota_exceeded",
    "not_found",
    "parameters_invalid",
    "forbidden",
    "queued",
  ]);
  const rows = await studios.database.admin()`select member_id from job order by id`;
  expect(rows.map((row) => row["member_id"] === memberId)).toEqual([false, true, false]);
});

test("one key in a group creates one job; other submits with it are replays or refused", async () => {
  const results = await Promise.allSettled([
    submit(seed(0)),
    submit(seed(1), { key: "same" }),
    submit(seed(1), { key: "same" }),
    submit(seed(2), { key: "same" }),
    submit(seed(3), { key: "another" }),
  ]);
  const made = results.map((one) => (one.status === "fulfilled" ? one.value : undefined));
  expect(codes(results)).toEqual(["queued", "queued", "queued", "idempotency_key_reused", "queued"]);
  expect(made[1]?.id).toBe(made[2]?.id);
  expect([made[1]?.isReplay, made[2]?.isReplay].toSorted()).toEqual([false, true]);
  expect(await used()).toBe(3);
});

test("a submit that PostgreSQL refuses fails alone", async () => {
  const results = await Promise.allSettled([
    submit(seed(0)),
    submit(seed(1)),
    // The API refuses this character; PostgreSQL cannot store it.
    submit({ parameters: { prompt: "\0" } }),
    submit(seed(2)),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  expect(await used()).toBe(3);
});

test("two studios use separate transactions", async () => {
  const other = await studios.member("orrery", "artist");
  const waiting: Promise<unknown>[] = [];
  await studios.database.admin().begin(async (sql) => {
    await sql`select from quota where subject_id = ${tenantId} for update`;
    waiting.push(submit(seed(1)));
    await submit({ shot: "COMET/sq010/sh010" }, { by: other });
  });
  await Promise.all(waiting);
  const [row] = await studios.database.admin()`select count(*)::int as n from job`;
  expect(row?.["n"]).toBe(2);
});
