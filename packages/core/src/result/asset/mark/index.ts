import type * as z from "zod";
import * as Database from "../../../platform/database/index.ts";
import { fromID, list } from "../index.ts";
import { addMarks } from "./read.ts";

export { flags, MarkChange, Tag } from "./request.ts";

/** {@link list} with the actor's marks and the tags. */
export const listMarked = (query: z.input<typeof list.schema>) =>
  Database.tx(async (tx) => {
    const { items, next } = await list(query);
    return { items: await addMarks(tx, items), next };
  });

/** {@link fromID} with the actor's marks and the tags. */
export const readMarked = (id: string) =>
  Database.tx(async (tx) => {
    const [marked] = await addMarks(tx, [await fromID(id)]);
    if (!marked) throw new Error("addMarks returned no row");
    return marked;
  });

type Writes = typeof import("./write.ts");
type Tags = typeof import("./tags.ts");

// Loaded when they are used: most starts of the API's function need none of them.
export const mark: Writes["mark"] = async (...args) => (await import("./write.ts")).mark(...args);
export const listTags: Tags["listTags"] = async (...args) => (await import("./tags.ts")).listTags(...args);
