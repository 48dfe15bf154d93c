export { saveAssets, type Saved, type SaveOptions } from "./save.ts";
export { uploadPath, sha256OfFile } from "./upload.ts";
