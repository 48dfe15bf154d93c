import { useEffect, useRef } from "react";
import { createStore, useStore } from "../store.ts";

/** An action of a page that the command palette lists and a key may start. */
export interface Command {
  /** Unique among the commands of all components that are shown together. */
  id: string;
  name: string;
  /** One character. It works when no text field has the focus and no dialog is open. */
  keys?: string;
  run: () => void;
  isEnabled?: boolean;
}

const registered = createStore<readonly Command[]>([]);

/** Offers commands while the component is shown. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  latest.current = commands;
  // Names and keys decide what is listed; what a command does may change at every render.
  const listed = JSON.stringify(commands.map(({ id, name, keys, isEnabled }) => ({ id, name, keys, isEnabled })));
  useEffect(() => {
    const own = (JSON.parse(listed) as Omit<Command, "run">[]).map((one): Command => ({
      ...one,
      run: () => latest.current.find(({ id }) => id === one.id)?.run(),
    }));
    registered.set([...registered.get(), ...own]);
    return () => registered.set(registered.get().filter((one) => !own.includes(one)));
  }, [listed]);
}

export const getCommands = (): readonly Command[] => registered.get();
export const useRegisteredCommands = (): readonly Command[] => useStore(registered);
