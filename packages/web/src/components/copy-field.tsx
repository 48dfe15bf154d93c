import { useId, useState } from "react";
import { Button } from "./button.tsx";

/** A value to copy, such as a secret that is shown once. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const id = useId();
  const [copied, setCopied] = useState<"no" | "yes" | "refused">("no");
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => setCopied("yes"),
      // The browser gives no reason that helps.
      () => setCopied("refused"),
    );
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          readOnly
          value={value}
          spellCheck={false}
          autoComplete="off"
          onFocus={(event) => event.target.select()}
          className="min-h-9 w-full min-w-0 rounded-md border border-edge bg-surface px-2.5 font-mono text-sm"
        />
        <Button onClick={() => void copy()}>Copy</Button>
      </div>
      <p role="status" className="min-h-6 text-sm">
        {copied === "yes" && "Copied."}
        {copied === "refused" && `Your browser blocked copying. Select the ${label.toLowerCase()} and copy it.`}
      </p>
    </div>
  );
}
