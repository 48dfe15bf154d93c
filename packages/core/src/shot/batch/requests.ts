/** What reading batches and describing their requests needs, without what submits them. */
export { BatchActRequest } from "../../job/batch/act-request.ts";
export { fromID, list, type BatchDetail } from "../../job/batch/read.ts";
export { BatchEstimateRequest, BatchRequest } from "../../job/batch/request.ts";
export { RetakeRequest } from "./retake-request.ts";
