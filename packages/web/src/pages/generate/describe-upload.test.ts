import { expect, test } from "vitest";
import type { Upload } from "../../upload/uploads.ts";
import { describeGaps, describeUpload } from "./describe-upload.ts";

const sequence = {
  frames: "1-3",
  files: 3,
  missing: [],
  missingCount: 0,
  filesDone: 2,
  filesKnown: 1,
  hasMixedSizes: false,
};
const upload = (more: Partial<Upload>) =>
  ({ phase: "sending", bytes: 3_000_000, bytesDone: 2_000_000, alreadyUploaded: false, ...more }) as Upload;

test("one line says how far an upload is, of a sequence in files and bytes", () => {
  expect(describeUpload(upload({}))).toBe("Uploading 67 %");
  expect(describeUpload(upload({ sequence }))).toBe("Uploading 2 of 3 files, 2 MB of 3 MB");
  expect(describeUpload(upload({ sequence, phase: "ready" }))).toBe("Uploaded 2 new files");
  expect(describeUpload(upload({ sequence: { ...sequence, filesKnown: 0 }, phase: "ready" }))).toBe("Uploaded");
  expect(describeUpload(upload({ sequence, phase: "ready", alreadyUploaded: true }))).toBe("Already uploaded");
});

test("gaps are listed as ranges, up to eight", () => {
  expect(describeGaps(sequence)).toBeUndefined();
  expect(describeGaps({ ...sequence, missing: [{ first: 4, last: 4 }], missingCount: 1 })).toBe(
    "No file for frame 4. To make it too, add the files and choose all again.",
  );
  const missing = Array.from({ length: 9 }, (_, index) => ({ first: 10 * index, last: 10 * index + 1 }));
  expect(describeGaps({ ...sequence, missing, missingCount: 18 })).toMatch(
    /^No file for 18 frames: 0-1, 10-11, .*70-71 and more\. To make them too/,
  );
});
