import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Button } from "../../../../components/button.tsx";
import { ErrorMessage } from "../../../../components/error-message.tsx";
import { strings } from "../../../../strings/workflows.ts";
import { setWorkflowDraft } from "./draft.ts";
import { createDraftFromFile } from "./read-file.ts";

/** Accepts an export of ComfyUI, or a file that contains a workflow, and makes a draft of it. */
export function DropZone() {
  const [isDraggedOver, setIsDraggedOver] = useState(false);
  const fileInput = useRef<HTMLInputElement>(null);
  const read = useMutation({ mutationFn: createDraftFromFile, onSuccess: setWorkflowDraft });
  const take = (files: FileList | null) => {
    const [file] = files ?? [];
    if (file) read.mutate(file);
  };
  return (
    <div className="flex flex-col gap-3">
      <div
        role="group"
        aria-label={strings.fileToImport}
        aria-busy={read.isPending}
        onDragOver={(event) => {
          event.preventDefault();
          setIsDraggedOver(true);
        }}
        onDragLeave={() => setIsDraggedOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setIsDraggedOver(false);
          take(event.dataTransfer.files);
        }}
        className={`flex flex-col items-center gap-3 rounded-lg border border-dashed px-5 py-10 text-center ${isDraggedOver ? "border-accent bg-accent-wash" : "border-edge bg-sunken"}`}
      >
        <p className="max-w-prose">{strings.dropHint}</p>
        <Button busy={read.isPending} onClick={() => fileInput.current?.click()}>
          {strings.chooseFile}
        </Button>
        <input
          ref={fileInput}
          type="file"
          hidden
          aria-label={strings.fileToImport}
          onChange={({ target }) => {
            take(target.files);
            // Otherwise choosing the same file again fires no event.
            target.value = "";
          }}
        />
      </div>
      {read.error && <ErrorMessage error={read.error} />}
    </div>
  );
}
