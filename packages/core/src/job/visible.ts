import type { SQL } from "drizzle-orm";
import * as Access from "../platform/access/index.ts";
import { job } from "../schema/job.sql.ts";

/** Condition for the jobs that the permission covers. */
export const filterReachable = (permission: Access.Permission): SQL | undefined =>
  Access.filterReachable(permission, { memberId: job.memberId, showId: job.showId });
