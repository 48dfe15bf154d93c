import type { components } from "@pegbar/sdk";
import type { FrameSpan } from "@pegbar/frames";

type Input = components["schemas"]["Input"];

/** `failed` can be retried; `refused` can never become an input. */
type Phase = "waiting" | "hashing" | "sending" | "checking" | "ready" | "paused" | "failed" | "refused";

/** Files that are one input: an image sequence. */
export interface SequenceState {
  /** Frames that have a file, such as `1001-1004, 1006-1100`. */
  readonly frames: string;
  readonly files: number;
  /** Gaps between the first and the last frame. */
  readonly missing: readonly FrameSpan[];
  readonly missingCount: number;
  /** Files that are verified, and those of them that the studio already had. */
  readonly filesDone: number;
  readonly filesKnown: number;
  /** The pictures have different sizes, which has not been allowed. */
  readonly hasMixedSizes: boolean;
}

/** A file or an image sequence that becomes an input, or an existing input. */
export interface Upload {
  readonly id: string;
  /** Input field of the form that the file belongs to, see `getInputField`. */
  readonly inputField: string;
  /** File name, or the pattern of a sequence. */
  readonly name: string;
  readonly bytes: number;
  readonly phase: Phase;
  /** Bytes hashed or sent so far. */
  readonly bytesDone: number;
  /** The studio already had this file, or all of the sequence: nothing was sent. */
  readonly alreadyUploaded: boolean;
  readonly input: (Pick<Input, "id" | "width" | "height"> & Partial<Pick<Input, "credentials" | "media">>) | undefined;
  /** Undefined for a single file. */
  readonly sequence?: SequenceState | undefined;
  /** Why it failed or was refused, for the user. */
  readonly error: string | undefined;
  /** URL of a preview picture. */
  readonly previewUrl: string | undefined;
}

export const createUpload = (
  inputField: string,
  more: Pick<Upload, "name" | "bytes" | "previewUrl"> & Partial<Upload>,
): Upload => ({
  id: crypto.randomUUID(),
  inputField,
  phase: "waiting",
  bytesDone: 0,
  alreadyUploaded: false,
  input: undefined,
  error: undefined,
  ...more,
});
