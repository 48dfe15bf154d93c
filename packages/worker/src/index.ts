export { readConfig, type Config } from "./config.ts";
export { loop } from "./loop.ts";
export { work } from "./work.ts";
export type { Log } from "./log.ts";
