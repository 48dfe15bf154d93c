import { useEffect, useState } from "react";
import { api } from "../../api/client.ts";
import { describeError } from "../../components/error-message.tsx";
import type { PickedFiles } from "../../upload/find-sequence.ts";
import { readDrop } from "../../upload/read-drop.ts";
import { strings } from "../../strings/create.ts";
import { addAssets } from "../../upload/uploads.ts";
import { addPickedFiles } from "./add-picked-files.ts";
import { getInputField } from "./compose-jobs.ts";
import { ASSET_TYPE } from "./drag-asset.ts";
import { pasteSettings } from "./paste-settings.ts";
import { parseSettings } from "./results/copy-settings.ts";
import type { Workflow } from "./values.ts";

/**
 * Accepts files, results and settings dropped or pasted anywhere on the page, for the input field under the pointer or in focus, else the first.
 * Returns why the last files were rejected.
 */
export function useDropAndPaste(workflow: Workflow | undefined): string | undefined {
  const [rejection, setRejection] = useState<string>();
  useEffect(() => {
    setRejection(undefined);
    /** The input under the pointer or in focus, else the first one. */
    const findInput = (target: EventTarget | null) => {
      const inputs = workflow?.form.inputs ?? [];
      const field =
        target instanceof Element
          ? target.closest<HTMLElement>("[data-input-field]")?.dataset["inputField"]
          : undefined;
      return inputs.find((one) => workflow && getInputField(workflow, one) === field) ?? inputs[0];
    };
    const useResult = async (assetId: string, inputField: string) => {
      try {
        addAssets(inputField, [await api.get("/v1/assets/{id}", { params: { path: { id: assetId } } })]);
      } catch (error) {
        setRejection(describeError(error).title);
      }
    };
    const takeFiles = (target: EventTarget | null, picked: PickedFiles) => {
      if (picked.files.length === 0 && !picked.isFolder) return;
      const input = findInput(target);
      if (!workflow) return setRejection("Choose a workflow first, then add the file again.");
      if (!input)
        return setRejection("This workflow takes no files. Choose another workflow, then add the file again.");
      setRejection(undefined);
      addPickedFiles(input, getInputField(workflow, input), picked);
    };
    // Otherwise the browser opens the file.
    const handleDragOver = (event: DragEvent) => {
      if (event.dataTransfer?.types.some((type) => type === "Files" || type === ASSET_TYPE)) event.preventDefault();
    };
    const handleDrop = (event: DragEvent) => {
      const assetId = event.dataTransfer?.getData(ASSET_TYPE) ?? "";
      const place = findInput(event.target);
      if (assetId !== "" && workflow) {
        event.preventDefault();
        if (place) void useResult(assetId, getInputField(workflow, place));
        return;
      }
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
      const settings = parseSettings(event.clipboardData?.getData("text/plain") ?? "");
      if (settings) {
        event.preventDefault();
        return setRejection(workflow ? pasteSettings(workflow, settings) : strings.chooseFirst);
      }
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
