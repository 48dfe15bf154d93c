import { useId, useRef, useState, type DragEvent } from "react";
import { useUploads } from "../../upload/uploads.ts";
import { Button } from "../../components/button.tsx";
import { addPickedFiles, takesSequence } from "./add-picked-files.ts";
import { listUsableFiles, getInputField, type FormInput, type FieldErrors } from "./compose-jobs.ts";
import { ASSET_TYPE } from "./drag-asset.ts";
import { useDraft } from "./draft.ts";
import { getFormSize } from "./form-size.ts";
import { FieldHint } from "./field-frame.tsx";
import { FileRow } from "./file-row.tsx";
import { PaintMask } from "./mask/paint-mask.tsx";
import { FormSection } from "./form-section.tsx";
import { Picker } from "./picker.tsx";
import type { Workflow } from "./values.ts";

/** File types that the browser's dialog offers. Browsers do not know all content types, so that some are extensions. */
const ACCEPT: Readonly<Record<FormInput["kind"], string>> = {
  image: "image/png,image/jpeg,image/webp,image/gif,image/avif,image/tiff,.exr,.hdr",
  mask: "image/png,image/jpeg,image/webp,image/gif,image/avif,image/tiff,.exr,.hdr",
  video: "video/mp4,video/quicktime,video/webm,.mov",
  audio: "audio/wav,audio/flac,audio/mpeg,audio/ogg,.opus,video/mp4,video/quicktime,video/webm",
  "3d": "model/gltf-binary,.glb",
  latent: ".latent",
};
const PROMPTS: Readonly<Record<FormInput["kind"], string>> = {
  image: "Drop, paste or choose pictures. Each picture creates a job; a folder is an image sequence.",
  mask: "Drop, paste or choose pictures. Each picture creates a job; a folder is an image sequence.",
  video: "Drop or choose videos (MP4, MOV or WebM). Each video creates a job.",
  audio: "Drop or choose audio (WAV, FLAC, MP3 or Opus), or videos with sound. Each file creates a job.",
  "3d": "Drop or choose GLB files. Each file creates a job.",
  latent: "Drop or choose latents that ComfyUI saved. Each file creates a job.",
};

/** A drop zone for each input of the workflow. */
export function Inputs({ workflow, errors }: { workflow: Workflow; errors: FieldErrors }) {
  return (
    <>
      {workflow.form.inputs.map((input) => (
        <FormSection
          key={input.name}
          title={input.kind === "mask" && !/mask/i.test(input.label) ? `${input.label} (mask)` : input.label}
        >
          <DropZone workflow={workflow} input={input} error={errors[`/inputs/${input.name}`]} />
        </FormSection>
      ))}
    </>
  );
}

const hasFiles = ({ dataTransfer }: DragEvent) =>
  dataTransfer.types.some((type) => type === "Files" || type === ASSET_TYPE);

interface DropZoneProps {
  workflow: Workflow;
  input: FormInput;
  error: string | undefined;
}

function DropZone({ workflow, input, error }: DropZoneProps) {
  const inputField = getInputField(workflow, input);
  const uploads = useUploads().filter((one) => one.inputField === inputField);
  const jobs = listUsableFiles(uploads, inputField).length;
  const [isDraggedOver, setIsDraggedOver] = useState(false);
  const [isPicking, setIsPicking] = useState(false);
  const fileInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  const id = useId();
  const formSize = getFormSize(workflow, useDraft());
  const isEmpty = uploads.length === 0;
  const takeFiles = (target: HTMLInputElement, isFolder: boolean) => {
    const files = [...(target.files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
    // In a task of its own: the browser has just spent one on the files of the folder.
    if (files.length > 0) setTimeout(() => addPickedFiles(input, inputField, { files, isFolder }));
    // Otherwise choosing the same file again fires no event.
    target.value = "";
  };
  return (
    <div
      role="group"
      aria-label={`Files for ${input.label}`}
      aria-describedby={`${id}-says`}
      data-input-field={inputField}
      data-missing={error === undefined ? undefined : true}
      tabIndex={-1}
      onDragOver={(event) => hasFiles(event) && setIsDraggedOver(true)}
      onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node) && setIsDraggedOver(false)}
      onDrop={() => setIsDraggedOver(false)}
      className={`flex flex-col gap-3 rounded-lg border border-dashed p-3 transition-colors ${isDraggedOver ? "border-accent bg-accent-wash" : error === undefined ? "border-edge bg-sunken" : "border-bad bg-sunken"}`}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-40 flex-1">
          <FieldHint id={`${id}-says`} error={error}>
            {jobs > 1 ? `${jobs} files create ${jobs} jobs, one per file.` : (input.help ?? PROMPTS[input.kind])}
          </FieldHint>
        </div>
        <div className="flex flex-wrap gap-2">
          {input.kind === "mask" && <PaintMask workflow={workflow} mask={input} />}
          <Button variant="plain" onClick={() => fileInput.current?.click()}>
            Choose files<span className="sr-only"> for {input.label}</span>
          </Button>
          {takesSequence(input) && (
            <Button variant="plain" onClick={() => folderInput.current?.click()}>
              Choose folder<span className="sr-only"> for {input.label}</span>
            </Button>
          )}
          <Button variant="plain" onClick={() => setIsPicking(true)}>
            Choose from studio<span className="sr-only"> for {input.label}</span>
          </Button>
          <input
            ref={fileInput}
            type="file"
            multiple
            hidden
            accept={ACCEPT[input.kind]}
            aria-label={`Choose files for ${input.label}`}
            onChange={({ target }) => takeFiles(target, false)}
          />
          <input
            ref={folderInput}
            type="file"
            {...{ webkitdirectory: "" }}
            hidden
            aria-label={`Choose a folder for ${input.label}`}
            onChange={({ target }) => takeFiles(target, true)}
          />
        </div>
      </div>
      {!isEmpty && (
        <ul className="flex max-h-96 flex-col gap-1 overflow-y-auto">
          {uploads.map((upload) => (
            <FileRow key={upload.id} upload={upload} formSize={formSize} />
          ))}
        </ul>
      )}
      <p role="status" className="sr-only">
        {jobs > 0 &&
          `${uploads.filter(({ phase }) => phase === "ready").length} of ${jobs} files for ${input.label} uploaded`}
      </p>
      {isPicking && (
        <Picker fileKind={input.kind} inputField={inputField} label={input.label} onClose={() => setIsPicking(false)} />
      )}
    </div>
  );
}
