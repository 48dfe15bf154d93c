import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { Button } from "../../../components/button.tsx";
import { describeError } from "../../../components/error-message.tsx";
import { showToast } from "../../../components/toast.tsx";
import { strings } from "../../../strings/crop.ts";
import { addFiles, removeUploads, type Upload } from "../../../upload/uploads.ts";
import { file } from "../../pictures/queries.ts";
import type { Size } from "./placement.ts";

// Loaded when it is first opened.
const CropDialog = lazy(async () => ({ default: (await import("./crop-dialog.tsx")).CropDialog }));

interface Props {
  upload: Upload;
  /** Size that the workflow's settings ask for. */
  formSize: Size | undefined;
}

/** Opens the dialog that crops a picture of an input. The cropped file takes its place. */
export function CropPicture({ upload: { id, name, inputField, phase, input, sequence }, formSize }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const content = useQuery({ ...file(input?.id ?? ""), enabled: isOpen && input !== undefined });
  const { error } = content;
  useEffect(() => {
    if (!isOpen || !error) return;
    setIsOpen(false);
    showToast(describeError(error).title);
  }, [isOpen, error]);
  if (phase !== "ready" || input?.width == null || sequence || !/\.(png|jpe?g|webp|avif|gif)$/i.test(name))
    return undefined;
  const open = () => {
    setIsOpen(true);
    if (content.error) void content.refetch();
  };
  return (
    <>
      <Button
        variant="quiet"
        size="sm"
        busy={isOpen && content.isPending}
        aria-label={strings.openFor(name)}
        onClick={open}
      >
        {strings.open}
      </Button>
      <Suspense>
        {isOpen && content.data && (
          <CropDialog
            name={name}
            content={content.data}
            formSize={formSize}
            onClose={() => setIsOpen(false)}
            onSave={(cropped) => {
              setIsOpen(false);
              removeUploads([id]);
              addFiles(inputField, [cropped]);
            }}
          />
        )}
      </Suspense>
    </>
  );
}
