import * as z from "zod";
import { Time } from "./parts.ts";

const counts = {
  subject: z.object({ type: z.enum(["member", "input"]), id: z.string() }),
  kinds: z.array(z.enum(["identity", "prompts", "input"])),
  /** Values that the log commits to, and of how many records. */
  values: z.int(),
  records: z.int(),
  /** Jobs that lose graph and parameters. */
  jobs: z.int(),
  /** Inputs that lose file, name and hash. */
  inputs: z.int(),
};

export const ErasureForeseen = z.object(counts).meta({ id: "ErasureForeseen" });

export const Erasure = z
  .object({
    id: z.string(),
    ...counts,
    reason: z.string(),
    createdBy: z.string(),
    createdAt: Time,
    /** When no file of database or store held any of it; null until then. */
    doneAt: Time.nullable(),
  })
  .meta({ id: "Erasure" });
