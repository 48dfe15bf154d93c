import { useQuery } from "@tanstack/react-query";
import { Button } from "../../parts/button.tsx";
import { pause, remove, resume, type Upload } from "../../upload/uploads.ts";
import { wordsOfCredentials } from "./credentials.ts";
import { input as inputQuery } from "./queries.ts";

/** A file's state in words. */
function wordsOf({ phase, known, why, done, bytes }: Upload): string {
  const percent = `${Math.round((done / Math.max(1, bytes)) * 100)} %`;
  switch (phase) {
    case "waiting":
      return "Waits for its turn";
    case "hashing":
      return `Looks whether it is here, ${percent}`;
    case "sending":
      return `Uploads, ${percent}`;
    case "checking":
      return "Is being checked";
    case "here":
      return known ? "Already here" : "Uploaded";
    case "paused":
      return "Paused";
    default:
      return why ?? "";
  }
}

const tones: Partial<Record<Upload["phase"], string>> = {
  here: "text-good",
  failed: "font-medium text-bad",
  refused: "font-medium text-bad",
  hashing: "text-busy",
  sending: "text-busy",
  checking: "text-busy",
};
const MOVING = ["hashing", "sending", "checking", "waiting"];

/** One file that was brought: what it shows, how far it is, and what can be done with it. */
export function FileRow({ upload }: { upload: Upload }) {
  const { id, name, phase, done, bytes, input } = upload;
  const moving = MOVING.includes(phase);
  const fraction = phase === "here" || phase === "checking" ? 1 : done / Math.max(1, bytes);
  return (
    <li className="grid grid-cols-[4.5rem_1fr_auto] items-center gap-3 rounded-md bg-surface p-1.5">
      <Thumbnail upload={upload} />
      <div className="flex min-w-0 flex-col gap-0.5">
        <p className="truncate font-medium" title={name}>
          {name}
        </p>
        <p className={`text-sm ${tones[phase] ?? "text-soft"}`}>
          {wordsOf(upload)}
          {phase === "here" && input?.width != null && (
            <span className="text-soft tabular-nums">
              {" "}
              · {input.width} × {input.height}
            </span>
          )}
        </p>
        {phase === "here" && input?.credentials && (
          <p className={`text-sm ${input.credentials.state === "invalid" ? "text-bad" : "text-soft"}`}>
            {wordsOfCredentials(input.credentials)}
          </p>
        )}
        <div
          className={`h-1 overflow-hidden rounded-full ${moving ? "bg-line" : ""}`}
          {...(moving
            ? {
                role: "progressbar",
                "aria-label": `${name}: ${phase === "hashing" ? "looking" : "uploading"}`,
                "aria-valuenow": Math.round(fraction * 100),
                "aria-valuemin": 0,
                "aria-valuemax": 100,
              }
            : {})}
        >
          {moving && (
            <div
              className="h-full origin-left rounded-full bg-busy transition-transform"
              style={{ transform: `scaleX(${fraction})` }}
            />
          )}
        </div>
      </div>
      <div className="flex items-center gap-1">
        {moving && phase !== "checking" && (
          <Button look="quiet" size="sm" onClick={() => pause(id)}>
            Pause<span className="sr-only"> {name}</span>
          </Button>
        )}
        {(phase === "paused" || phase === "failed") && (
          <Button look="plain" size="sm" onClick={() => resume(id)}>
            {phase === "paused" ? "Go on" : "Try again"}
            <span className="sr-only"> with {name}</span>
          </Button>
        )}
        <Button
          look="quiet"
          size="sm"
          aria-label={`${moving ? "Cancel" : "Remove"} ${name}`}
          title={moving ? "Cancel" : "Remove"}
          onClick={() => remove([id])}
        >
          <svg viewBox="0 0 20 20" aria-hidden="true" className="size-4" stroke="currentColor" strokeWidth="1.75">
            <path d="m5 5 10 10M15 5 5 15" />
          </svg>
        </Button>
      </div>
    </li>
  );
}

/** The picture itself while it is in this tab's hands, later the studio's thumbnail of it. */
function Thumbnail({ upload: { picture, input, phase } }: { upload: Upload }) {
  const asked = picture === undefined && input !== undefined;
  const { data } = useQuery({ ...inputQuery(input?.id ?? ""), enabled: asked });
  const source = picture ?? data?.thumbnailUrl;
  return (
    <div className="grid aspect-4/3 place-items-center overflow-hidden rounded-sm bg-easel">
      {source !== undefined && phase !== "refused" && <img src={source} alt="" className="size-full object-contain" />}
    </div>
  );
}
