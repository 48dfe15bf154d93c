import { lazy, Suspense, useState } from "react";
import { Button } from "../../../components/button.tsx";
import { strings } from "../../../strings/mask.ts";
import { useUploads } from "../../../upload/uploads.ts";
import { getInputField, listUsableFiles, type FormInput } from "../compose-jobs.ts";
import type { Workflow } from "../values.ts";

// Loaded when it is first opened.
const MaskDialog = lazy(async () => ({ default: (await import("./mask-dialog.tsx")).MaskDialog }));

/** Opens the mask editor for a mask input, over the first picture of the workflow's first picture input. */
export function PaintMask({ workflow, mask }: { workflow: Workflow; mask: FormInput }) {
  const [isOpen, setIsOpen] = useState(false);
  const uploads = useUploads();
  const picture = workflow.form.inputs.find(({ kind }) => kind === "image");
  if (!picture) return undefined;
  const found = listUsableFiles(uploads, getInputField(workflow, picture)).find(
    ({ input, sequence, previewUrl }) => input?.width != null && !sequence && previewUrl !== undefined,
  );
  const { width, height } = found?.input ?? {};
  const source =
    found?.previewUrl !== undefined && width != null && height != null
      ? { name: found.name, width, height, url: found.previewUrl }
      : undefined;
  return (
    <>
      <Button
        variant="plain"
        disabled={!source}
        title={source ? undefined : strings.addPicture(picture.label)}
        onClick={() => setIsOpen(true)}
      >
        {strings.paint}
      </Button>
      <Suspense>
        {isOpen && source && (
          <MaskDialog
            source={source}
            inputField={getInputField(workflow, mask)}
            label={picture.label}
            onClose={() => setIsOpen(false)}
          />
        )}
      </Suspense>
    </>
  );
}
