import { openAsBlob } from "node:fs";
import type { Pegbar } from "../client.ts";
import type { SequenceOptions } from "../sequence/upload.ts";
import { findSequence, type FoundSequence } from "./find-sequence.ts";
import { createNativeHasher } from "./upload.ts";

/**
 * Uploads an image sequence from disk: a pattern such as `plates/plate.####.png`, a folder with one sequence, or files that
 * `findSequence` has found. See `uploadSequence`. Files are read in parts and never all at once.
 */
export async function uploadSequencePath(
  client: Pick<Pegbar, "uploadSequence">,
  target: string | FoundSequence,
  options: SequenceOptions = {},
) {
  const { pattern, files } = typeof target === "string" ? await findSequence(target) : target;
  const draft = {
    pattern,
    files: files.map(({ frame, name, path }) => ({ frame, name, open: () => openAsBlob(path) })),
  };
  return client.uploadSequence(draft, { hasher: createNativeHasher, ...options });
}
