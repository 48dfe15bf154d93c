import * as z from "zod";
import { Problem } from "../../http/problem.ts";

export const Time = z.iso.datetime();

export const params = z.object({ id: z.string().max(64) });

export const page = z.object({
  before: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** A JSON body, for `request` of a route. */
export const body = <T extends z.ZodType>(schema: T) => ({
  required: true as const,
  content: { "application/json": { schema } },
});

export const Page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

/** Where the next page of rows that are listed by id begins; null at the end. */
export const nextOf = (rows: readonly { id: string }[], limit: number): string | null =>
  rows.length === limit ? (rows.at(-1)?.id ?? null) : null;

/** A JSON answer, for `responses` of a route. */
export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  content: { "application/json": { schema } },
  description,
});

/** The error answers of a route, by status. */
export const problems = (...statuses: (400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 500 | 503)[]) =>
  Object.fromEntries(
    [...new Set([400, 401, 403, 413, 415, 500, ...statuses])].map((status) => [
      status,
      { content: { "application/problem+json": { schema: Problem } }, description: "What is wrong and what to do" },
    ]),
  );
