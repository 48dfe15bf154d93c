import { useEffect, useRef, useState } from "react";
import { Button } from "../../components/button.tsx";
import { addAssets, addInputs } from "../../upload/uploads.ts";
import type { FormInput } from "./compose-jobs.ts";
import { PickerResults } from "./picker-results.tsx";
import type { Asset, Input, PickerItem, PickerKind } from "./picker-queries.ts";

const searchLabels: Record<PickerKind, string> = {
  inputs: "Search by file name",
  assets: "Search by prompt or file name",
};

interface Props {
  inputField: string;
  /** Kind of file that the input takes. */
  fileKind: FormInput["kind"];
  label: string;
  onClose: () => void;
}

/** Dialog to choose the studio's uploads and results as inputs. */
export function Picker({ inputField, fileKind, label, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [kind, setKind] = useState<PickerKind>("inputs");
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState<ReadonlyMap<string, PickerItem>>(new Map());
  useEffect(() => dialog.current?.showModal(), []);
  const toggle = (item: PickerItem) =>
    setChosen((before) => {
      const after = new Map(before);
      if (!after.delete(item.id)) after.set(item.id, item);
      return after;
    });
  const addChosen = () => {
    const sources = [...chosen.values()].map(({ source }) => source);
    addInputs(
      inputField,
      sources.filter((take): take is Input => !("jobId" in take)),
    );
    addAssets(
      inputField,
      sources.filter((take): take is Asset => "jobId" in take),
    );
    dialog.current?.close();
  };
  return (
    <dialog
      ref={dialog}
      onClose={onClose}
      aria-labelledby="picker-name"
      className="m-auto h-[min(48rem,90vh)] w-[min(60rem,calc(100vw-1.5rem))] rounded-lg border border-line bg-raised p-0 text-text"
    >
      <div className="grid h-full grid-rows-[auto_1fr_auto]">
        <div className="flex flex-wrap items-center justify-between gap-3 border-b border-line p-4">
          <h2 id="picker-name">Studio files for {label}</h2>
          <fieldset className="flex gap-1 rounded-md bg-sunken p-1">
            <legend className="sr-only">Source</legend>
            {(["inputs", "assets"] as const).map((one) => (
              <label
                key={one}
                className="rounded-sm px-3 py-1 text-sm has-checked:bg-raised has-checked:font-medium has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-accent"
              >
                <input
                  type="radio"
                  name="picker-kind"
                  className="sr-only"
                  checked={kind === one}
                  onChange={() => setKind(one)}
                />
                {one === "inputs" ? "Uploads" : "Results"}
              </label>
            ))}
          </fieldset>
          <input
            type="search"
            aria-label={searchLabels[kind]}
            placeholder={searchLabels[kind]}
            value={words}
            maxLength={200}
            onChange={(event) => setWords(event.target.value)}
            className="min-h-9 w-full rounded-md border border-edge bg-surface px-2.5 placeholder:text-soft"
          />
        </div>
        <PickerResults kind={kind} fileKind={fileKind} words={words} chosen={chosen} toggle={toggle} />
        <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line p-4">
          <p role="status" className="mr-auto text-sm text-soft">
            {chosen.size > 1 ? `${chosen.size} pictures create ${chosen.size} jobs` : [...chosen.values()][0]?.name}
          </p>
          <Button variant="quiet" onClick={() => dialog.current?.close()}>
            Cancel
          </Button>
          <Button disabled={chosen.size === 0} onClick={addChosen}>
            {chosen.size > 1 ? `Use ${chosen.size} pictures` : "Use picture"}
          </Button>
        </div>
      </div>
    </dialog>
  );
}
