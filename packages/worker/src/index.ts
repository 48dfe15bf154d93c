export { readConfig, type Config } from "./config.ts";
export { runLoop } from "./loop.ts";
export { runWorker } from "./work.ts";
export type { Log } from "./log.ts";
