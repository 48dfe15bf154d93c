export { act } from "./act.ts";
export { BatchActRequest } from "./act-request.ts";
export { fromID, list, type BatchDetail } from "./read.ts";
export { BatchEstimateRequest, BatchRequest } from "./request.ts";
export { stopAfterCommit } from "./stop.ts";
