import { sql } from "drizzle-orm";
import * as z from "zod";
import * as Context from "../../platform/context.ts";
import { lanes } from "../../job/state/index.ts";
import { WorkloadClass } from "../../contract/index.ts";
import * as Database from "../../platform/database/index.ts";
import { HEARD_SECONDS } from "../../job/fleet/worker.ts";
import { selectSpend, setSpend } from "./collect-spend.ts";

const Jobs = z.array(
  z.object({
    class: z.string(),
    lane: z.string(),
    state: z.string(),
    count: z.coerce.number(),
    oldest: z.coerce.number(),
  }),
);
const Classes = z.array(
  z.object({
    class: WorkloadClass,
    limit: z.coerce.number().nullable(),
    dollars: z.coerce.number(),
    tickets: z.coerce.number(),
  }),
);
const Workers = z.array(z.object({ class: z.string(), state: z.string(), count: z.coerce.number() }));
const Effects = z.tuple([z.object({ count: z.coerce.number(), oldest: z.coerce.number() })]);

/** States of jobs that have not ended. */
const OPEN_STATES = ["queued", "running", "held"] as const;

/** Sets the gauges of jobs, queues and workers from the database. Runs as the dispatch role. */
export async function collect(): Promise<void> {
  const { metrics, queues, clock } = Context.getPorts();
  const now = clock.now().toISOString();
  const { jobs, classes, workers, effects, spend } = await Database.tx(async (tx) => {
    const [jobs, classes, workers, effects, spend] = await Database.runTogether([
      () =>
        tx.execute(sql`
          select class, lane, state, count(*) as count,
            coalesce(extract(epoch from ${now}::timestamptz - min(queued_at)), 0) as oldest
          from job where state in ('queued', 'held', 'running') group by class, lane, state`),
      () =>
        tx.execute(sql`
          select class, running_limit as limit, micros_per_hour / 1e6 as dollars,
            (select count(*) from demand d where d.class = f.class and used_at is null) as tickets
          from fleet f`),
      () =>
        tx.execute(sql`
          select class, case when unfit is null then state else 'unfit' end as state, count(*) as count from worker
          where seen_at > ${now}::timestamptz - make_interval(secs => ${HEARD_SECONDS}) group by 1, 2`),
      () =>
        tx.execute(sql`
          select count(*) as count,
            coalesce(extract(epoch from ${now}::timestamptz - min(created_at)), 0) as oldest from outbox`),
      () => selectSpend(tx, clock.now()),
    ]);
    return {
      jobs: Jobs.parse([...jobs]),
      classes: Classes.parse([...classes]),
      workers: Workers.parse([...workers]),
      effects: Effects.parse([...effects])[0],
      spend,
    };
  });
  setSpend(spend);
  metrics.set(
    "pegbar_jobs",
    // Also those that are zero, so that a chart does not end and an alert can compare.
    classes.flatMap(({ class: workloadClass }) =>
      lanes.flatMap((lane) =>
        OPEN_STATES.map((state) => ({
          labels: { class: workloadClass, lane, state },
          value:
            jobs.find((one) => one.class === workloadClass && one.lane === lane && one.state === state)?.count ?? 0,
        })),
      ),
    ),
  );
  metrics.set(
    "pegbar_jobs_oldest_queued_age_seconds",
    classes.flatMap(({ class: workloadClass }) =>
      lanes.map((lane) => ({
        labels: { class: workloadClass, lane },
        value: Math.max(
          0,
          jobs.find((one) => one.class === workloadClass && one.lane === lane && one.state === "queued")?.oldest ?? 0,
        ),
      })),
    ),
  );
  // So that the first one is an increase.
  for (const one of classes) metrics.count("pegbar_jobs_held_total", { class: one.class }, 0);
  metrics.set(
    "pegbar_dispatch_tickets",
    classes.map((one) => ({ labels: { class: one.class }, value: one.tickets })),
  );
  metrics.set(
    "pegbar_class_price_dollars_per_hour",
    classes.map((one) => ({ labels: { class: one.class }, value: one.dollars })),
  );
  metrics.set(
    "pegbar_class_running_limit",
    classes.flatMap((one) => (one.limit === null ? [] : [{ labels: { class: one.class }, value: one.limit }])),
  );
  metrics.set(
    "pegbar_workers",
    workers.map(({ class: workloadClass, state, count }) => ({
      labels: { class: workloadClass, state },
      value: count,
    })),
  );
  metrics.set("pegbar_outbox_effects", [{ labels: {}, value: effects.count }]);
  metrics.set("pegbar_outbox_oldest_age_seconds", [{ labels: {}, value: Math.max(0, effects.oldest) }]);
  metrics.set(
    "pegbar_queue_messages",
    await Promise.all(
      classes.map(async (one) => ({ labels: { class: one.class }, value: await queues.depth(one.class) })),
    ),
  );
}
