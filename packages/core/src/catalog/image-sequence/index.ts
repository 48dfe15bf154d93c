export { create, ImageSequenceDraft } from "./create.ts";
export { fromID, list, type ImageSequenceDetail, type ImageSequenceRow } from "./read.ts";
export { listFiles } from "./files.ts";
export { resolveSequences } from "./resolve.ts";
