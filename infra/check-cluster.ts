import path from "node:path";
import { parseArgs } from "node:util";
import { createEksCluster } from "@pegbar/core/platform/adapter";
import type { FleetCluster } from "@pegbar/core/platform/port";
import { printErrors } from "../scripts/errors.ts";
import { readDeclared, type Declared } from "./declared.ts";
import { readStage } from "./stage.ts";

type Described = Awaited<ReturnType<FleetCluster["describe"]>>;

/** Lists differences between a cluster and its declared values; empty if there are none. Ignores Karpenter's nodes. */
export function findDifferences(
  cluster: Described,
  declared: Pick<Declared, "kubernetes" | "addons" | "bottlerocketRelease">,
): string[] {
  const found: string[] = [];
  const checkActive = (what: string, status: string) => status === "ACTIVE" || found.push(`${what} is ${status}`);
  const checkVersion = (what: string, version: string | null, wanted: string) =>
    version === wanted || found.push(`${what} has version ${version ?? "unknown"}, but ${wanted} is declared`);
  const reportIssues = (what: string, issues: readonly { code: string; message: string }[]) =>
    found.push(...issues.map(({ code, message }) => `${what}: ${code}, ${message}`));
  checkActive("the cluster", cluster.status);
  checkVersion("the cluster", cluster.version, declared.kubernetes);
  reportIssues("the cluster", cluster.issues);
  for (const group of cluster.nodeGroups) {
    checkActive(`the node group ${group.name}`, group.status);
    checkVersion(`the node group ${group.name}`, group.releaseVersion, declared.bottlerocketRelease);
    reportIssues(`the node group ${group.name}`, group.issues);
  }
  for (const [name, version] of Object.entries(declared.addons)) {
    const addOn = cluster.addOns.find((one) => one.name === name);
    if (!addOn) found.push(`the add-on ${name} is missing`);
    else {
      checkActive(`the add-on ${name}`, addOn.status);
      checkVersion(`the add-on ${name}`, addOn.version, version);
      reportIssues(`the add-on ${name}`, addOn.issues);
    }
  }
  return found;
}

if (import.meta.main) {
  const usage = "npm run cluster -- --stage STAGE";
  printErrors(usage);
  const { values } = parseArgs({ options: { stage: { type: "string" } } });
  if (values.stage === undefined) {
    console.error(`usage: ${usage}`);
    process.exit(2);
  }
  const { name, kind } = readStage(values.stage);
  const declared = readDeclared(path.join(import.meta.dirname, ".."), name, kind);
  const found = findDifferences(
    await createEksCluster({ name: `pegbar-${name}`, client: { region: declared.region } }).describe(),
    declared,
  );
  for (const line of found) console.error(line);
  if (found.length === 0) console.log(`the cluster of ${name} matches its declared values`);
  process.exit(found.length === 0 ? 0 : 1);
}
