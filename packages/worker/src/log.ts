export { logJson } from "@pegbar/core/platform/log.ts";
export type { Log } from "@pegbar/core/platform/port";
