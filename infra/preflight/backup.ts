import { BackupClient, DescribeRegionSettingsCommand } from "@aws-sdk/client-backup";
import type { ClientConfig, Finding } from "./finding.ts";
import type { Needs } from "./needs.ts";

export async function checkBackupOptIn(config: ClientConfig, { backsUp }: Pick<Needs, "backsUp">): Promise<Finding[]> {
  if (!backsUp) return [];
  const { ResourceTypeOptInPreference = {} } = await new BackupClient(config).send(
    new DescribeRegionSettingsCommand({}),
  );
  return ResourceTypeOptInPreference["Aurora"]
    ? []
    : [
        {
          what: "AWS Backup is not enabled for Aurora in this region: its plan runs and backs up nothing.",
          fix: `aws backup update-region-settings --region ${config.region} --resource-type-opt-in-preference Aurora=true`,
        },
      ];
}
