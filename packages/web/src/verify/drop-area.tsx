import { useState } from "react";
import { Button } from "../components/button.tsx";
import { useObjectUrl } from "../components/use-object-url.ts";

interface Props {
  /** No file yet: shows the large version with instructions. */
  isEmpty: boolean;
  picture: File | undefined;
  certificate: File | undefined;
  sha256: string | undefined;
  onFiles: (files: readonly File[]) => void;
  onRemove: (what: "picture" | "certificate") => void;
}

/** Drop area for picture and certificate, and the files chosen. */
export function DropArea({ isEmpty, picture, certificate, sha256, onFiles, onRemove }: Props) {
  const [isDraggedOver, setIsDraggedOver] = useState(false);
  return (
    <section
      aria-label="Picture and certificate"
      onDragOver={() => setIsDraggedOver(true)}
      onDragLeave={() => setIsDraggedOver(false)}
      onDrop={() => setIsDraggedOver(false)}
      className={`flex flex-col gap-4 rounded-lg border-2 border-dashed p-5 transition-colors print:border-0 print:p-0 ${isDraggedOver ? "border-accent bg-accent-wash" : "border-edge bg-surface"} ${isEmpty ? "items-center py-12 text-center md:py-20" : ""}`}
    >
      {isEmpty ? (
        <>
          <p className="text-lg font-semibold text-balance">Drop a picture and its certificate here</p>
          <p className="max-w-md text-soft">
            The certificate comes with the picture and is named{" "}
            <code className="font-mono text-sm whitespace-nowrap text-text">NAME.pegbar.json</code>. Drop both, or the
            certificate alone. You can also paste.
          </p>
        </>
      ) : (
        <>
          <FileField what="picture" file={picture} onRemove={() => onRemove("picture")} />
          {sha256 !== undefined && (
            <p className="text-sm">
              <span className="text-soft">SHA-256 of this file</span>
              <br />
              <code className="font-mono text-xs break-all">{sha256}</code>
            </p>
          )}
          <FileField what="certificate" file={certificate} onRemove={() => onRemove("certificate")} />
        </>
      )}
      <label
        className={`inline-flex min-h-9 items-center justify-center rounded-md border px-3.5 font-medium transition-colors focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent print:hidden ${isEmpty ? "border-transparent bg-accent text-on-accent hover:bg-accent-strong" : "border-line bg-surface hover:border-edge"}`}
      >
        {isEmpty ? "Choose files" : "Choose other files"}
        <input
          type="file"
          multiple
          className="sr-only"
          onChange={({ target }) => {
            onFiles([...(target.files ?? [])]);
            // Otherwise choosing the same file again fires no event.
            target.value = "";
          }}
        />
      </label>
    </section>
  );
}

const missingTexts = {
  picture: "No file yet. Only the certificate is verified.",
  certificate: "No certificate yet.",
};

function FileField({
  what,
  file,
  onRemove,
}: {
  what: "picture" | "certificate";
  file: File | undefined;
  onRemove: () => void;
}) {
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-2">
        <div className="min-w-0 flex-1">
          <p className="text-sm text-soft">{what === "picture" ? "File" : "Certificate"}</p>
          {file ? (
            <p className="font-medium break-all" dir="auto">
              {file.name}
            </p>
          ) : (
            <p className="text-soft">{missingTexts[what]}</p>
          )}
        </div>
        {file && (
          <Button
            variant="quiet"
            size="sm"
            aria-label={`Remove the ${what}`}
            className="print:hidden"
            onClick={onRemove}
          >
            Remove
          </Button>
        )}
      </div>
      {what === "picture" && file && <Preview file={file} />}
    </div>
  );
}

/** Larger pictures get no preview: decoding them would freeze the page. */
const MAX_PREVIEW_BYTES = 64 << 20;

function Preview({ file }: { file: File }) {
  const canPreview = /^image\/(png|jpeg|webp|avif|gif)$/.test(file.type) && file.size <= MAX_PREVIEW_BYTES;
  const url = useObjectUrl(canPreview ? file : undefined);
  const [brokenUrl, setBrokenUrl] = useState<string>();
  if (!url || brokenUrl === url) return null;
  return (
    <div className="overflow-hidden rounded-md bg-canvas p-3 print:max-w-60">
      <img
        src={url}
        alt="File to verify"
        className="mx-auto max-h-56 object-contain"
        onError={() => setBrokenUrl(url)}
      />
    </div>
  );
}
