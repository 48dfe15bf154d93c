import * as Access from "../platform/access/index.ts";
import { createRead } from "../platform/database/statement.ts";

/** What a job was expected to cost and has cost so far, in millionths of a dollar. */
export interface JobCost {
  expectedMicros: number;
  /** What the studio pays for its attempts so far. */
  actualMicros: number;
  /** Number of nodes of its graph. */
  nodes: number;
}

const readRow = createRead<{ expected: string; actual: string; nodes: number }>(`
  select (job.expected_ms * job.micros_per_hour / 3600000)::bigint as expected,
    coalesce((select sum(usage.micros) from usage where usage.job_id = job.id), 0)::bigint as actual,
    (select count(*)::int from jsonb_object_keys(job.graph)) as nodes
  from job
  where job.id = :id and ${Access.buildOwnerCondition("job.member_id")} and ${Access.buildShowCondition("job.show_id")}`);

/** The cost of a job that the actor may see; undefined for another one. */
export async function readCost(id: string): Promise<JobCost | undefined> {
  const row = await readRow({ id, ...Access.getReachValues("job.read") });
  return row && { expectedMicros: Number(row.expected), actualMicros: Number(row.actual), nodes: row.nodes };
}
