import { useEffect, useState } from "react";
import { addFiles } from "../../upload/uploads.ts";
import { getInputField } from "./compose-jobs.ts";
import type { Workflow } from "./values.ts";

/**
 * Accepts files dropped or pasted anywhere on the page, for the input field under the pointer or in focus, else the first.
 * Returns why the last files were rejected.
 */
export function useDropAndPaste(workflow: Workflow | undefined): string | undefined {
  const [rejection, setRejection] = useState<string>();
  useEffect(() => {
    setRejection(undefined);
    const takeFiles = (target: EventTarget | null, files: readonly File[]) => {
      if (files.length === 0) return;
      const [first] = workflow?.form.inputs ?? [];
      const inputField =
        target instanceof Element
          ? target.closest<HTMLElement>("[data-input-field]")?.dataset["inputField"]
          : undefined;
      if (!workflow) return setRejection("Choose a workflow first, then add the file again.");
      if (!first)
        return setRejection("This workflow takes no files. Choose another workflow, then add the file again.");
      setRejection(undefined);
      addFiles(inputField ?? getInputField(workflow, first), files);
    };
    // Otherwise the browser opens the file.
    const handleDragOver = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    };
    const handleDrop = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      takeFiles(event.target, [...event.dataTransfer.files]);
    };
    const handlePaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      takeFiles(document.activeElement, files);
    };
    addEventListener("dragover", handleDragOver);
    addEventListener("drop", handleDrop);
    addEventListener("paste", handlePaste);
    return () => {
      removeEventListener("dragover", handleDragOver);
      removeEventListener("drop", handleDrop);
      removeEventListener("paste", handlePaste);
    };
  }, [workflow]);
  return rejection;
}
