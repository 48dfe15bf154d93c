import type { Pegbar } from "./client.ts";
import type { paths } from "./schema.ts";

type Listed<P extends keyof paths> = paths[P] extends {
  get: { responses: { 200: { content: { "application/json": { items: (infer Item)[]; next: string | null } } } } };
}
  ? Item
  : never;

/** Paths of paged lists. */
export type PagedPath = {
  [P in keyof paths]: P extends `${string}{${string}` ? never : [Listed<P>] extends [never] ? never : P;
}[keyof paths];
/** Item type of such a list. */
export type ItemOf<P extends PagedPath> = Listed<P>;
/** Query of such a list; `limit` is the page size. */
export type PageQuery<P extends PagedPath> = paths[P] extends { get: { parameters: { query?: infer Query } } }
  ? Omit<NonNullable<Query>, "cursor">
  : never;

/** Iterates over all items of a list. Fetches the next page when the previous one has been read. */
export async function* pages<P extends PagedPath>(
  client: Pick<Pegbar, "request">,
  path: P,
  query?: PageQuery<P>,
  { signal }: { signal?: AbortSignal } = {},
): AsyncGenerator<ItemOf<P>> {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) asked.set(name, String(value));
  for (;;) {
    const response = await client.request(`${path}?${asked}`, signal ? { signal } : {});
    const { items, next } = (await response.json()) as { items: ItemOf<P>[]; next: string | null };
    yield* items;
    if (next === null) return;
    asked.set("cursor", next);
  }
}
