export type { PlaylistDetail } from "./read.ts";
export { EntryQuery, PlaylistAddition, PlaylistChange, PlaylistDraft, PlaylistQuery } from "./request.ts";

type Reads = typeof import("./read.ts");
type Writes = typeof import("./write.ts");

// Loaded when they are used: most starts of the API's function need none of them.
export const list: Reads["list"] = async (...args) => (await import("./read.ts")).list(...args);
export const fromID: Reads["fromID"] = async (...args) => (await import("./read.ts")).fromID(...args);
export const listVersions: Reads["listVersions"] = async (...args) => (await import("./read.ts")).listVersions(...args);
export const create: Writes["create"] = async (...args) => (await import("./write.ts")).create(...args);
export const update: Writes["update"] = async (...args) => (await import("./write.ts")).update(...args);
export const addVersions: Writes["addVersions"] = async (...args) => (await import("./write.ts")).addVersions(...args);
export const removeVersion: Writes["removeVersion"] = async (...args) =>
  (await import("./write.ts")).removeVersion(...args);
export const remove: Writes["remove"] = async (...args) => (await import("./write.ts")).remove(...args);
