export { createHealthCheck, type CheckedHealth } from "./check.ts";
export { healthStatuses, type Health, type HealthPart, type HealthStatus } from "./decide.ts";
export { readHealthFacts } from "./facts.ts";
export { reportRun } from "./report.ts";
