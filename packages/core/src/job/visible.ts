import type { SQL } from "drizzle-orm";
import * as Access from "../platform/access/index.ts";
import { job } from "../schema/job.sql.ts";

/** Condition for the jobs that the permission `verb` covers. */
export const filterReachable = (verb: Access.Permission): SQL | undefined =>
  Access.filterReachable(verb, { memberId: job.memberId, showId: job.showId });
