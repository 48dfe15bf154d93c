import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Button } from "../../../components/button.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { saveFile } from "../../../components/save-file.ts";
import { showToast } from "../../../components/toast.tsx";
import { strings } from "../../../strings/ledger.ts";
import type { Ledger } from "./queries.ts";

/** Downloads the whole log as one verified file. */
export function ExportPanel({ ledger }: { ledger: Ledger }) {
  const [progress, setProgress] = useState<{ done: number; all: number }>();
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);
  const exporting = useMutation({
    mutationFn: async () => {
      const { signal } = (stop.current = new AbortController());
      const { exportLog } = await import("./export-log.ts");
      return exportLog(ledger, { signal, onProgress: setProgress }).catch((error: unknown) => {
        if (signal.aborted) return undefined;
        throw error;
      });
    },
    onSuccess: (made) => {
      if (!made) return;
      saveFile(made.zip, `ledger-${ledger.log}-${made.records}.zip`);
      showToast(strings.exported(made.records));
    },
    onSettled: () => setProgress(undefined),
  });
  return (
    <section className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-5">
      <h2>{strings.exportTitle}</h2>
      <p className="text-soft">
        {strings.exportHint} <code className="font-mono text-sm text-text">{strings.exportCommand}</code>
      </p>
      {exporting.error && <ErrorMessage error={exporting.error} />}
      {exporting.isPending && progress && (
        <div className="flex flex-col gap-1">
          <progress
            aria-label={strings.progress}
            max={progress.all}
            value={progress.done}
            className="h-1.5 w-full accent-accent"
          />
          <span className="text-sm text-soft tabular-nums">
            {progress.done === progress.all ? strings.checking : strings.fetching(progress.done, progress.all)}
          </span>
        </div>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button busy={exporting.isPending} onClick={() => exporting.mutate()}>
          {strings.export}
        </Button>
        {exporting.isPending && (
          <Button variant="plain" onClick={() => stop.current?.abort()}>
            {strings.stop}
          </Button>
        )}
        <span className="text-sm text-soft">{strings.exportLarge}</span>
      </div>
    </section>
  );
}
