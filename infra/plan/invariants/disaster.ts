import { ACCOUNT } from "../answers.ts";
import type { Planned } from "../plan.ts";
import {
  changeResource,
  filterByType,
  getByName,
  getValue,
  list,
  removeResource,
  toText,
  listPolicies,
} from "../query.ts";
import type { Invariant } from "./invariant.ts";
import { simulate } from "./simulate.ts";

/** Whether a stage keeps copies in a second region. */
const hasCopies = (plan: readonly Planned[]) => plan.some(({ name }) => name === "ReplicationRole");
const hasOwnVault = (plan: readonly Planned[]) => plan.some(({ name }) => name === "ObjectsVault");

export const disaster: Invariant[] = [
  {
    name: "results and anchors are copied to the second region, with their keys",
    why: "the loss of a region, or of control over an account, must not destroy all films",
    check: async (plan) => {
      if (!hasCopies(plan)) return [];
      const role = listPolicies(getByName(plan, "ReplicationRole"));
      const found: string[] = [];
      for (const name of ["ObjectsReplication", "AnchorsReplication"]) {
        const [rule] = list(plan.find((one) => one.name === name)?.inputs["rules"]);
        if (getValue(rule, "status") !== "Enabled") {
          found.push(`${name} copies nothing`);
          continue;
        }
        if (getValue(rule, "sourceSelectionCriteria", "sseKmsEncryptedObjects", "status") !== "Enabled")
          found.push(`${name} skips encrypted objects, which all objects are`);
        if (getValue(rule, "deleteMarkerReplication", "status") !== "Disabled") found.push(`${name} copies deletions`);
        const bucket = toText(getValue(rule, "destination", "bucket"));
        const may = (action: string) =>
          simulate({ policies: role, role: "ReplicationRole", action, resource: `${bucket}/ten_1/assets/a` });
        if (!(await may("s3:ReplicateObject"))) found.push(`${name} may not write to ${bucket}`);
        if (await may("s3:ReplicateDelete")) found.push(`${name} may delete copies`);
      }
      return found;
    },
    plant: (plan) => removeResource(plan, "AnchorsReplication"),
  },
  {
    name: "nobody can delete copies",
    why: "an attacker who can delete originals could also delete copies that are not locked",
    check: (plan) => {
      if (!hasOwnVault(plan)) return [];
      const locks = filterByType(plan, "s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration");
      const missing = ["ObjectsVault", "AnchorsVault"].flatMap((name) => {
        const bucket = getByName(plan, name);
        const lock = locks.find((one) => one.name === `${name}Lock`);
        return bucket.inputs["objectLockEnabled"] === true &&
          getValue(lock?.inputs, "rule", "defaultRetention", "mode") === "COMPLIANCE"
          ? []
          : [`${name} can be emptied`];
      });
      const backups = plan.find(({ name }) => name === "FarVaultLock")?.inputs;
      return [
        ...missing,
        ...(Number(backups?.["changeableForDays"]) >= 3 && Number(backups?.["minRetentionDays"]) > 0
          ? []
          : ["backups can be deleted"]),
      ];
    },
    plant: (plan) =>
      changeResource(plan, "ObjectsVaultLock", (inputs) => {
        inputs["rule"] = { defaultRetention: { mode: "GOVERNANCE", days: 30 } };
      }),
  },
  {
    name: "AWS Backup is enabled for Aurora before Aurora is selected for backups",
    why: "otherwise the plan runs every night, reports success, and backs up nothing",
    check: (plan) => {
      if (!hasCopies(plan)) return [];
      const optIn = plan.find(({ name }) => name === "BackupOptIn");
      return [
        ...(getValue(optIn?.inputs, "resourceTypeOptInPreference", "Aurora") === true ? [] : ["Aurora is skipped"]),
        ...(getByName(plan, "BackedUp").after.includes(optIn?.urn ?? "") ? [] : ["Aurora may be selected before"]),
      ];
    },
    plant: (plan) =>
      changeResource(plan, "BackupOptIn", (inputs) => {
        (inputs["resourceTypeOptInPreference"] as { Aurora: boolean }).Aurora = false;
      }),
  },
  {
    name: "copies in another account belong to that account and use its key",
    why: "copies that this account owns can be deleted with it",
    check: (plan) =>
      filterByType(plan, "s3/bucketReplicationConfig:BucketReplicationConfig").flatMap(({ name, inputs }) => {
        const destination = getValue(list(inputs["rules"])[0], "destination");
        const account = toText(getValue(destination, "account") ?? ACCOUNT);
        const key = toText(getValue(destination, "encryptionConfiguration", "replicaKmsKeyId"));
        return account === ACCOUNT || getValue(destination, "accessControlTranslation", "owner") === "Destination"
          ? key.startsWith("arn:aws:kms:") && key.includes(`:${account}:`)
            ? []
            : [`${name} encrypts with another account's key`]
          : [`this account owns the copies of ${name}`];
      }),
    plant: (plan) =>
      changeResource(plan, "ObjectsReplication", (inputs) => {
        (getValue(list(inputs["rules"])[0], "destination") as { account: string }).account = "999999999999";
      }),
  },
];
