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
} from "../look.ts";
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

/** Whether a stage holds what must outlive a mistake; others can be removed, all of them. */
const isKept = (plan: readonly Planned[]) => readStage(getStageName(plan)).removal === "retain";

/** Texts that a value which was not there leaves in what is made of it. */
const HOLES = /https?:\/\/undefined|@undefined\b|\[object Object\]|Calling \[toString\] on an \[Output/;

export const data: Invariant[] = [
  {
    name: "nothing is made of a value that is not there",
    why: "an address of undefined deploys well, and leads nowhere",
    check: (plan) => plan.filter(({ inputs }) => HOLES.test(JSON.stringify(inputs))).map(({ name }) => name),
    plant: (plan) => changeResource(plan, "ObjectStoreBucket", (inputs) => (inputs["bucket"] = "https://undefined/x")),
  },
  {
    name: "every bucket of ours is encrypted with our key, has versions, and speaks TLS alone",
    why: "a copied disk, an overwritten picture, a listener on the wire",
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
          : [`${bucket.name} has no versions`]),
        ...(findForBucket(plan, "s3/bucketPolicy:BucketPolicy", bucket).some(({ inputs }) =>
          isDenied(inputs["policy"], "aws:SecureTransport", "false"),
        )
          ? []
          : [`${bucket.name} can be spoken to without TLS`]),
      ]),
    plant: (plan) => removeResource(plan, "ObjectsEncryption"),
  },
  {
    name: "no bucket is public",
    why: "films that are not shown yet",
    check: (plan) =>
      filterByType(plan, "s3/bucketPublicAccessBlock:BucketPublicAccessBlock").length < listBuckets(plan).length
        ? ["a bucket has no block of public access"]
        : filterByType(plan, "s3/bucketPublicAccessBlock:BucketPublicAccessBlock").flatMap(({ name, inputs }) =>
            ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"]
              .filter((which) => inputs[which] !== true)
              .map((which) => `${name} leaves ${which} open`),
          ),
    plant: (plan) => {
      const [first] = filterByType(plan, "s3/bucketPublicAccessBlock:BucketPublicAccessBlock");
      return changeResource(plan, first?.name ?? "", (inputs) => (inputs["blockPublicPolicy"] = false));
    },
  },
  {
    name: "an object is written once",
    why: "a record that names a hash is worth nothing if the file behind it can change",
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
    name: "the bucket itself lets the janitor alone remove what is in it",
    why: "a role that somebody adds later, or an administrator's mistake, takes no picture with it",
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
    name: "a stage of one's own can be removed, and no other",
    why: "a database that cannot go costs money; one that can, everything",
    check: (plan) => {
      const held = [
        ...filterByType(plan, "rds/cluster:Cluster").map(({ inputs }) => inputs["deletionProtection"] === true),
        ...listBuckets(plan).map(({ inputs }) => inputs["forceDestroy"] !== true),
        ...filterByType(plan, "s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration").map(() => true),
      ];
      return held.every((one) => one === isKept(plan)) ? [] : ["some of it is held, and some is not"];
    },
    plant: (plan) => changeResource(plan, "PostgresCluster", (inputs) => (inputs["deletionProtection"] = false)),
  },
  {
    name: "anchors cannot be taken back",
    why: "whoever holds the account could rewrite the log's history",
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
    name: "every queue is encrypted and speaks TLS alone",
    why: "the same for what waits",
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
          : [`${name} can be spoken to without TLS`]),
      ]),
    plant: (plan) => changeResource(plan, "LightWorkQueue", (inputs) => (inputs["sqsManagedSseEnabled"] = false)),
  },
  {
    name: "a message of work comes back five times, then somebody is told",
    why: "the default of three is used up by two lost nodes",
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
    name: "the database speaks TLS alone, is encrypted with our key and backed up, and is not removed by a mistake",
    why: "it holds everything but the pictures",
    check: (plan) => [
      ...filterByType(plan, "rds/cluster:Cluster").flatMap(({ name, inputs }) => [
        ...(inputs["storageEncrypted"] === true && inputs["kmsKeyId"] !== undefined
          ? []
          : [`${name} is not encrypted with our key`]),
        ...(Number(inputs["backupRetentionPeriod"]) >= 1 ? [] : [`${name} has no backups`]),
        ...(inputs["skipFinalSnapshot"] === true && inputs["deletionProtection"] === true
          ? [`${name} contradicts itself`]
          : []),
        ...(inputs["skipFinalSnapshot"] !== inputs["deletionProtection"] ? [] : [`${name} goes without a trace`]),
        ...(inputs["allowMajorVersionUpgrade"] === false ? [] : [`${name} may be upgraded unasked`]),
      ]),
      ...filterByType(plan, "rds/proxy:Proxy")
        .filter(({ inputs }) => inputs["requireTls"] !== true)
        .map(({ name }) => `${name} takes connections without TLS`),
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
    name: "the model store is encrypted, and its root is nobody's",
    needs: "GPU tier",
    why: "a mount without an access point reads every studio's models",
    check: (plan) => [
      ...filterByType(plan, "efs/fileSystem:FileSystem")
        .filter(({ inputs }) => inputs["encrypted"] !== true)
        .map(({ name }) => `${name} is not encrypted`),
      ...filterByType(plan, "efs/accessPoint:AccessPoint")
        .filter(
          ({ inputs }) =>
            getValue(inputs, "posixUser", "uid") !== 1000 || getValue(inputs, "rootDirectory", "path") === "/",
        )
        .map(({ name }) => `${name} is root, or at the root`),
      ...filterByType(plan, "efs/fileSystemPolicy:FileSystemPolicy").flatMap(({ name, inputs }) =>
        parseStatements(inputs["policy"])
          .filter(
            ({ Effect, Condition }) =>
              Effect === "Allow" && !toText(Condition).includes("elasticfilesystem:AccessPointArn"),
          )
          .map(() => `${name} lets in without an access point`),
      ),
    ],
    plant: (plan) => changeResource(plan, "ModelsToRead", (inputs) => (inputs["posixUser"] = { uid: 0, gid: 0 })),
  },
  {
    name: "what is written by functions ends some day",
    why: "a log that is kept for ever holds for ever what somebody wrote into it by mistake",
    check: (plan) =>
      filterByType(plan, "cloudwatch/logGroup:LogGroup")
        .filter(({ inputs }) => !(Number(inputs["retentionInDays"]) > 0))
        .map(({ name }) => `${name} is kept for ever`),
    plant: (plan) => addResource(plan, "aws:cloudwatch/logGroup:LogGroup", "Forever", {}),
  },
];
