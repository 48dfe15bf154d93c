import { TextField } from "../../components/text-field.tsx";
import { updateDraft, useDraft } from "./draft.ts";
import { FormSection } from "./form-section.tsx";
import type { Workflow } from "./values.ts";

interface Props {
  count: number;
  /** Jobs that make them. */
  jobs: number;
  window: Workflow["form"]["window"];
  error: string | undefined;
}

/** The frames to make: one job for each, or for each window. Empty for a single picture. */
export function FramesField({ count, jobs, window, error }: Props) {
  const { frames } = useDraft();
  const told =
    frames.trim() === ""
      ? "Empty: one picture. "
      : count > 0
        ? `${count} ${count === 1 ? "frame" : "frames"}${window ? ` in ${jobs} ${jobs === 1 ? "job" : "jobs"} of up to ${window.length}` : ""}. `
        : "";
  return (
    <FormSection title="Frames">
      <TextField
        label="Frame range"
        placeholder="1-48:2"
        value={frames}
        onChange={(value) => updateDraft(() => ({ frames: value }))}
        hint={`${told}Such as 1-48, 1-48:2 or 5,9,12-20. A colon means a step.`}
        error={error}
      />
    </FormSection>
  );
}
