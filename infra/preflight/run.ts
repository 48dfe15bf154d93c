import { existsSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { printErrors } from "../../scripts/errors.ts";
import { readDeclared } from "../declared.ts";
import { createPlan } from "../plan/plan.ts";
import { findMissing } from "../registry.ts";
import { readStage } from "../stage.ts";
import { checkBackupOptIn } from "./backup.ts";
import { checkDomainTls } from "./domain-tls.ts";
import { checkEksVersion } from "./eks-version.ts";
import type { Finding } from "./finding.ts";
import { checkGpuOfferings } from "./gpu-offerings.ts";
import { checkLambdaConcurrency } from "./lambda-concurrency.ts";
import { checkMail } from "./mail.ts";
import { computeNeeds } from "./needs.ts";
import { checkVcpuQuotas } from "./vcpu-quotas.ts";

/** Checks an account before a deploy of a stage. It only reads. Exit code 1 with findings, 2 if a check failed to run. */
const USAGE = "npm run preflight -- --stage STAGE";
printErrors(USAGE);
const { values } = parseArgs({ options: { stage: { type: "string" } } });
if (values.stage === undefined) {
  console.error(`usage: ${USAGE}`);
  process.exit(2);
}
const { name, kind } = readStage(values.stage);
const root = path.join(import.meta.dirname, "../..");
const declared = readDeclared(root, name, kind);
const stage = readStage(name, declared.shape);
const file = process.env["PEGBAR_DECLARED"] ?? path.join(root, "infra/declared", `${name}.json`);
const needs = computeNeeds(await createPlan({ stage: name, ...(existsSync(file) ? { declared: file } : {}) }));
const config = { region: declared.region };

const checks: Record<string, () => Promise<Finding[]>> = {
  "Lambda's concurrency": () => checkLambdaConcurrency(config, needs),
  "GPU offerings": () => checkGpuOfferings(config, needs),
  "vCPU quotas": () => checkVcpuQuotas(config, needs),
  "AWS Backup": () => checkBackupOptIn(config, needs),
  "sign-in mail": () => checkMail(config, { from: declared.mailFrom, usesCognito: declared.issuer === null }),
  "TLS of the domain": () => checkDomainTls(config, declared.domain?.api ?? null),
  ...(stage.gpuTier
    ? {
        "Kubernetes version": () => checkEksVersion(config, declared.kubernetes, new Date()),
        "images and charts": async () =>
          (await findMissing(config, declared)).map((what) => ({ what, fix: `npm run registry -- --stage ${name}` })),
      }
    : {}),
};
let [findings, failures] = [0, 0];
for (const [what, check] of Object.entries(checks)) {
  try {
    const found = await check();
    console.log(`${found.length === 0 ? "ok  " : "FIX "} ${what}`);
    for (const one of found) console.log(`     ${one.what}\n       ${one.fix}`);
    findings += found.length;
  } catch (error) {
    // Continues, because the results of the other checks are still useful.
    console.log(`FAIL ${what}: ${describe(error)}`);
    failures++;
  }
}
process.exit(failures > 0 ? 2 : findings > 0 ? 1 : 0);

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name !== "CredentialsProviderError") return error.message;
  return "no AWS credentials. Sign in, for example with `aws sso login`, or set AWS_PROFILE.";
}
