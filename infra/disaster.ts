import { clusterOf } from "./database";
import { costTags, declared, stage } from "./here";
import { dataKey } from "./secret";
import { anchors, objects } from "./storage";
import { buildInlinePolicies } from "./inline-policy.ts";

/**
 * Copies in a second region that nothing in the first region can delete: S3 replicates results and anchors, AWS Backup
 * copies the database. They are locked in compliance mode, so that not even an administrator of the account can delete
 * them.
 */

/** Another region of the same continent, so that no data leaves it. */
const NEIGHBOURS: Record<string, aws.Region> = {
  "eu-west-1": "eu-central-1",
  "eu-central-1": "eu-west-1",
  "us-east-1": "us-west-2",
  "us-west-2": "us-east-1",
};

interface Vault {
  account: string;
  key: $util.Input<string>;
  objectsBucket: $util.Input<string>;
  anchorsBucket: $util.Input<string>;
  backupVault: $util.Input<string>;
  /** Resources that must exist before replication starts. */
  ready: $util.Resource[];
}

/** A vault in this account and the neighbouring region. */
function createVault(): Vault {
  const region = NEIGHBOURS[declared.region];
  if (!region) throw new Error(`No second region for ${declared.region}. Add it to NEIGHBOURS in infra/disaster.ts.`);
  const provider = new aws.Provider("Elsewhere", { region, defaultTags: { tags: costTags } });
  const opts = { provider, protect: true };
  const key = new aws.kms.Key(
    "VaultKey",
    { description: "Pegbar: copies", enableKeyRotation: true, deletionWindowInDays: 30 },
    opts,
  );
  const createBucket = (name: string, years: number) => {
    const bucket = new aws.s3.Bucket(`${name}Vault`, { objectLockEnabled: true }, opts);
    const versioning = new aws.s3.BucketVersioning(
      `${name}VaultVersions`,
      { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
      { provider },
    );
    new aws.s3.BucketPublicAccessBlock(
      `${name}VaultPrivate`,
      {
        bucket: bucket.bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      { provider },
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      `${name}VaultEncryption`,
      {
        bucket: bucket.bucket,
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
            bucketKeyEnabled: true,
          },
        ],
      },
      { provider },
    );
    const lock = new aws.s3.BucketObjectLockConfiguration(
      `${name}VaultLock`,
      {
        bucket: bucket.bucket,
        rule: { defaultRetention: years > 0 ? { mode: "COMPLIANCE", years } : { mode: "COMPLIANCE", days: LOCK_DAYS } },
      },
      { provider, dependsOn: [versioning] },
    );
    if (name === "Objects")
      new aws.s3.BucketLifecycleConfiguration(
        "ObjectsVaultLifecycle",
        {
          bucket: bucket.bucket,
          rules: [
            {
              id: "copies",
              status: "Enabled",
              filter: { prefix: "" },
              transitions: [{ days: 1, storageClass: "GLACIER_IR" }],
            },
          ],
        },
        { provider, dependsOn: [versioning] },
      );
    return { bucket, ready: [versioning, lock] };
  };
  const objectsVault = createBucket("Objects", 0);
  const anchorsVault = createBucket("Anchors", stage.anchorYears);
  const backups = new aws.backup.Vault("FarVault", { kmsKeyArn: key.arn }, opts);
  const backupLock = new aws.backup.VaultLockConfiguration(
    "FarVaultLock",
    {
      backupVaultName: backups.name,
      minRetentionDays: stage.database.backupDays,
      maxRetentionDays: 365,
      // The lock can be removed within these days. After that nobody can remove it, not even AWS.
      changeableForDays: 3,
    },
    { provider },
  );
  return {
    account: declared.account,
    key: key.arn,
    objectsBucket: objectsVault.bucket.arn,
    anchorsBucket: anchorsVault.bucket.arn,
    backupVault: backups.arn,
    ready: [...objectsVault.ready, ...anchorsVault.ready, backupLock],
  };
}

/**
 * Days for which a copy of a result cannot be deleted. Not longer, because S3 does not replicate deletions of versions: the
 * operator must delete the copy of an erased result, which is possible once its lock ends (docs/how-to/erase.md).
 */
const LOCK_DAYS = 30;

if (stage.secondRegion) {
  const vault: Vault = declared.vault === null ? createVault() : { ...declared.vault, ready: [] };
  const isForeign = vault.account !== declared.account;

  const role = new aws.iam.Role("ReplicationRole", {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "s3.amazonaws.com" }),
    inlinePolicies: buildInlinePolicies("own", [
      {
        Effect: "Allow",
        Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
        Resource: [objects.arn, anchors.arn],
      },
      {
        Effect: "Allow",
        Action: [
          "s3:GetObjectVersionForReplication",
          "s3:GetObjectVersionAcl",
          "s3:GetObjectVersionTagging",
          "s3:GetObjectRetention",
          "s3:GetObjectLegalHold",
        ],
        Resource: [$interpolate`${objects.arn}/*`, $interpolate`${anchors.arn}/*`],
      },
      {
        Effect: "Allow",
        // Without ReplicateDelete: a copy of a deleted object remains until its lock ends.
        Action: ["s3:ReplicateObject", "s3:ReplicateTags", "s3:ObjectOwnerOverrideToBucketOwner"],
        Resource: [$interpolate`${vault.objectsBucket}/*`, $interpolate`${vault.anchorsBucket}/*`],
      },
      { Effect: "Allow", Action: "kms:Decrypt", Resource: dataKey.arn },
      { Effect: "Allow", Action: "kms:Encrypt", Resource: vault.key },
    ]),
  });
  const replicate = (name: string, from: sst.aws.Bucket, to: $util.Input<string>, filter: object) =>
    new aws.s3.BucketReplicationConfig(
      name,
      {
        bucket: from.name,
        role: role.arn,
        rules: [
          {
            id: "copy",
            status: "Enabled",
            filter,
            deleteMarkerReplication: { status: "Disabled" },
            sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
            destination: {
              bucket: to,
              encryptionConfiguration: { replicaKmsKeyId: vault.key },
              // Replicates within 15 minutes, with metrics of the delay.
              replicationTime: { status: "Enabled", time: { minutes: 15 } },
              metrics: { status: "Enabled", eventThreshold: { minutes: 15 } },
              ...(isForeign ? { account: vault.account, accessControlTranslation: { owner: "Destination" } } : {}),
            },
          },
        ],
      },
      { dependsOn: vault.ready },
    );
  // Only results, because inputs and previews may contain erased data, and deletions do not reach the copies.
  replicate("ObjectsReplication", objects, vault.objectsBucket, { tag: { key: "pegbar:kind", value: "asset" } });
  replicate("AnchorsReplication", anchors, vault.anchorsBucket, { prefix: "" });

  // A setting of the account and region, not of the stage. Without it AWS Backup skips Aurora and reports success.
  const optIn = new aws.backup.RegionSettings("BackupOptIn", {
    resourceTypeOptInPreference: Object.fromEntries(
      ["Aurora", "DynamoDB", "EBS", "EC2", "EFS", "FSx", "RDS", "S3", "Storage Gateway", "VirtualMachine"].map(
        (type) => [type, true],
      ),
    ),
  });
  const near = new aws.backup.Vault("BackupVault", { kmsKeyArn: dataKey.arn });
  const plan = new aws.backup.Plan("Backups", {
    rules: [
      {
        ruleName: "daily",
        targetVaultName: near.name,
        schedule: "cron(0 2 * * ? *)",
        lifecycle: { deleteAfter: stage.database.backupDays },
        copyActions: [
          { destinationVaultArn: vault.backupVault, lifecycle: { deleteAfter: stage.database.backupDays } },
        ],
      },
    ],
  });
  const backupRole = new aws.iam.Role("BackupRole", {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "backup.amazonaws.com" }),
    managedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"],
  });
  new aws.backup.Selection(
    "BackedUp",
    { planId: plan.id, iamRoleArn: backupRole.arn, resources: [clusterOf.arn] },
    { dependsOn: [optIn, ...vault.ready] },
  );
}
