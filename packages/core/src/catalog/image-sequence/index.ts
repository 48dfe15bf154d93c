export { ImageSequenceDraft } from "./draft.ts";
export { fromID, list, type ImageSequenceDetail, type ImageSequenceRow } from "./read.ts";
export { listFiles } from "./files.ts";

type Creation = typeof import("./create.ts");

// Loaded when it is used: most starts of the API's function do not need it.
export const create: Creation["create"] = async (...args) => (await import("./create.ts")).create(...args);
