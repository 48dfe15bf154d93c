import { useNavigate } from "@tanstack/react-router";
import { useEffect, useId, useRef, useState } from "react";
import { strings } from "../strings/commands.ts";
import type { Command } from "./commands.ts";
import { matchCommands } from "./match.ts";

interface Props {
  commands: readonly Command[];
  /** Searches pictures for the text, if the user may see pictures. */
  canSearch: boolean;
  onClose: () => void;
}

/** A list of everything that can be done here, filtered by what is typed. Arrow keys choose, Enter runs. */
export function Palette({ commands, canSearch, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  useEffect(() => {
    dialog.current?.showModal();
    return () => dialog.current?.close();
  }, []);
  const query = text.trim();
  const search: Command = {
    id: "search-pictures",
    name: strings.searchPictures(query),
    run: () => void navigate({ to: "/pictures", search: { q: query } }),
  };
  const found = [...matchCommands(commands, query), ...(canSearch && query !== "" ? [search] : [])];
  const index = Math.min(chosen, found.length - 1);
  useEffect(() => {
    document.getElementById(`${id}-${index}`)?.scrollIntoView({ block: "nearest" });
  }, [id, index]);
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    // After the dialog has given the focus back.
    setTimeout(command.run);
  };
  return (
    <dialog
      ref={dialog}
      aria-label={strings.palette}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
      className="mx-auto mt-[12vh] mb-auto w-[min(36rem,calc(100vw-2rem))] overflow-hidden rounded-lg border border-line bg-raised p-0 text-text shadow-lg"
    >
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={found.length > 0 ? `${id}-${index}` : undefined}
        aria-label={strings.paletteHint}
        placeholder={strings.paletteHint}
        value={text}
        maxLength={200}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") run(found[index]);
          else if (event.key === "ArrowDown") setChosen(Math.min(index + 1, found.length - 1));
          else if (event.key === "ArrowUp") setChosen(Math.max(index - 1, 0));
          else return;
          event.preventDefault();
        }}
        className="min-h-12 w-full border-b border-line bg-transparent px-4 text-base outline-none"
      />
      <ul id={`${id}-list`} role="listbox" aria-label={strings.palette} className="max-h-[50vh] overflow-y-auto p-1.5">
        {found.map((command, i) => (
          <li
            key={command.id}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === index}
            onPointerMove={() => setChosen(i)}
            onClick={() => run(command)}
            className={`flex cursor-pointer items-center justify-between gap-3 rounded-md px-3 py-2 ${i === index ? "bg-sunken" : ""}`}
          >
            {command.name}
            {command.keys !== undefined && <Key>{command.keys}</Key>}
          </li>
        ))}
        {found.length === 0 && <li className="px-3 py-2 text-soft">{strings.noCommand}</li>}
      </ul>
    </dialog>
  );
}

/** A key to press. */
export const Key = ({ children }: { children: string }) => (
  <kbd className="min-w-6 rounded-sm border border-line bg-surface px-1.5 text-center font-sans text-sm text-soft">
    {children.length === 1 ? children.toUpperCase() : children}
  </kbd>
);
