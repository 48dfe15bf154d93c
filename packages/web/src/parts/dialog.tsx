import { useMutation } from "@tanstack/react-query";
import { useId, useLayoutEffect, useRef, type ReactNode } from "react";
import { Button } from "./button.tsx";
import { Problem } from "./problem.tsx";

interface DialogProps {
  title: string;
  close: () => void;
  /** Must be answered by one of its buttons: Escape does nothing. */
  locked?: boolean;
  children: ReactNode;
}

/** Something before all else, as the browser does it: focus stays inside and goes back where it was. Open while it is there. */
export function Dialog({ title, close, locked = false, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Before the element goes: only then does the browser give the focus back.
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
        if (!locked) close();
      }}
      onClose={() => {
        // A browser may close it all the same at the second Escape.
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

/** The row of buttons that ends a dialog: what is done on the right. */
export const DialogActs = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-wrap justify-end gap-2 pt-1">{children}</div>
);

interface ConfirmProps {
  title: string;
  /** What happens, and that it cannot be taken back. */
  children: ReactNode;
  /** The verb on the button. */
  act: string;
  run: () => Promise<unknown>;
  close: () => void;
}

/** Asks before something that cannot be undone. */
export function Confirm({ title, children, act, run, close }: ConfirmProps) {
  const doing = useMutation({ mutationFn: run, onSuccess: close });
  return (
    <Dialog title={title} close={close}>
      <div className="text-soft">{children}</div>
      {doing.error && <Problem error={doing.error} />}
      <DialogActs>
        <Button look="plain" onClick={close}>
          Keep it
        </Button>
        <Button look="danger" busy={doing.isPending} onClick={() => doing.mutate()}>
          {act}
        </Button>
      </DialogActs>
    </Dialog>
  );
}
