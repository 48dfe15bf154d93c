import { createStatement } from "../platform/database/statement.ts";
import type * as Database from "../platform/database/index.ts";

const selectDependents = createStatement<{ id: string }>(`
  with recursive waiting (id) as (
    select id from unnest(:jobIds::text[]) as u (id)
    union
    select next.id from waiting
    join job on job.id = waiting.id
    join job next on next.batch_id = job.batch_id and next.held_by = 'dependency'
    join job_dependency d on d.job_id = next.id and (d.depends_on = job.id or d.depends_on_step = job.step)
  )
  select id from waiting where not id = any(:jobIds::text[])`);

/** Ids of the jobs that wait for these jobs, directly or through others. */
export const listDependents = async (tx: Database.Tx, jobIds: readonly string[]): Promise<string[]> =>
  (await selectDependents(tx, { jobIds })).map(({ id }) => id);
