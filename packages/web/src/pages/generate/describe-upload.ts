import { formatBytes, formatCount } from "../../components/format.ts";
import type { Upload } from "../../upload/uploads.ts";

/** An upload's state for display. */
export function describeUpload(upload: Upload): string {
  const { phase, alreadyUploaded, error, bytesDone, bytes, sequence } = upload;
  const percent = `${Math.round((bytesDone / Math.max(1, bytes)) * 100)} %`;
  switch (phase) {
    case "waiting":
      return "Waiting…";
    case "hashing":
      return sequence ? "Comparing sizes…" : `Checking for an existing copy, ${percent}`;
    case "sending":
      return sequence
        ? `Uploading ${formatCount(sequence.filesDone)} of ${formatCount(sequence.files)} files, ${formatBytes(bytesDone)} of ${formatBytes(bytes)}`
        : `Uploading ${percent}`;
    case "checking":
      return "Verifying…";
    case "ready":
      if (alreadyUploaded) return "Already uploaded";
      return sequence && sequence.filesKnown > 0
        ? `Uploaded ${formatCount(sequence.files - sequence.filesKnown)} new files`
        : "Uploaded";
    case "paused":
      return "Paused";
    default:
      return error ?? "";
  }
}

const MAX_GAPS = 8;

/** The gaps of a sequence, and what to do; undefined without gaps. */
export function describeGaps({ missing, missingCount }: NonNullable<Upload["sequence"]>): string | undefined {
  if (missingCount === 0) return undefined;
  const shown = missing.slice(0, MAX_GAPS).map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
  const frames = `${missingCount === 1 ? "frame" : `${formatCount(missingCount)} frames:`} ${shown.join(", ")}`;
  return `No file for ${frames}${missing.length > MAX_GAPS ? " and more" : ""}. To make ${missingCount === 1 ? "it" : "them"} too, add the files and choose all again.`;
}
