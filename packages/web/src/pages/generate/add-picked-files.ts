import { findSequence, type PickedFiles } from "../../upload/find-sequence.ts";
import { addFiles, addSequence } from "../../upload/uploads.ts";
import type { FormInput } from "./compose-jobs.ts";
import { hasFrames, updateDraft } from "./draft.ts";

/** Whether an input takes an image sequence. */
export const takesSequence = ({ kind }: FormInput): boolean => kind === "image" || kind === "mask";

/**
 * Adds files that were dropped or chosen at once to an input: as an image sequence, whose frames fill the frame range if it
 * is empty, or one by one.
 */
export function addPickedFiles(input: FormInput, inputField: string, picked: PickedFiles): void {
  const sequence = takesSequence(input) ? findSequence(picked) : undefined;
  if (!sequence)
    return addFiles(
      inputField,
      picked.files.map(({ file }) => file),
    );
  addSequence(inputField, sequence);
  if ("frames" in sequence) updateDraft((draft) => (hasFrames(draft) ? {} : { frames: sequence.frames }));
}
