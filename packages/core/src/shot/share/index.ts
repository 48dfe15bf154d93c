export type { Shared } from "./open.ts";
export type { ShareLinkDetail } from "./read.ts";
export { ShareDraft, SharedPictureQuery, ShareQuery } from "./request.ts";

type Reads = typeof import("./read.ts");
type Creates = typeof import("./create.ts");
type Revokes = typeof import("./revoke.ts");
type Opens = typeof import("./open.ts");
type Resolves = typeof import("./resolve.ts");
type Lists = typeof import("./shared-pictures.ts");

// Loaded when they are used: most starts of the API's function need none of them.
export const list: Reads["list"] = async (...args) => (await import("./read.ts")).list(...args);
export const fromID: Reads["fromID"] = async (...args) => (await import("./read.ts")).fromID(...args);
export const create: Creates["create"] = async (...args) => (await import("./create.ts")).create(...args);
export const revoke: Revokes["revoke"] = async (...args) => (await import("./revoke.ts")).revoke(...args);
export const resolve: Resolves["resolve"] = async (...args) => (await import("./resolve.ts")).resolve(...args);
export const open: Opens["open"] = async (...args) => (await import("./open.ts")).open(...args);
export const createLeftError: Opens["createLeftError"] = async (...args) =>
  (await import("./open.ts")).createLeftError(...args);
export const listPictures: Lists["listPictures"] = async (...args) =>
  (await import("./shared-pictures.ts")).listPictures(...args);
