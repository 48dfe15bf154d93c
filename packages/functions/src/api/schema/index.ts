/** Request and response schemas of the public API. */
export * from "./parts.ts";
export * from "./studio.ts";
export * from "./token.ts";
export * from "./quota.ts";
export * from "./fleet.ts";
export * from "./webhook.ts";
export * from "./workflow.ts";
export * from "./batch.ts";
export * from "./job.ts";
export * from "./image-sequence.ts";
export * from "./erasure.ts";
export * from "./cluster.ts";
export * from "./event.ts";
export * from "./version.ts";
export * from "./rendition.ts";
export * from "./playlist.ts";
export * from "./share.ts";
