import { useEffect, useState } from "react";
import { Logo } from "../shell/logo.tsx";
import { checkFiles } from "./check.ts";
import type { CheckResult } from "./check.worker.ts";
import { DropArea } from "./drop-area.tsx";
import { createPastedFile, sortFiles } from "./files.ts";
import { KeysPanel } from "./keys-panel.tsx";
import { saveKeys, loadKeys, parseTrusted } from "./keys.ts";
import { Limits } from "./limits.tsx";
import { Report } from "./report.tsx";
import { HowItWorks } from "./how-it-works.tsx";
import { Verdict } from "./verdict.tsx";

type State =
  | { kind: "empty" }
  | { kind: "busy"; share: number }
  | { kind: "answered"; answer: CheckResult }
  | { kind: "failed"; why: string };

/** Verifies a picture against its certificate. Runs entirely in the browser; nothing is sent. */
export function VerifyPage() {
  const [picture, setPicture] = useState<File>();
  const [certificate, setCertificate] = useState<File>();
  const [skipped, setSkipped] = useState<string[]>([]);
  const [keys, setKeys] = useState(loadKeys);
  const [state, setState] = useState<State>({ kind: "empty" });

  const takeFiles = async (files: readonly File[]) => {
    const sorted = await sortFiles(files);
    if (sorted.picture) setPicture(sorted.picture);
    if (sorted.certificate) setCertificate(sorted.certificate);
    if (sorted.keys !== undefined) setKeys((before) => ({ ...before, log: sorted.keys ?? "" }));
    setSkipped(sorted.skipped);
  };
  useDropAndPaste(takeFiles);
  useEffect(() => saveKeys(keys), [keys]);

  useEffect(() => {
    if (!picture && !certificate) return setState({ kind: "empty" });
    let gone = false;
    const show = (next: State) => {
      if (!gone) setState(next);
    };
    // Debounce while a key is typed.
    const soon = setTimeout(() => {
      show({ kind: "busy", share: 0 });
      checkFiles({ picture, certificate, trusted: parseTrusted(keys) }, (share) => show({ kind: "busy", share }))
        .then((answer) => show({ kind: "answered", answer }))
        .catch((error: unknown) =>
          show({ kind: "failed", why: error instanceof Error ? error.message : String(error) }),
        );
    }, 150);
    return () => {
      gone = true;
      clearTimeout(soon);
    };
  }, [picture, certificate, keys]);

  const empty = state.kind === "empty";
  const valid = state.kind === "answered" && state.answer.verdict?.valid ? state.answer.verdict : undefined;
  return (
    <div className="min-h-full">
      <header className="flex items-center gap-2.5 border-b border-line bg-surface px-4 py-3 md:px-8 print:border-0 print:px-0">
        <Logo />
        <span className="font-semibold">Pegbar</span>
        <span className="ml-auto text-right text-sm text-soft print:hidden">
          Works offline. Your files aren’t uploaded.
        </span>
      </header>
      <main className="mx-auto flex max-w-6xl flex-col gap-6 px-4 py-6 md:px-8 md:py-10 print:p-0">
        <div className="flex flex-col gap-2">
          <h1>Verify a frame</h1>
          <p className={`max-w-prose text-soft ${empty ? "" : "hidden"}`}>
            A certificate records who made a picture, from what, and when. This page checks that neither the picture nor
            its certificate was changed.
          </p>
        </div>
        <Verdict state={state} picture={picture} certificate={certificate} keys={keys} skipped={skipped} />
        <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:grid-rows-[auto_1fr] print:block">
          <div className={`print:mb-6 ${empty ? "" : "lg:col-start-2"}`}>
            <DropArea
              isEmpty={empty}
              picture={picture}
              certificate={certificate}
              sha256={state.kind === "answered" ? state.answer.sha256 : undefined}
              onFiles={(files) => void takeFiles(files)}
              onRemove={(what) => (what === "picture" ? setPicture(undefined) : setCertificate(undefined))}
            />
          </div>
          <div className={`lg:col-start-2 print:hidden ${empty ? "lg:row-span-2 lg:row-start-1" : "lg:row-start-2"}`}>
            <KeysPanel keys={keys} onChange={setKeys} />
          </div>
          <div
            className={`flex min-w-0 flex-col gap-6 lg:col-start-1 ${empty ? "lg:row-start-2" : "lg:row-span-2 lg:row-start-1"}`}
          >
            {valid && state.kind === "answered" ? (
              <Report verdict={valid} raw={state.answer.raw} trusted={parseTrusted(keys)} />
            ) : (
              <HowItWorks />
            )}
            <Limits />
          </div>
        </div>
      </main>
    </div>
  );
}

/** Accepts files dropped, and files or text pasted, anywhere on the page. */
function useDropAndPaste(take: (files: readonly File[]) => Promise<void>) {
  useEffect(() => {
    const drop = (event: DragEvent) => {
      // Otherwise the browser opens the file.
      event.preventDefault();
      if (event.type === "drop") void take([...(event.dataTransfer?.files ?? [])]);
    };
    const paste = ({ target, clipboardData }: ClipboardEvent) => {
      const files = [...(clipboardData?.files ?? [])];
      if (files.length > 0) return void take(files);
      const isField = target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
      const text = clipboardData?.getData("text").trim() ?? "";
      if (!isField && text !== "") void take([createPastedFile(text)]);
    };
    addEventListener("dragover", drop);
    addEventListener("drop", drop);
    addEventListener("paste", paste);
    return () => {
      removeEventListener("dragover", drop);
      removeEventListener("drop", drop);
      removeEventListener("paste", paste);
    };
  });
}
