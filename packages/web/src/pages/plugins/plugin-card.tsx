import type { ReactNode } from "react";
import type { PluginListing } from "@pegbar/plugins";
import { getButtonClass } from "../../components/button.tsx";
import { formatBytes } from "../../components/format.ts";
import { FOLDER } from "./queries.ts";

interface Props {
  title: string;
  file: PluginListing["downloads"][number];
  /** Of the download, after `?`. */
  parameters?: string;
  isSecondary?: boolean;
  /** Three steps to install it. */
  steps: readonly ReactNode[];
  children?: ReactNode;
}

/** A plug-in for one application: download, installation steps and hash. */
export function PluginCard({ title, file, parameters = "", isSecondary = false, steps, children }: Props) {
  return (
    <section aria-label={title} className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4 md:p-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2>{title}</h2>
        <a
          href={`${FOLDER}${file.file}${parameters}`}
          download={file.file}
          className={getButtonClass({ variant: isSecondary ? "plain" : "primary" })}
        >
          Download ZIP <span className="tabular-nums">({formatBytes(file.bytes)})</span>
          <span className="sr-only">for {title}</span>
        </a>
      </div>
      <ol className="flex list-decimal flex-col gap-1.5 pl-5 marker:text-soft">
        {steps.map((step, index) => (
          <li key={index} className="wrap-anywhere">
            {step}
          </li>
        ))}
      </ol>
      {children}
      <p className="text-xs text-soft">
        SHA-256 of {file.file}: <span className="font-mono wrap-anywhere">{file.sha256}</span>
      </p>
    </section>
  );
}
