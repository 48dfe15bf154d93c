import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import * as Usage from "@pegbar/core/result/usage";
import type { Env } from "../../http/problem.ts";
import { createApiRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";
import { formatCsv } from "../usage-csv.ts";

const { describeProblems } = Schema;

const MAX_GROUPS = 4;
const NAME = `(${Usage.dimensionNames.join("|")})`;
const GroupBy = z
  .string()
  .regex(
    new RegExp(`^${NAME}(,${NAME}){0,${MAX_GROUPS - 1}}$`),
    `One to ${MAX_GROUPS} of ${Usage.dimensionNames.join(", ")}, separated by commas.`,
  );

/** Adds the route for usage and cost. */
export function addUsageRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createApiRoute("usage.read", {
      method: "get",
      path: "/v1/usage",
      summary: "Usage and cost, summed by group",
      description:
        `Grouped by one to four of ${Usage.dimensionNames.join(", ")}, separated by commas. What the platform bears ` +
        "(attempts lost to it, overruns) stands apart. Days and months end in the studio's time zone; `month` is that of " +
        "the quota, so that its sums are the quota's.",
      request: {
        query: z.strictObject({
          groupBy: GroupBy.default("day"),
          from: Usage.Query.shape.from,
          to: Usage.Query.shape.to,
          month: Usage.Query.shape.month,
          showId: Usage.Query.shape.showId,
          memberId: Usage.Query.shape.memberId,
          format: z.enum(["json", "csv"]).default("json"),
        }),
      },
      responses: {
        200: {
          content: {
            "application/json": { schema: z.object({ items: z.array(Schema.UsageLine) }) },
            "text/csv": { schema: z.string() },
          },
          description: "One line per group",
        },
        ...describeProblems(),
      },
    }),
    async (c) => {
      const { format, groupBy, ...rest } = c.req.valid("query");
      const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
      const groups = readGroups(groupBy);
      const items = await Usage.report({ ...given, groupBy: groups });
      if (format === "json") return c.json({ items }, 200);
      c.header("content-type", "text/csv; charset=utf-8");
      c.header("content-disposition", 'attachment; filename="usage.csv"');
      return c.body(await formatCsv(items, groups), 200);
    },
  );
}

/** Removes duplicate dimensions, keeping the order. The schema has checked the names. */
const readGroups = (groupBy: string) => [...new Set(groupBy.split(","))] as Usage.Dimension[];
