import { useEffect, useState } from "react";
import { describeError } from "../../components/error-message.tsx";
import type { PickedFiles } from "../../upload/find-sequence.ts";
import { readDrop } from "../../upload/read-drop.ts";
import { addPickedFiles } from "./add-picked-files.ts";
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
    const takeFiles = (target: EventTarget | null, picked: PickedFiles) => {
      if (picked.files.length === 0 && !picked.isFolder) return;
      const inputs = workflow?.form.inputs ?? [];
      const [first] = inputs;
      const inputField =
        target instanceof Element
          ? target.closest<HTMLElement>("[data-input-field]")?.dataset["inputField"]
          : undefined;
      if (!workflow) return setRejection("Choose a workflow first, then add the file again.");
      if (!first)
        return setRejection("This workflow takes no files. Choose another workflow, then add the file again.");
      setRejection(undefined);
      const input = inputs.find((one) => getInputField(workflow, one) === inputField) ?? first;
      addPickedFiles(input, getInputField(workflow, input), picked);
    };
    // Otherwise the browser opens the file.
    const handleDragOver = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    };
    const handleDrop = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      const { target } = event;
      const dropped = readDrop(event.dataTransfer);
      if (!(dropped instanceof Promise)) return takeFiles(target, dropped);
      return void dropped.then(
        (picked) => takeFiles(target, picked),
        (error: unknown) => setRejection(`Can’t read the folder. ${describeError(error).title}`),
      );
    };
    const handlePaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      takeFiles(document.activeElement, {
        files: files.map((file) => ({ path: file.name, file })),
        isFolder: false,
      });
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
