export { expectRenditions } from "./expect.ts";
export { download, fromID, list, type RenditionDetail } from "./read.ts";
export { RenditionRequest } from "./request.ts";

type Creation = typeof import("./create.ts");

// Loaded when it is used: most starts of the API's function do not need it.
export const create: Creation["create"] = async (...args) => (await import("./create.ts")).create(...args);
