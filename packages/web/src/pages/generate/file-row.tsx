import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Button } from "../../components/button.tsx";
import { pauseUpload, removeUploads, resumeUpload, type Upload } from "../../upload/uploads.ts";
import { CropPicture } from "./crop/crop-picture.tsx";
import type { Size } from "./crop/placement.ts";
import { describeCredentials } from "./credentials.ts";
import { describeMedia } from "./describe-media.ts";
import { describeUpload } from "./describe-upload.ts";
import { input as inputQuery, sequenceThumbnail } from "./queries.ts";
import { SequenceNotes } from "./sequence-notes.tsx";

const tones: Partial<Record<Upload["phase"], string>> = {
  ready: "text-good",
  failed: "font-medium text-bad",
  refused: "font-medium text-bad",
  hashing: "text-busy",
  sending: "text-busy",
  checking: "text-busy",
};
const ACTIVE_PHASES = ["hashing", "sending", "checking", "waiting"];

/** One upload: preview, state, progress and actions. */
export function FileRow({ upload, formSize }: { upload: Upload; formSize: Size | undefined }) {
  const { id, name, phase, bytesDone, bytes, input, sequence } = upload;
  const isActive = ACTIVE_PHASES.includes(phase);
  const fraction = phase === "ready" || phase === "checking" ? 1 : bytesDone / Math.max(1, bytes);
  return (
    <li className="grid grid-cols-[4.5rem_1fr_auto] items-center gap-3 rounded-md bg-surface p-1.5">
      <Thumbnail upload={upload} />
      <div className="flex min-w-0 flex-col gap-0.5">
        <p className="truncate font-medium" title={name}>
          {name}
        </p>
        <p className={`text-sm ${tones[phase] ?? "text-soft"}`}>
          {describeUpload(upload)}
          {phase === "ready" && input && describeMedia(input) !== "" && (
            <span className="text-soft tabular-nums"> · {describeMedia(input)}</span>
          )}
        </p>
        {sequence && <SequenceNotes id={id} name={name} sequence={sequence} />}
        {phase === "ready" &&
          input?.media?.warnings.map(({ code, message }) => (
            <p key={code} className="text-sm text-soft">
              {message}
            </p>
          ))}
        {phase === "ready" && input?.credentials && (
          <p className={`text-sm ${input.credentials.state === "invalid" ? "text-bad" : "text-soft"}`}>
            {describeCredentials(input.credentials)}
          </p>
        )}
        <div
          className={`h-1 overflow-hidden rounded-full ${isActive ? "bg-line" : ""}`}
          {...(isActive
            ? {
                role: "progressbar",
                "aria-label": `${phase === "hashing" ? "Checking" : "Uploading"} ${name}`,
                "aria-valuenow": Math.round(fraction * 100),
                "aria-valuemin": 0,
                "aria-valuemax": 100,
              }
            : {})}
        >
          {isActive && (
            <div
              className="h-full origin-left rounded-full bg-busy transition-transform"
              style={{ transform: `scaleX(${fraction})` }}
            />
          )}
        </div>
      </div>
      <div className="flex items-center gap-1">
        <CropPicture upload={upload} formSize={formSize} />
        {isActive && phase !== "checking" && (
          <Button variant="quiet" size="sm" onClick={() => pauseUpload(id)}>
            Pause<span className="sr-only"> {name}</span>
          </Button>
        )}
        {(phase === "paused" || phase === "failed") && !sequence?.hasMixedSizes && (
          <Button variant="plain" size="sm" onClick={() => resumeUpload(id)}>
            {phase === "paused" ? "Resume" : "Retry"}
            <span className="sr-only"> {name}</span>
          </Button>
        )}
        <Button
          variant="quiet"
          size="sm"
          aria-label={`${isActive ? "Cancel" : "Remove"} ${name}`}
          title={isActive ? "Cancel" : "Remove"}
          onClick={() => removeUploads([id])}
        >
          <svg viewBox="0 0 20 20" aria-hidden="true" className="size-4" stroke="currentColor" strokeWidth="1.75">
            <path d="m5 5 10 10M15 5 5 15" />
          </svg>
        </Button>
      </div>
    </li>
  );
}

/** The local file if this tab has it, else the studio's thumbnail. */
function Thumbnail({ upload: { name, previewUrl, input, phase, sequence } }: { upload: Upload }) {
  const [isBroken, setIsBroken] = useState(false);
  const needsThumbnail = (previewUrl === undefined || isBroken) && input !== undefined;
  const single = useQuery({ ...inputQuery(input?.id ?? ""), enabled: needsThumbnail && !sequence });
  const first = useQuery({ ...sequenceThumbnail(input?.id ?? ""), enabled: needsThumbnail && sequence !== undefined });
  const thumbnailUrl = sequence ? first.data : single.data?.thumbnailUrl;
  // Browsers show no EXR, video, audio or 3D model as a picture: the studio's thumbnail if there is one.
  const source = isBroken ? thumbnailUrl : (previewUrl ?? thumbnailUrl);
  const ending = /\.(\w{1,6})$/.exec(name)?.[1]?.toUpperCase();
  return (
    <div className="grid aspect-4/3 place-items-center overflow-hidden rounded-sm bg-canvas">
      {source != null && phase !== "refused" ? (
        <img src={source} alt="" onError={() => setIsBroken(true)} className="size-full object-contain" />
      ) : (
        <span className="text-xs text-on-canvas">{ending}</span>
      )}
    </div>
  );
}
