export { act, BatchActRequest } from "./act.ts";
export { fromID, list, type BatchDetail } from "./read.ts";
export { BatchRequest } from "./request.ts";
export { stopAfterCommit } from "./stop.ts";
