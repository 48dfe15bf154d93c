export { ignoreMissing } from "./ignore-missing.ts";
export { makeFolder, makeOptionFolder } from "./make-folder.ts";
export { saveAssets, type Saved, type SaveOptions } from "./save.ts";
export { deliverToFolder, deliverToZip } from "./deliver.ts";
export { uploadModelPath, uploadPath, sha256OfFile } from "./upload.ts";
export { readWorkflowPath } from "./workflow-path.ts";
