export * from "./file-signer.ts";
export * from "./postgres-ledger.ts";
export * from "./http-witness.ts";
export * from "./s3.ts";
export * from "./s3-anchors.ts";
export * from "./signals.ts";
export * from "./sqs.ts";
export * from "./webhooks.ts";
