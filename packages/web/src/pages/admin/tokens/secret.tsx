import { useId, useState } from "react";
import { Button } from "../../../parts/button.tsx";
import { Dialog, DialogActs } from "../../../parts/dialog.tsx";

/** A new token's secret. It is shown here and never again, so that this closes by its button alone. */
export function Secret({ name, secret, close }: { name: string; secret: string; close: () => void }) {
  const id = useId();
  const [copied, setCopied] = useState<"no" | "yes" | "refused">("no");
  const copy = () =>
    navigator.clipboard.writeText(secret).then(
      () => setCopied("yes"),
      () => setCopied("refused"),
    );
  return (
    <Dialog title={`${name} is made`} close={close} locked>
      <p className="rounded-md bg-warn-wash px-3 py-2 text-warn">
        This is the only time that the secret is shown. Put it where your secrets are; whoever has it acts as the token.
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
          {copied === "refused" && "The browser does not let it be copied: select it and copy it yourself."}
        </p>
      </div>
      <DialogActs>
        <Button look="plain" onClick={close}>
          I have kept it
        </Button>
      </DialogActs>
    </Dialog>
  );
}
