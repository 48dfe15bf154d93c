import { useEffect, useRef, useState } from "react";
import { Button } from "../../parts/button.tsx";
import { bringAssets, bringInputs } from "../../upload/uploads.ts";
import { Shelf } from "./shelf.tsx";
import type { Asset, Input, Item, Kind } from "./to-use.ts";

const searchBy: Record<Kind, string> = { inputs: "Search by file name", assets: "Search by prompt or file name" };

/** Pictures that the studio has, to be used as inputs: what was uploaded, and results. */
export function Picker({ slot, label, close }: { slot: string; label: string; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [kind, setKind] = useState<Kind>("inputs");
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState<ReadonlyMap<string, Item>>(new Map());
  useEffect(() => dialog.current?.showModal(), []);
  const toggle = (item: Item) =>
    setChosen((before) => {
      const after = new Map(before);
      if (!after.delete(item.id)) after.set(item.id, item);
      return after;
    });
  const use = () => {
    const takes = [...chosen.values()].map(({ take }) => take);
    bringInputs(
      slot,
      takes.filter((take): take is Input => !("jobId" in take)),
    );
    bringAssets(
      slot,
      takes.filter((take): take is Asset => "jobId" in take),
    );
    dialog.current?.close();
  };
  return (
    <dialog
      ref={dialog}
      onClose={close}
      aria-labelledby="picker-name"
      className="m-auto h-[min(48rem,90vh)] w-[min(60rem,calc(100vw-1.5rem))] rounded-lg border border-line bg-raised p-0 text-text"
    >
      <div className="grid h-full grid-rows-[auto_1fr_auto]">
        <div className="flex flex-wrap items-center justify-between gap-3 border-b border-line p-4">
          <h2 id="picker-name">{label} from the studio</h2>
          <fieldset className="flex gap-1 rounded-md bg-sunken p-1">
            <legend className="sr-only">Where to look</legend>
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
            aria-label={searchBy[kind]}
            placeholder={searchBy[kind]}
            value={words}
            maxLength={200}
            onChange={(event) => setWords(event.target.value)}
            className="min-h-9 w-full rounded-md border border-edge bg-surface px-2.5 placeholder:text-soft"
          />
        </div>
        <Shelf kind={kind} words={words} chosen={chosen} toggle={toggle} />
        <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line p-4">
          <p role="status" className="mr-auto text-sm text-soft">
            {chosen.size > 1 ? `${chosen.size} pictures: one job for each` : [...chosen.values()][0]?.name}
          </p>
          <Button look="quiet" onClick={() => dialog.current?.close()}>
            Cancel
          </Button>
          <Button disabled={chosen.size === 0} onClick={use}>
            {chosen.size > 1 ? `Use ${chosen.size} pictures` : "Use it"}
          </Button>
        </div>
      </div>
    </dialog>
  );
}
