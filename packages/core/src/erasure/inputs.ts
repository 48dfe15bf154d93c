import { eq } from "drizzle-orm";
import type * as Database from "../database/index.ts";
import { countedOn } from "../input/index.ts";
import { input } from "../input/input.sql.ts";
import * as Quota from "../quota/storage.ts";
import type { InputRow } from "./survey.ts";

/** Takes from inputs all that tells what they were. Their files are the janitor's. */
export async function eraseInputs(tx: Database.Tx, rows: readonly InputRow[]): Promise<void> {
  for (const row of rows) {
    await tx
      .update(input)
      .set({
        sha256: `erased:${row.id}`,
        filename: "erased",
        key: "",
        status: "erased",
        refusal: null,
        thumbnailKey: null,
        placeholder: null,
      })
      .where(eq(input.id, row.id));
    if (row.status !== "refused") await Quota.discard(tx, countedOn(row), row.bytes);
  }
}
