export * from "../../job/batch/index.ts";
export { quote } from "./quote.ts";
export { retake } from "./retake.ts";
export { RetakeRequest } from "./retake-request.ts";
export { submit } from "./submit.ts";
