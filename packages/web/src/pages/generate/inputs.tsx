import { useId, useRef, useState, type DragEvent } from "react";
import { bringFiles, useUploads } from "../../upload/uploads.ts";
import { Button } from "../../parts/button.tsx";
import { filesFor, slotOf, type FormInput, type Problems } from "./compose.ts";
import { Says } from "./field.tsx";
import { FileRow } from "./file-row.tsx";
import { Part } from "./part.tsx";
import { Picker } from "./picker.tsx";
import type { Workflow } from "./values.ts";

const ACCEPT = "image/png,image/jpeg,image/webp";

/** What the workflow is made from: dropped, pasted, chosen, or taken from what the studio has. */
export function Inputs({ workflow, problems }: { workflow: Workflow; problems: Problems }) {
  return (
    <>
      {workflow.form.inputs.map((input) => (
        <Part key={input.name} title={input.kind === "mask" ? `${input.label} (mask)` : input.label}>
          <Zone input={input} slot={slotOf(workflow, input)} problem={problems[`/inputs/${input.name}`]} />
        </Part>
      ))}
    </>
  );
}

const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes("Files");

function Zone({ input, slot, problem }: { input: FormInput; slot: string; problem: string | undefined }) {
  const uploads = useUploads().filter((one) => one.slot === slot);
  const jobs = filesFor(uploads, slot).length;
  const [over, setOver] = useState(false);
  const [picking, setPicking] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const id = useId();
  const empty = uploads.length === 0;
  return (
    <div
      role="group"
      aria-label={`Files for ${input.label}`}
      aria-describedby={`${id}-says`}
      data-slot={slot}
      data-missing={problem === undefined ? undefined : true}
      tabIndex={-1}
      onDragOver={(event) => hasFiles(event) && setOver(true)}
      onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node) && setOver(false)}
      onDrop={() => setOver(false)}
      className={`flex flex-col gap-3 rounded-lg border border-dashed p-3 transition-colors ${over ? "border-accent bg-accent-wash" : problem === undefined ? "border-edge bg-sunken" : "border-bad bg-sunken"}`}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-40 flex-1">
          <Says id={`${id}-says`} problem={problem}>
            {jobs > 1
              ? `${jobs} files: ${jobs} jobs, one for each.`
              : (input.help ?? "Drop, paste or choose pictures. Several make several jobs.")}
          </Says>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button look="plain" onClick={() => chooser.current?.click()}>
            Choose files<span className="sr-only"> for {input.label}</span>
          </Button>
          <Button look="plain" onClick={() => setPicking(true)}>
            From the studio<span className="sr-only"> for {input.label}</span>
          </Button>
          <input
            ref={chooser}
            type="file"
            multiple
            hidden
            accept={ACCEPT}
            aria-label={`Choose files for ${input.label}`}
            onChange={(event) => {
              bringFiles(slot, [...(event.target.files ?? [])]);
              // So that the same file can be chosen again.
              event.target.value = "";
            }}
          />
        </div>
      </div>
      {!empty && (
        <ul className="flex max-h-96 flex-col gap-1 overflow-y-auto">
          {uploads.map((upload) => (
            <FileRow key={upload.id} upload={upload} />
          ))}
        </ul>
      )}
      <p role="status" className="sr-only">
        {jobs > 0 &&
          `${uploads.filter(({ phase }) => phase === "here").length} of ${jobs} files for ${input.label} are here`}
      </p>
      {picking && <Picker slot={slot} label={input.label} close={() => setPicking(false)} />}
    </div>
  );
}
