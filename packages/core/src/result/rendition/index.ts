export type { RenditionDetail } from "./read.ts";
export { RenditionRequest } from "./request.ts";

type Creation = typeof import("./create.ts");
type Reading = typeof import("./read.ts");

// Loaded when they are used: most starts of the API's function do not need them.
export const create: Creation["create"] = async (...args) => (await import("./create.ts")).create(...args);
export const list: Reading["list"] = async (...args) => (await import("./read.ts")).list(...args);
export const fromID: Reading["fromID"] = async (...args) => (await import("./read.ts")).fromID(...args);
export const download: Reading["download"] = async (...args) => (await import("./read.ts")).download(...args);
