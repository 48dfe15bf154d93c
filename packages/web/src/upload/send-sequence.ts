import { PegbarError } from "@pegbar/sdk";
import { api } from "../api/client.ts";
import { hashFile } from "./hash.ts";
import type { FoundSequence } from "./find-sequence.ts";
import type { SequenceState, Upload } from "./upload.ts";
import { updateUpload } from "./upload-store.ts";

/** An image sequence to upload. Files are opened when they are read, so that thousands of them take no memory. */
export interface SequenceSource {
  sequence: FoundSequence;
  /** Whether pictures may have different sizes. */
  allowMixedSizes: boolean;
}

/** Time between two updates of the progress, in milliseconds: several files end between two pictures of the screen. */
const PROGRESS_MS = 100;

/** Uploads the files that the studio does not have, and makes the sequence. The same call continues an interrupted one. */
export async function uploadSequence(
  id: string,
  state: SequenceState,
  { sequence: { pattern, files }, allowMixedSizes }: SequenceSource,
  signal: AbortSignal,
): Promise<NonNullable<Upload["input"]>> {
  updateUpload(id, { phase: "hashing", bytesDone: 0 });
  let latest: Partial<Upload> & Pick<Upload, "alreadyUploaded"> = { alreadyUploaded: false };
  const show = () => !signal.aborted && updateUpload(id, latest);
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const { id: sequenceId, ...made } = await api.uploadSequence(
      { pattern, files: files.map(({ frame, file }) => ({ frame, name: file.name, open: () => file })) },
      {
        allowMixedSizes,
        signal,
        hashFile,
        onProgress: ({ phase, files: { done, known, total }, bytes }) => {
          latest = {
            phase: phase === "reading" ? "hashing" : "sending",
            bytes: bytes.total,
            bytesDone: bytes.done,
            alreadyUploaded: known === total,
            sequence: { ...state, filesDone: done, filesKnown: known, hasMixedSizes: false },
          };
          timer ??= setTimeout(() => {
            timer = undefined;
            show();
          }, PROGRESS_MS);
        },
      },
    );
    show();
    return { id: sequenceId, width: made.width, height: made.height };
  } finally {
    clearTimeout(timer);
  }
}

/** Whether an upload failed because its pictures have different sizes. */
export const isSizeProblem = (error: unknown): boolean =>
  error instanceof PegbarError && (error.errors ?? []).some(({ code }) => code === "sizes_differ");
