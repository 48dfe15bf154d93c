import * as z from "zod";
import { isTimeZone } from "../../platform/billing-month.ts";
import { assetFilters } from "./filter.ts";

export const GroupQuery = z.strictObject({
  by: z.enum(["day", "shot"]).default("day"),
  /** IANA name; days begin at its midnight. */
  timeZone: z.string().max(64).refine(isTimeZone, "an IANA time zone such as Europe/Berlin").default("UTC"),
  ...assetFilters,
});
export type GroupQuery = z.output<typeof GroupQuery>;
