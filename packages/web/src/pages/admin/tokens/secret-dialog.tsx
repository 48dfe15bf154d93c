import { useId, useState } from "react";
import { Button } from "../../../components/button.tsx";
import { Dialog, DialogActions } from "../../../components/dialog.tsx";

/** Shows a new token's secret, once. It closes only by its button. */
export function SecretDialog({ name, secret, onClose }: { name: string; secret: string; onClose: () => void }) {
  const id = useId();
  const [copied, setCopied] = useState<"no" | "yes" | "refused">("no");
  const copy = () =>
    navigator.clipboard.writeText(secret).then(
      () => setCopied("yes"),
      // The browser gives no reason that helps.
      () => setCopied("refused"),
    );
  return (
    <Dialog title={`${name} created`} onClose={onClose} locked>
      <p className="rounded-md bg-warn-wash px-3 py-2 text-warn">
        This is the only time the secret is shown. Store it in a safe place: anyone who has it can use the token.
      </p>
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="text-sm font-medium">
          Secret
        </label>
        <div className="flex gap-2">
          <input
            id={id}
            readOnly
            value={secret}
            spellCheck={false}
            autoComplete="off"
            onFocus={(event) => event.target.select()}
            className="min-h-9 w-full min-w-0 rounded-md border border-edge bg-surface px-2.5 font-mono text-sm"
          />
          <Button onClick={() => void copy()}>Copy</Button>
        </div>
        <p role="status" className="min-h-6 text-sm">
          {copied === "yes" && "Copied."}
          {copied === "refused" && "Your browser blocked copying. Select the secret and copy it."}
        </p>
      </div>
      <DialogActions>
        <Button variant="plain" onClick={onClose}>
          I’ve stored it
        </Button>
      </DialogActions>
    </Dialog>
  );
}
