import path from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take longest on two cores, in this order. The others start after them, so that none runs alone at the end. */
const LONGEST = [
  "test/portal.test.ts",
  "test/fuzz.test.ts",
  "test/docs.test.ts",
  "test/platform.test.ts",
  "test/portal-generate.test.ts",
  "test/benchmarks.test.ts",
  "test/cli.test.ts",
  "test/portal-admin.test.ts",
  "test/verify-page.test.ts",
  "test/portal-operator.test.ts",
  "test/portal-session.test.ts",
  "test/erasure.test.ts",
  "test/ledger-qldb.test.ts",
  "test/certificate.test.ts",
  "test/end-to-end.test.ts",
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
