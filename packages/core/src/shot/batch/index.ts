export * from "../../job/batch/index.ts";
export { quote } from "./quote.ts";
export { retake, RetakeRequest } from "./retake.ts";
export { submit } from "./submit.ts";
