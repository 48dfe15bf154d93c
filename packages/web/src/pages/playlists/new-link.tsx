import { useId, useState } from "react";
import { Button } from "../../components/button.tsx";

/** Shows the address of a new link, once. */
export function NewLink({ path, onAnother }: { path: string; onAnother: () => void }) {
  const id = useId();
  const [copied, setCopied] = useState<"no" | "yes" | "refused">("no");
  const address = `${location.origin}${path}`;
  const copy = () =>
    navigator.clipboard.writeText(address).then(
      () => setCopied("yes"),
      // The browser gives no reason that helps.
      () => setCopied("refused"),
    );
  return (
    <div className="flex flex-col gap-2">
      <p className="rounded-md bg-warn-wash px-3 py-2 text-sm text-warn">
        This is the only time the address is shown. Copy it now, and send it only to its recipient.
      </p>
      <label htmlFor={id} className="text-sm font-medium">
        Address
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          readOnly
          value={address}
          spellCheck={false}
          autoComplete="off"
          onFocus={(event) => event.target.select()}
          className="min-h-9 w-full min-w-0 rounded-md border border-edge bg-surface px-2.5 font-mono text-sm"
        />
        <Button onClick={() => void copy()}>Copy</Button>
      </div>
      <div className="flex items-center gap-3">
        <p role="status" className="min-h-6 grow text-sm">
          {copied === "yes" && "Copied."}
          {copied === "refused" && "Your browser blocked copying. Select the address and copy it."}
        </p>
        <Button size="sm" variant="quiet" onClick={onAnother}>
          Create another link
        </Button>
      </div>
    </div>
  );
}
