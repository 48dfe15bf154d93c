import { useEffect, useState } from "react";
import { createStore, useStore } from "../store.ts";
import { Button } from "./button.tsx";
import { describeError } from "./error-message.tsx";

interface Toast {
  text: string;
  undo: (() => Promise<unknown>) | undefined;
}

const DISMISS_AFTER_MS = 8000;
const currentToast = createStore<Toast | undefined>(undefined);

/** Shows a message for 8 seconds, with an undo button if `undo` is given. */
export const showToast = (text: string, undo?: () => Promise<unknown>): void => currentToast.set({ text, undo });

/** Live region for toasts. Mounted once before the first toast, so that screen readers observe it. */
export function Toasts() {
  const current = useStore(currentToast);
  const [isPaused, setIsPaused] = useState(false);
  // A toast that is removed under the pointer fires no pointerleave.
  useEffect(() => setIsPaused(false), [current]);
  useEffect(() => {
    if (!current || isPaused) return;
    const timer = setTimeout(() => currentToast.set(undefined), DISMISS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [current, isPaused]);
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-16 z-40 flex justify-center px-4 md:bottom-6"
      onPointerEnter={() => setIsPaused(true)}
      onPointerLeave={() => setIsPaused(false)}
      onFocus={() => setIsPaused(true)}
      onBlur={() => setIsPaused(false)}
    >
      {current && <ToastMessage key={current.text} toast={current} />}
    </div>
  );
}

function ToastMessage({ toast: { text, undo } }: { toast: Toast }) {
  const [busy, setBusy] = useState(false);
  const undoChange = async (run: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await run();
      showToast("Undone.");
    } catch (error) {
      showToast(`Couldn’t undo. ${describeError(error).title}`);
    }
  };
  return (
    <div className="pointer-events-auto flex max-w-full items-center gap-3 rounded-md border border-line bg-raised py-2 pr-2 pl-4 shadow-lg">
      <p>{text}</p>
      {undo && (
        <Button size="sm" variant="plain" busy={busy} onClick={() => void undoChange(undo)}>
          Undo
        </Button>
      )}
      <Button size="sm" variant="quiet" aria-label="Dismiss" onClick={() => currentToast.set(undefined)}>
        <svg viewBox="0 0 16 16" aria-hidden="true" className="size-3.5">
          <path d="m3 3 10 10M13 3 3 13" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
        </svg>
      </Button>
    </div>
  );
}
