export { findSequence, type FoundSequence } from "./find-sequence.ts";
export { ignoreMissing } from "./ignore-missing.ts";
export { makeFolder, makeOptionFolder } from "./make-folder.ts";
export { pullResults, type PullOptions, type PullSource } from "./pull.ts";
export { saveAssets, type Saved, type SaveOptions } from "./save.ts";
export { deliverToFolder, deliverToZip } from "./deliver.ts";
export { uploadSequencePath } from "./upload-sequence.ts";
export { uploadModelPath, uploadPath, sha256OfFile } from "./upload.ts";
export { readWorkflowPath } from "./workflow-path.ts";
