export { act, actOn, ActRequest, holdUsing, type Acted } from "./act.ts";
export { quote } from "./quote.ts";
export { retry } from "./retry.ts";
export { submit } from "./submit.ts";
export { poll, watch, type JobEvent } from "./watch.ts";
export * from "./request.ts";
export * from "./state/index.ts";
export { fromID, list, readWait, type JobDetail } from "./read.ts";
