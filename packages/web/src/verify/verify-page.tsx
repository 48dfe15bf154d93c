import { useEffect, useState } from "react";
import { Mark } from "../shell/mark.tsx";
import { check } from "./check.ts";
import type { Answer } from "./check.worker.ts";
import { Drop } from "./drop.tsx";
import { pasted, sort } from "./files.ts";
import { KeysPanel } from "./keys-panel.tsx";
import { keepKeys, keptKeys, trustedOf } from "./keys.ts";
import { Limits } from "./limits.tsx";
import { Report } from "./report.tsx";
import { Teach } from "./teach.tsx";
import { Verdict } from "./verdict.tsx";

type State =
  | { kind: "empty" }
  | { kind: "busy"; share: number }
  | { kind: "answered"; answer: Answer }
  | { kind: "failed"; why: string };

/** A picture and its certificate, and what they prove. All is computed here; nothing leaves the page. */
export function VerifyPage() {
  const [picture, setPicture] = useState<File>();
  const [certificate, setCertificate] = useState<File>();
  const [passedOver, setPassedOver] = useState<string[]>([]);
  const [named, setNamed] = useState(keptKeys);
  const [state, setState] = useState<State>({ kind: "empty" });

  const take = async (files: readonly File[]) => {
    const sorted = await sort(files);
    if (sorted.picture) setPicture(sorted.picture);
    if (sorted.certificate) setCertificate(sorted.certificate);
    if (sorted.keys !== undefined) setNamed((before) => ({ ...before, log: sorted.keys ?? "" }));
    setPassedOver(sorted.passedOver);
  };
  useHandedOver(take);
  useEffect(() => keepKeys(named), [named]);

  useEffect(() => {
    if (!picture && !certificate) return setState({ kind: "empty" });
    let gone = false;
    const show = (next: State) => {
      if (!gone) setState(next);
    };
    // Whoever types a key is not checked at each letter.
    const soon = setTimeout(() => {
      show({ kind: "busy", share: 0 });
      check({ picture, certificate, trusted: trustedOf(named) }, (share) => show({ kind: "busy", share }))
        .then((answer) => show({ kind: "answered", answer }))
        .catch((error: unknown) =>
          show({ kind: "failed", why: error instanceof Error ? error.message : String(error) }),
        );
    }, 150);
    return () => {
      gone = true;
      clearTimeout(soon);
    };
  }, [picture, certificate, named]);

  const empty = state.kind === "empty";
  const valid = state.kind === "answered" && state.answer.verdict?.valid ? state.answer.verdict : undefined;
  return (
    <div className="min-h-full">
      <header className="flex items-center gap-2.5 border-b border-line bg-surface px-4 py-3 md:px-8 print:border-0 print:px-0">
        <Mark />
        <span className="font-semibold">Pegbar</span>
        <span className="ml-auto text-right text-sm text-soft print:hidden">
          Works offline. Nothing leaves this page.
        </span>
      </header>
      <main className="mx-auto flex max-w-6xl flex-col gap-6 px-4 py-6 md:px-8 md:py-10 print:p-0">
        <div className="flex flex-col gap-2">
          <h1>Verify a frame</h1>
          <p className={`max-w-prose text-soft ${empty ? "" : "hidden"}`}>
            Who made a picture, from what, and when: its certificate says so, and this page checks that nobody changed a
            byte of either.
          </p>
        </div>
        <Verdict state={state} picture={picture} certificate={certificate} named={named} passedOver={passedOver} />
        <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:grid-rows-[auto_1fr] print:block">
          <div className={`print:mb-6 ${empty ? "" : "lg:col-start-2"}`}>
            <Drop
              large={empty}
              picture={picture}
              certificate={certificate}
              sha256={state.kind === "answered" ? state.answer.sha256 : undefined}
              onFiles={(files) => void take(files)}
              onRemove={(what) => (what === "picture" ? setPicture(undefined) : setCertificate(undefined))}
            />
          </div>
          <div className={`lg:col-start-2 print:hidden ${empty ? "lg:row-span-2 lg:row-start-1" : "lg:row-start-2"}`}>
            <KeysPanel named={named} onChange={setNamed} />
          </div>
          <div
            className={`flex min-w-0 flex-col gap-6 lg:col-start-1 ${empty ? "lg:row-start-2" : "lg:row-span-2 lg:row-start-1"}`}
          >
            {valid && state.kind === "answered" ? (
              <Report verdict={valid} raw={state.answer.raw} trusted={trustedOf(named)} />
            ) : (
              <Teach />
            )}
            <Limits />
          </div>
        </div>
      </main>
    </div>
  );
}

/** What is dropped or pasted anywhere on the page. */
function useHandedOver(take: (files: readonly File[]) => Promise<void>) {
  useEffect(() => {
    const drop = (event: DragEvent) => {
      // Without this the browser leaves the page for the file.
      event.preventDefault();
      if (event.type === "drop") void take([...(event.dataTransfer?.files ?? [])]);
    };
    const paste = ({ target, clipboardData }: ClipboardEvent) => {
      const files = [...(clipboardData?.files ?? [])];
      if (files.length > 0) return void take(files);
      const isField = target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
      const text = clipboardData?.getData("text").trim() ?? "";
      if (!isField && text !== "") void take([pasted(text)]);
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
