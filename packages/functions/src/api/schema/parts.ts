import * as z from "zod";
import { createProblemSchema } from "../../http/problem.ts";

export const Time = z.iso.datetime();

export const params = z.object({ id: z.string().max(64) });

/** Describes a JSON body, for `request` of a route, with an example. */
export const describeBody = <T extends z.ZodType>(schema: T, example: z.input<T>) => ({
  required: true as const,
  content: { "application/json": { schema, example: example as unknown } },
});

/** One page of a list: `next` is the next page's `cursor`, null at the end. */
export const Page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

/** Describes the response of a list. */
export const describePage = <T extends z.ZodType>(item: T) =>
  describeJson(Page(item), "A page; `next` is the next page's `cursor`");

/** Describes a JSON response, for `responses` of a route. */
export const describeJson = <T extends z.ZodType>(schema: T, description: string) => ({
  content: { "application/json": { schema } },
  description,
});

/** Describes the error responses of a route, by status. */
export const describeProblems = (
  ...statuses: (400 | 401 | 403 | 404 | 409 | 410 | 412 | 413 | 415 | 422 | 429 | 500 | 503)[]
) =>
  Object.fromEntries(
    [...new Set([400, 401, 403, 413, 415, 429, 500, 503, ...statuses])].map((status) => [
      status,
      {
        content: { "application/problem+json": { schema: createProblemSchema(status) } },
        description: "What is wrong and what to do",
      },
    ]),
  );
