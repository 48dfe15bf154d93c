import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { randomUUID } from "node:crypto";
import { inject } from "vitest";
import { createS3Storage } from "@pegbar/core/platform/adapter";
import { testQueueContract } from "@pegbar/core/platform/adapter/contract/queue.ts";
import { createContractQueues } from "@pegbar/core/platform/adapter/contract/queues.ts";
import { testStorageContract } from "@pegbar/core/platform/adapter/contract/storage.ts";
import { buildClientConfig } from "@pegbar/local/store/access.ts";

/** Runs the contract tests of Amazon's services with the embedded storage and queues. */
const config = () => buildClientConfig(inject("storeUrl"));

testStorageContract("embedded store", async () => {
  const client = { ...config(), forcePathStyle: true };
  const s3 = new S3Client(client);
  const bucket = `contract-${randomUUID()}`;
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  s3.destroy();
  return {
    open: (seconds) => createS3Storage({ bucket, client, ...(seconds === undefined ? {} : { seconds }) }),
    stop: () => Promise.resolve(),
  };
});

testQueueContract("embedded queues", () => createContractQueues(config()), { emoji: true });
