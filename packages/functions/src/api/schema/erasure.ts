import * as z from "zod";
import { Time } from "./parts.ts";

const counts = {
  subject: z.object({ type: z.enum(["member", "input"]), id: z.string() }),
  kinds: z.array(z.enum(["identity", "prompts", "input"])),
  /** Number of values that the log commits to, and of their records. */
  values: z.int(),
  records: z.int(),
  /** Number of jobs that lose graph and parameters. */
  jobs: z.int(),
  /** Number of inputs that lose file, name and hash. */
  inputs: z.int(),
};

export const ErasureForeseen = z
  .object({
    ...counts,
    /** Number of results of those jobs and from those inputs. They stay. */
    results: z.int(),
  })
  .meta({ id: "ErasureForeseen" });

export const Erasure = z
  .object({
    id: z.string(),
    ...counts,
    reason: z.string(),
    createdBy: z.string(),
    createdAt: Time,
    /** When the last trace was removed from the files of database and store; null until then. */
    doneAt: Time.nullable(),
  })
  .meta({ id: "Erasure" });
