import { DescribeClusterVersionsCommand, EKSClient } from "@aws-sdk/client-eks";
import { WARNING_DAYS } from "../versions.ts";
import type { ClientConfig, Finding } from "./finding.ts";

const DAY_MS = 24 * 3600 * 1000;

/** @param kubernetes declared version, such as 1.35 */
export async function checkEksVersion(config: ClientConfig, kubernetes: string, now: Date): Promise<Finding[]> {
  const { clusterVersions = [] } = await new EKSClient(config).send(
    new DescribeClusterVersionsCommand({ includeAll: true }),
  );
  const supported = clusterVersions
    .filter(({ versionStatus }) => versionStatus === "STANDARD_SUPPORT")
    .flatMap(({ clusterVersion }) => clusterVersion ?? []);
  const fix = `Declare one of ${supported.join(", ")} in infra/declared/STAGE.json: aws eks describe-cluster-versions --region ${config.region}`;
  const found = clusterVersions.find(({ clusterVersion }) => clusterVersion === kubernetes);
  if (!found) return [{ what: `EKS does not offer Kubernetes ${kubernetes}.`, fix }];
  const end = found.endOfStandardSupportDate;
  const date = end?.toISOString().slice(0, 10);
  if (found.versionStatus !== "STANDARD_SUPPORT")
    return [
      { what: `Kubernetes ${kubernetes} left standard support on ${date}. EKS upgrades the cluster by itself.`, fix },
    ];
  const days = end === undefined ? Infinity : Math.ceil((end.getTime() - now.getTime()) / DAY_MS);
  return days > WARNING_DAYS
    ? []
    : [{ what: `Kubernetes ${kubernetes} leaves standard support in ${days} days, on ${date}.`, fix }];
}
