export { act, actOn, ActRequest, holdUsing, type Acted } from "./act.ts";
export { appraise } from "./appraise.ts";
export { retry } from "./retry.ts";
export { submit } from "./submit.ts";
export { poll, watch, type JobEvent } from "./events.ts";
export * from "./request.ts";
export * from "./state.ts";
export { fromID, list, waitOf, type Whole } from "./read.ts";
