import * as z from "zod";
import { FrameKey } from "../../platform/frame.ts";
import * as Id from "../../platform/id.ts";

/** Maximum number of files of a sequence. */
const MAX_FILES = 10_000;

export const ImageSequenceDraft = z.strictObject({
  /** Name of the files with a place for the frame number: `plate.####.png`, or another usual spelling. */
  pattern: z.string().min(1).max(255),
  /** Frame number → `inp_…`. */
  files: z
    .record(FrameKey, Id.createSchema("input"))
    .refine((files) => Object.keys(files).length > 0, "give a file for at least one frame")
    .refine((files) => Object.keys(files).length <= MAX_FILES, `at most ${MAX_FILES} files`),
  /** Whether pictures may have different sizes. */
  allowMixedSizes: z.boolean().default(false),
});
