import path from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Files that take long on two cores, in this order. They start first, so that none runs alone at the end. Those that start
 * many processes are apart from each other, because several of them at once miss their time limits.
 */
const FIRST = [
  "test/system/benchmarks.test.ts",
  "test/api/fuzz.test.ts",
  "test/ledger/certificate.test.ts",
  "test/portal/workspace.test.ts",
  "test/system/platform.test.ts",
  "test/api/access.test.ts",
  "test/api/request-contract.test.ts",
  "test/system/docs.test.ts",
  "test/studio/quota.test.ts",
  "test/ledger/qldb.test.ts",
  "test/system/cli.test.ts",
  "test/system/cli-batches.test.ts",
  "packages/verify/test/other-verifier.test.ts",
  "test/studio/webhooks.test.ts",
  "test/portal/portal.test.ts",
  "test/cloud/functions.test.ts",
  "packages/worker/src/http-faults.test.ts",
  "test/portal/generate.test.ts",
  "test/job/uploads.test.ts",
  "test/api/bad-input.test.ts",
  "infra/plan/costs.test.ts",
  "packages/worker/src/supervision.test.ts",
  "packages/worker/src/socket-faults.test.ts",
  "test/system/benchmarks-against.test.ts",
  "test/cloud/bundles.test.ts",
  "test/job/jobs.test.ts",
  "test/comfy-api/sdks.test.ts",
  "packages/witness/src/witness.test.ts",
  "test/comfy/comfy.test.ts",
  "test/comfy/replay.test.ts",
  "test/portal/verify-page.test.ts",
  "test/cloud/webhook-function.test.ts",
  "test/system/end-to-end.test.ts",
  "test/system/shot.test.ts",
  "test/system/embedded.test.ts",
  "test/portal/admin.test.ts",
  "test/portal/operator.test.ts",
  "packages/models/src/main.test.ts",
  "test/job/money.test.ts",
  "test/ledger/content-credentials.test.ts",
  "test/job/dispatch.test.ts",
  "test/system/sdk.test.ts",
  "test/portal/session.test.ts",
  "test/api/reference.test.ts",
  "infra/plan/stages.test.ts",
];

/** Runs the longest files first. Without this, a checkout that has never run the tests runs the largest files first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const at = FIRST.indexOf(path.relative(this.ctx.config.root, moduleId));
      return at < 0 ? FIRST.length : at;
    };
    return others.toSorted((a, b) => rank(a) - rank(b));
  }
}
