import { useState } from "react";
import { Button } from "../parts/button.tsx";
import { useObjectUrl } from "../parts/object-url.ts";

interface Props {
  /** Nothing is there yet: it takes the room to say what belongs here. */
  large: boolean;
  picture: File | undefined;
  certificate: File | undefined;
  sha256: string | undefined;
  onFiles: (files: readonly File[]) => void;
  onRemove: (what: "picture" | "certificate") => void;
}

/** Where files are put, and what was. */
export function Drop({ large, picture, certificate, sha256, onFiles, onRemove }: Props) {
  const [over, setOver] = useState(false);
  return (
    <section
      aria-label="Picture and certificate"
      onDragOver={() => setOver(true)}
      onDragLeave={() => setOver(false)}
      onDrop={() => setOver(false)}
      className={`flex flex-col gap-4 rounded-lg border-2 border-dashed p-5 transition-colors print:border-0 print:p-0 ${over ? "border-accent bg-accent-wash" : "border-edge bg-surface"} ${large ? "items-center py-12 text-center md:py-20" : ""}`}
    >
      {large ? (
        <>
          <p className="text-lg font-semibold text-balance">Drop a picture and its certificate here</p>
          <p className="max-w-md text-soft">
            The certificate lies beside the picture and is named{" "}
            <code className="font-mono text-sm whitespace-nowrap text-text">NAME.pegbar.json</code>. Both at once, one
            after the other, or a certificate alone; pasting works too.
          </p>
        </>
      ) : (
        <>
          <Slot what="picture" file={picture} onRemove={() => onRemove("picture")} />
          {sha256 !== undefined && (
            <p className="text-sm">
              <span className="text-soft">SHA-256 of this file</span>
              <br />
              <code className="font-mono text-xs break-all">{sha256}</code>
            </p>
          )}
          <Slot what="certificate" file={certificate} onRemove={() => onRemove("certificate")} />
        </>
      )}
      <label
        className={`inline-flex min-h-9 items-center justify-center rounded-md border px-3.5 font-medium transition-colors focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent print:hidden ${large ? "border-transparent bg-accent text-on-accent hover:bg-accent-strong" : "border-line bg-surface hover:border-edge"}`}
      >
        {large ? "Choose files" : "Choose other files"}
        <input
          type="file"
          multiple
          className="sr-only"
          onChange={({ target }) => {
            onFiles([...(target.files ?? [])]);
            // The same file, changed meanwhile, can be chosen again.
            target.value = "";
          }}
        />
      </label>
    </section>
  );
}

const missing = {
  picture: "No file yet: the certificate is read alone.",
  certificate: "No certificate yet.",
};

function Slot({
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
            <p className="text-soft">{missing[what]}</p>
          )}
        </div>
        {file && (
          <Button look="quiet" size="sm" aria-label={`Remove the ${what}`} className="print:hidden" onClick={onRemove}>
            Remove
          </Button>
        )}
      </div>
      {what === "picture" && file && <Preview file={file} />}
    </div>
  );
}

/** Larger ones are checked, but not shown: to unpack them would freeze the page. */
const MAX_SHOWN = 64 << 20;

function Preview({ file }: { file: File }) {
  const shown = /^image\/(png|jpeg|webp|avif|gif)$/.test(file.type) && file.size <= MAX_SHOWN;
  const url = useObjectUrl(shown ? file : undefined);
  const [broken, setBroken] = useState<string>();
  if (!url || broken === url) return null;
  return (
    <div className="overflow-hidden rounded-md bg-easel p-3 print:max-w-60">
      <img
        src={url}
        alt="The file that is checked"
        className="mx-auto max-h-56 object-contain"
        onError={() => setBroken(url)}
      />
    </div>
  );
}
