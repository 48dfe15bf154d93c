import { readStage } from "../../stage.ts";
import type { Planned } from "../plan.ts";
import {
  addResource,
  getValue,
  changeResource,
  list,
  getByName,
  getStageName,
  filterByType,
  parseStatements,
  toText,
  removeResource,
} from "../query.ts";
import type { Invariant } from "./invariant.ts";
import { simulate } from "./simulate.ts";

const listBuckets = (plan: readonly Planned[]) =>
  filterByType(plan, "s3/bucket:Bucket").filter(({ name }) => /^(Object|Anchor)Store/.test(name));
const findForBucket = (plan: readonly Planned[], type: string, bucket: Planned) =>
  filterByType(plan, type).filter(({ inputs }) => inputs["bucket"] === bucket.inputs["bucket"]);
const isDenied = (policy: unknown, key: string, value: string) =>
  parseStatements(policy).some(
    ({ Effect, Condition }) =>
      Effect === "Deny" && toText(Condition).includes(`"${key}"`) && toText(Condition).includes(value),
  );

/** Whether a stage has data that must survive mistakes. Other stages can be removed completely. */
const isKept = (plan: readonly Planned[]) => readStage(getStageName(plan)).removal === "retain";

/** Texts that a missing value leaves in strings. */
const HOLES = /https?:\/\/undefined|@undefined\b|\[object Object\]|Calling \[toString\] on an \[Output/;

export const data: Invariant[] = [
  {
    name: "no input contains a missing value",
    why: "a URL that contains undefined can be deployed and leads nowhere",
    check: (plan) => plan.filter(({ inputs }) => HOLES.test(JSON.stringify(inputs))).map(({ name }) => name),
    plant: (plan) => changeResource(plan, "ObjectStoreBucket", (inputs) => (inputs["bucket"] = "https://undefined/x")),
  },
  {
    name: "every bucket is encrypted with our key, has versioning and requires TLS",
    why: "it protects against copied disks, overwritten pictures and eavesdropping",
    check: (plan) =>
      listBuckets(plan).flatMap((bucket) => [
        ...(findForBucket(
          plan,
          "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
          bucket,
        ).some(
          ({ inputs }) =>
            getValue(inputs, "rules", 0, "applyServerSideEncryptionByDefault", "kmsMasterKeyId") !== undefined,
        )
          ? []
          : [`${bucket.name} is not encrypted with our key`]),
        ...(findForBucket(plan, "s3/bucketVersioning:BucketVersioning", bucket).length > 0
          ? []
          : [`${bucket.name} has no versioning`]),
        ...(findForBucket(plan, "s3/bucketPolicy:BucketPolicy", bucket).some(({ inputs }) =>
          isDenied(inputs["policy"], "aws:SecureTransport", "false"),
        )
          ? []
          : [`${bucket.name} accepts requests without TLS`]),
      ]),
    plant: (plan) => removeResource(plan, "ObjectsEncryption"),
  },
  {
    name: "no bucket is public",
    why: "they contain unreleased films",
    check: (plan) =>
      filterByType(plan, "s3/bucketPublicAccessBlock:BucketPublicAccessBlock").length < listBuckets(plan).length
        ? ["a bucket does not block public access"]
        : filterByType(plan, "s3/bucketPublicAccessBlock:BucketPublicAccessBlock").flatMap(({ name, inputs }) =>
            ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"]
              .filter((which) => inputs[which] !== true)
              .map((which) => `${name} does not set ${which}`),
          ),
    plant: (plan) => {
      const [first] = filterByType(plan, "s3/bucketPublicAccessBlock:BucketPublicAccessBlock");
      return changeResource(plan, first?.name ?? "", (inputs) => (inputs["blockPublicPolicy"] = false));
    },
  },
  {
    name: "objects cannot be overwritten",
    why: "a recorded hash proves nothing if the file can change",
    check: (plan) =>
      filterByType(plan, "s3/bucketPolicy:BucketPolicy").some(
        ({ name, inputs }) => name.startsWith("ObjectStore") && isDenied(inputs["policy"], "s3:if-none-match", "true"),
      )
        ? []
        : ["objects can be overwritten"],
    plant: (plan) => {
      const found = filterByType(plan, "s3/bucketPolicy:BucketPolicy").find(({ name }) =>
        name.startsWith("ObjectStore"),
      );
      return changeResource(plan, found?.name ?? "", (inputs) => (inputs["policy"] = '{"Statement":[]}'));
    },
  },
  {
    name: "the bucket policy lets only the janitor delete objects",
    why: "a role that is added later, or an administrator's mistake, must not delete pictures",
    check: async (plan) => {
      if (!isKept(plan)) return [];
      const policy = filterByType(plan, "s3/bucketPolicy:BucketPolicy").find(({ name }) =>
        name.startsWith("ObjectStore"),
      );
      const everything = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
      const may = (role: string, action: string) =>
        simulate({
          policies: [everything],
          role,
          action,
          resource: "arn:aws:s3:::objectstorebucket/ten_1/assets/a",
          resourcePolicy: JSON.parse(toText(policy?.inputs["policy"])),
        });
      const janitor = toText(getByName(plan, "JanitorRole").inputs["name"]);
      const found: string[] = [];
      for (const action of ["s3:DeleteObject", "s3:DeleteObjectVersion"]) {
        if (!(await may(janitor, action))) found.push(`the janitor may not ${action}`);
        for (const role of ["Administrator", toText(getByName(plan, "ApiRole").inputs["name"])])
          if (await may(role, action)) found.push(`${role} may ${action}`);
      }
      return found;
    },
    plant: (plan) => {
      const found = filterByType(plan, "s3/bucketPolicy:BucketPolicy").find(({ name }) =>
        name.startsWith("ObjectStore"),
      );
      return changeResource(plan, found?.name ?? "", (inputs) => {
        inputs["policy"] = toText(inputs["policy"]).replace("JanitorRole-*", "*");
      });
    },
  },
  {
    name: "only a personal stage can be removed",
    why: "a database that cannot be removed costs money, and one that can be removed may lose all data",
    check: (plan) => {
      const held = [
        ...filterByType(plan, "rds/cluster:Cluster").map(({ inputs }) => inputs["deletionProtection"] === true),
        ...listBuckets(plan).map(({ inputs }) => inputs["forceDestroy"] !== true),
        ...filterByType(plan, "s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration").map(() => true),
      ];
      return held.every((one) => one === isKept(plan)) ? [] : ["only a part of it is protected"];
    },
    plant: (plan) => changeResource(plan, "PostgresCluster", (inputs) => (inputs["deletionProtection"] = false)),
  },
  {
    name: "anchors cannot be deleted",
    why: "an administrator of the account could rewrite the log's history",
    check: (plan) => {
      const lock = filterByType(plan, "s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration").filter(
        ({ name }) => name === "AnchorsLock",
      );
      const isHard = lock.some(({ inputs }) => getValue(inputs, "rule", "defaultRetention", "mode") === "COMPLIANCE");
      const isLocked = filterByType(plan, "s3/bucket:Bucket").some(
        ({ name, inputs }) => name.startsWith("AnchorStore") && inputs["objectLockEnabled"] === true,
      );
      return (isHard || !isKept(plan)) && isLocked ? [] : ["anchors are not locked"];
    },
    plant: (plan) =>
      changeResource(
        plan,
        "AnchorsLock",
        (inputs) => (inputs["rule"] = { defaultRetention: { mode: "GOVERNANCE", years: 1 } }),
      ),
  },
  {
    name: "every queue is encrypted and requires TLS",
    why: "messages need the same protection as objects",
    check: (plan) =>
      filterByType(plan, "sqs/queue:Queue").flatMap(({ name, inputs }) => [
        ...(inputs["sqsManagedSseEnabled"] === true || inputs["kmsMasterKeyId"] !== undefined
          ? []
          : [`${name} is not encrypted`]),
        ...(filterByType(plan, "sqs/queuePolicy:QueuePolicy").some(
          (policy) =>
            toText(policy.inputs["queueUrl"]).endsWith(`/${name}`) &&
            isDenied(policy.inputs["policy"], "aws:SecureTransport", "false"),
        )
          ? []
          : [`${name} accepts requests without TLS`]),
      ]),
    plant: (plan) => changeResource(plan, "LightWorkQueue", (inputs) => (inputs["sqsManagedSseEnabled"] = false)),
  },
  {
    name: "a message is received up to five times, then moves to the dead-letter queue",
    why: "three receives would be used up by two lost nodes",
    check: (plan) =>
      ["Light", "Heavy", "Xl"].flatMap((name) => {
        const queue = filterByType(plan, "sqs/queue:Queue").find((one) => one.name === `${name}WorkQueue`);
        const policy = JSON.parse(toText(queue?.inputs["redrivePolicy"] ?? "{}")) as { maxReceiveCount?: number };
        return policy.maxReceiveCount === 5 && queue?.inputs["visibilityTimeoutSeconds"] === 120
          ? []
          : [`${name}: ${toText(policy)}`];
      }),
    plant: (plan) =>
      changeResource(plan, "HeavyWorkQueue", (inputs) => (inputs["redrivePolicy"] = '{"maxReceiveCount":3}')),
  },
  {
    name: "the database requires TLS, is encrypted with our key, backed up and protected from deletion",
    why: "it contains everything except the pictures",
    check: (plan) => [
      ...filterByType(plan, "rds/cluster:Cluster").flatMap(({ name, inputs }) => [
        ...(inputs["storageEncrypted"] === true && inputs["kmsKeyId"] !== undefined
          ? []
          : [`${name} is not encrypted with our key`]),
        ...(Number(inputs["backupRetentionPeriod"]) >= 1 ? [] : [`${name} has no backups`]),
        ...(inputs["skipFinalSnapshot"] === true && inputs["deletionProtection"] === true
          ? [`${name} is protected but skips the final snapshot`]
          : []),
        ...(inputs["skipFinalSnapshot"] !== inputs["deletionProtection"]
          ? []
          : [`${name} can be removed without a final snapshot, or cannot be removed`]),
        ...(inputs["allowMajorVersionUpgrade"] === false ? [] : [`${name} allows upgrades of the major version`]),
      ]),
      ...filterByType(plan, "rds/proxy:Proxy")
        .filter(({ inputs }) => inputs["requireTls"] !== true)
        .map(({ name }) => `${name} accepts connections without TLS`),
      ...filterByType(plan, "rds/clusterParameterGroup:ClusterParameterGroup").flatMap(({ name, inputs }) =>
        list(inputs["parameters"]).some(
          (one) => getValue(one, "name") === "rds.force_ssl" && getValue(one, "value") === "1",
        )
          ? []
          : [`${name} does not force TLS`],
      ),
    ],
    plant: (plan) => changeResource(plan, "PostgresProxy", (inputs) => delete inputs["requireTls"]),
  },
  {
    name: "the model store is encrypted, and its root is not accessible",
    needs: "GPU tier",
    why: "a mount without an access point could read all studios' models",
    check: (plan) => [
      ...filterByType(plan, "efs/fileSystem:FileSystem")
        .filter(({ inputs }) => inputs["encrypted"] !== true)
        .map(({ name }) => `${name} is not encrypted`),
      ...filterByType(plan, "efs/accessPoint:AccessPoint")
        .filter(
          ({ inputs }) =>
            getValue(inputs, "posixUser", "uid") !== 1000 || getValue(inputs, "rootDirectory", "path") === "/",
        )
        .map(({ name }) => `${name} uses the root user or the root folder`),
      ...filterByType(plan, "efs/fileSystemPolicy:FileSystemPolicy").flatMap(({ name, inputs }) =>
        parseStatements(inputs["policy"])
          .filter(
            ({ Effect, Condition }) =>
              Effect === "Allow" && !toText(Condition).includes("elasticfilesystem:AccessPointArn"),
          )
          .map(() => `${name} allows mounts without an access point`),
      ),
    ],
    plant: (plan) => changeResource(plan, "ModelsToRead", (inputs) => (inputs["posixUser"] = { uid: 0, gid: 0 })),
  },
  {
    name: "logs of functions expire",
    why: "a log without retention keeps data that was logged by mistake",
    check: (plan) =>
      filterByType(plan, "cloudwatch/logGroup:LogGroup")
        .filter(({ inputs }) => !(Number(inputs["retentionInDays"]) > 0))
        .map(({ name }) => `${name} has no retention`),
    plant: (plan) => addResource(plan, "aws:cloudwatch/logGroup:LogGroup", "Forever", {}),
  },
];
