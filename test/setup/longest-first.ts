import path from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take longest on two cores, in this order. They start first, so that none runs alone at the end. */
const LONGEST = [
  "test/portal/portal.test.ts",
  "test/api/fuzz.test.ts",
  "test/system/docs.test.ts",
  "test/system/benchmarks.test.ts",
  "test/portal/generate.test.ts",
  "test/system/platform.test.ts",
  "test/system/cli.test.ts",
  "test/portal/admin.test.ts",
  "test/portal/verify-page.test.ts",
  "test/portal/operator.test.ts",
  "test/system/benchmarks-against.test.ts",
  "test/portal/session.test.ts",
  "test/ledger/erasure.test.ts",
  "test/ledger/qldb.test.ts",
  "test/ledger/certificate.test.ts",
  "packages/verify/test/other-verifier.test.ts",
  "test/system/end-to-end.test.ts",
  "test/api/request-contract.test.ts",
  "test/api/access.test.ts",
  "packages/witness/src/witness.test.ts",
];

/** Runs the longest files first. Without this, a checkout that has never run the tests runs the largest files first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.indexOf(path.relative(this.ctx.config.root, moduleId));
      return at < 0 ? LONGEST.length : at;
    };
    return others.toSorted((a, b) => rank(a) - rank(b));
  }
}
