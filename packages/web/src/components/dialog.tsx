import { useMutation } from "@tanstack/react-query";
import { useId, useLayoutEffect, useRef, type ReactNode } from "react";
import { Button } from "./button.tsx";
import { ErrorMessage } from "./error-message.tsx";

interface DialogProps {
  title: string;
  onClose: () => void;
  /** Closes only by one of its buttons, not by Escape. */
  locked?: boolean;
  children: ReactNode;
}

/** A modal dialog, open while mounted. The browser traps focus and restores it afterwards. */
export function Dialog({ title, onClose, locked = false, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Close before the element is removed: only then does the browser restore the focus.
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        if (!locked) onClose();
      }}
      onClose={() => {
        // Browsers close a dialog at the second Escape regardless of `cancel`.
        if (locked && ref.current?.isConnected) ref.current.showModal();
      }}
      className="m-auto max-h-[calc(100dvh-2rem)] w-[min(34rem,calc(100vw-2rem))] overflow-y-auto rounded-lg border border-line bg-raised p-5 text-text shadow-lg"
    >
      <div className="flex flex-col gap-4">
        <h2 id={id}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}

/** The row of buttons at the end of a dialog, primary action on the right. */
export const DialogActions = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-wrap justify-end gap-2 pt-1">{children}</div>
);

interface ConfirmProps {
  title: string;
  /** What happens, and that it can't be undone. */
  children: ReactNode;
  /** Label of the confirm button. */
  action: string;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks for confirmation of an action that can't be undone. */
export function ConfirmDialog({ title, children, action, onConfirm, onClose }: ConfirmProps) {
  const mutation = useMutation({ mutationFn: onConfirm, onSuccess: onClose });
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="text-soft">{children}</div>
      {mutation.error && <ErrorMessage error={mutation.error} />}
      <DialogActions>
        <Button variant="plain" onClick={onClose}>
          Cancel
        </Button>
        <Button variant="danger" busy={mutation.isPending} onClick={() => mutation.mutate()}>
          {action}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
