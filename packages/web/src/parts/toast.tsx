import { useEffect, useState } from "react";
import { createStore, useStore } from "../store.ts";
import { Button } from "./button.tsx";
import { wordsFor } from "./problem.tsx";

interface Toast {
  text: string;
  undo: (() => Promise<unknown>) | undefined;
}

const STAYS_MS = 8000;
const shown = createStore<Toast | undefined>(undefined);

/** Says that something is done, and for eight seconds takes it back where `undo` is given. */
export const toast = (text: string, undo?: () => Promise<unknown>): void => shown.set({ text, undo });

/** Where toasts appear: once in the shell, there before the first, so that screen readers listen to it. */
export function Toasts() {
  const current = useStore(shown);
  const [held, setHeld] = useState(false);
  // Whatever goes from under the pointer is never left by it.
  useEffect(() => setHeld(false), [current]);
  useEffect(() => {
    if (!current || held) return;
    const timer = setTimeout(() => shown.set(undefined), STAYS_MS);
    return () => clearTimeout(timer);
  }, [current, held]);
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-16 z-40 flex justify-center px-4 md:bottom-6"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {current && <Shown key={current.text} toast={current} />}
    </div>
  );
}

function Shown({ toast: { text, undo } }: { toast: Toast }) {
  const [busy, setBusy] = useState(false);
  const back = async (run: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await run();
      toast("Undone.");
    } catch (error) {
      toast(`It could not be undone. ${wordsFor(error).title}`);
    }
  };
  return (
    <div className="pointer-events-auto flex max-w-full items-center gap-3 rounded-md border border-line bg-raised py-2 pr-2 pl-4 shadow-lg">
      <p>{text}</p>
      {undo && (
        <Button size="sm" look="plain" busy={busy} onClick={() => void back(undo)}>
          Undo
        </Button>
      )}
      <Button size="sm" look="quiet" aria-label="Dismiss" onClick={() => shown.set(undefined)}>
        <svg viewBox="0 0 16 16" aria-hidden="true" className="size-3.5">
          <path d="m3 3 10 10M13 3 3 13" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
        </svg>
      </Button>
    </div>
  );
}
