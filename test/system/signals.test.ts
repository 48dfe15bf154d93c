import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createPostgresSignals } from "@pegbar/core/platform/adapter";
import type { Signals } from "@pegbar/core/platform/port";
import { createDatabase, type TestDatabase } from "../setup/database.ts";

const LONG_MS = 30_000;
let database: TestDatabase;
let signals: Signals;
const logged: string[] = [];
beforeAll(async () => {
  database = await createDatabase();
  signals = createPostgresSignals(database.connection("dispatch"), (_, message) => void logged.push(message));
  // The first wait opens the connection, and is woken when it listens.
  expect(await signals.wait("any", LONG_MS)).toBe(true);
});
afterAll(() => database.drop());

const notify = (topic: string) => database.admin()`select pg_notify('pegbar', ${topic})`;
const listenerCount = async () => {
  const rows = await database.admin()`
    select pid from pg_stat_activity where datname = ${database.name} and application_name like '%listener'`;
  return rows.length;
};
const stopListener = () => database.admin()`
  select pg_terminate_backend(pid) from pg_stat_activity
  where datname = ${database.name} and application_name like '%listener'`;

test("a signal wakes only the waiters for its topic, on one connection for all", async () => {
  const [mine, other] = [signals.wait("mine", LONG_MS), signals.wait("other", 300)];
  await notify("mine");
  expect(await mine).toBe(true);
  expect(await other).toBe(false);
  expect(await listenerCount()).toBe(1);
});

test("an aborted wait ends immediately, without a signal", async () => {
  const stopping = new AbortController();
  const waiting = signals.wait("mine", LONG_MS, stopping.signal);
  stopping.abort();
  expect(await waiting).toBe(false);
});

test("a lost connection wakes all waiters and is replaced, and later signals arrive", async () => {
  const waiting = [signals.wait("one", LONG_MS), signals.wait("two", LONG_MS)];
  await stopListener();
  expect(await Promise.all(waiting)).toEqual([true, true]);
  expect(logged).toEqual(["the listening connection was lost, reconnecting"]);
  // The wait that reconnects is woken once, since it may have missed a notification.
  expect(await signals.wait("one", LONG_MS)).toBe(true);
  const heard = signals.wait("one", LONG_MS);
  await notify("one");
  expect(await heard).toBe(true);
  expect(await listenerCount()).toBe(1);
});

test("without a connection, waits are short until it is back", async () => {
  const { name } = database;
  await database.admin().unsafe(`alter database ${name} with connection limit 1`);
  try {
    const woken = signals.wait("one", LONG_MS);
    await stopListener();
    expect(await woken).toBe(true);
    const began = performance.now();
    expect(await signals.wait("one", LONG_MS)).toBe(false);
    expect(performance.now() - began).toBeLessThan(LONG_MS / 10);
    expect(logged).toContain("cannot listen for notifications, trying again");
  } finally {
    await database.admin().unsafe(`alter database ${name} with connection limit -1`);
  }
  await vi.waitFor(async () => expect(await signals.wait("one", LONG_MS)).toBe(true), { timeout: 10_000 });
  const heard = signals.wait("one", LONG_MS);
  await notify("one");
  expect(await heard).toBe(true);
});
