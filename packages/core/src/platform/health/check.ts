import type { Clock, Log } from "../port/index.ts";
import { decideHealth, describeDatabaseDown, type Health } from "./decide.ts";
import type { HealthFacts } from "./facts.ts";

interface Options {
  /** Reads the facts; rejects if the database fails. */
  read: (limitMs: number) => Promise<HealthFacts>;
  clock: Clock;
  log: Log;
  /** Time after which a database that does not answer counts as down, in milliseconds. */
  limitMs?: number;
  /** How long a result is reused, in milliseconds, so that callers cannot load the database. */
  freshMs?: number;
  /** Time after which a read that has not ended is given up, in milliseconds: its connection may be lost. */
  giveUpMs?: number;
}

export interface CheckedHealth extends Health {
  checkedAt: Date;
}

/** Creates a check of the platform's parts that always answers within the limit, with at most one read at a time. */
export function createHealthCheck({
  read,
  clock,
  log,
  limitMs = 2000,
  freshMs = 5000,
  giveUpMs = 30_000,
}: Options): () => Promise<CheckedHealth> {
  let reading: { facts: Promise<HealthFacts>; startedAt: number } | undefined;
  let latest: { health: Promise<CheckedHealth>; startedAt: number } | undefined;
  let downSince: Date | undefined;

  const readOnce = (): Promise<HealthFacts> => {
    if (reading && performance.now() - reading.startedAt < giveUpMs) return reading.facts;
    const started = { facts: read(limitMs), startedAt: performance.now() };
    reading = started;
    const end = () => {
      if (reading === started) reading = undefined;
    };
    // A failure is handled by the check that waits for the facts. After its limit, it has already been reported.
    started.facts.then(end, end);
    return started.facts;
  };
  const check = async (): Promise<CheckedHealth> => {
    const checkedAt = clock.now();
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`the database did not answer within ${limitMs} ms`)), limitMs);
    });
    let facts: HealthFacts;
    try {
      facts = await Promise.race([readOnce(), limit]);
    } catch (error) {
      downSince ??= checkedAt;
      log("error", "cannot read the platform's health", { error });
      return { ...describeDatabaseDown(downSince), checkedAt };
    } finally {
      clearTimeout(timer);
    }
    downSince = undefined;
    return { ...decideHealth(facts, checkedAt), checkedAt };
  };
  return () => {
    if (latest && performance.now() - latest.startedAt < freshMs) return latest.health;
    latest = { health: check(), startedAt: performance.now() };
    return latest.health;
  };
}
