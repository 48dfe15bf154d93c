import { useEffect, useState } from "react";
import { bringFiles } from "../../upload/uploads.ts";
import { slotOf } from "./compose.ts";
import type { Workflow } from "./values.ts";

/**
 * Takes files that are dropped or pasted anywhere on the page: onto the input under them or in focus, else the first.
 * Says what was brought that had no place.
 */
export function useBrought(workflow: Workflow | undefined): string | undefined {
  const [lost, setLost] = useState<string>();
  useEffect(() => {
    setLost(undefined);
    const take = (at: EventTarget | null, files: readonly File[]) => {
      if (files.length === 0) return;
      const [first] = workflow?.form.inputs ?? [];
      const zone = at instanceof Element ? at.closest<HTMLElement>("[data-slot]")?.dataset["slot"] : undefined;
      if (!workflow) return setLost("Choose a workflow first, then bring the picture again.");
      if (!first) return setLost("This workflow takes no pictures. Choose one that does, then bring it again.");
      setLost(undefined);
      bringFiles(zone ?? slotOf(workflow, first), files);
    };
    // Otherwise the browser would leave the page to show the file.
    const over = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      take(event.target, [...event.dataTransfer.files]);
    };
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      take(document.activeElement, files);
    };
    addEventListener("dragover", over);
    addEventListener("drop", drop);
    addEventListener("paste", paste);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("drop", drop);
      removeEventListener("paste", paste);
    };
  }, [workflow]);
  return lost;
}
