import { defineConfig } from "vitest/config";

/** `S3_URL=… npm run test:storage` and `SQS_URL=… npm run test:queue`: the contract suites on a real store or queue. */
export default defineConfig({
  test: {
    include: ["packages/core/src/platform/adapter/contract/*.contract.ts"],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
